import { Switch } from '@blueprintjs/core';
import { useWorkbench } from '../app/workbench';
import { useTexts } from '../theme/use-texts';
import { isBesideOthers, useLinkedEvidence, usePacketLink } from './packet-link';

/** Beside another view: whose packets these are, and the way to all of them. */
export function LinkBar() {
  const { t } = useTexts();
  const isBeside = useWorkbench(({ arrangement }) => isBesideOthers(arrangement));
  const wanted = usePacketLink((link) => link.wanted);
  const setWanted = usePacketLink((link) => link.setWanted);
  const evidence = useLinkedEvidence();
  if (!isBeside) return null;
  const whose =
    evidence.kind === 'connection'
      ? t('panes.link.connection', { connection: evidence.connection })
      : evidence.kind === 'frames'
        ? t('panes.link.frames', { count: evidence.frames.length })
        : t('panes.link.none');
  return (
    <div className="link-bar">
      <Switch label={t('panes.link.label')} checked={wanted} onChange={(event) => setWanted(event.currentTarget.checked)} />
      {wanted && (
        <span className="muted" role="status">
          {whose}
        </span>
      )}
    </div>
  );
}
