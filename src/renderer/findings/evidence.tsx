import { Button } from '@blueprintjs/core';
import type { FindingRow } from '../../shared/contract/finding-rows';
import { useWorkbench } from '../app/workbench';
import { Endpoint } from '../names/endpoint';
import { useTexts } from '../theme/use-texts';
import { type FindingPlace, placesOf } from './finding-places';
import { listFindingsOfConnection, useFindingSelection } from './finding-selection';
import { openConnection, viewOf } from './open-connection';

/** The packets that say so, in each capture that a finding is about, and the way to their connection. */
export function Evidence({ finding }: { readonly finding: FindingRow }) {
  const shown = useWorkbench((state) => state.capture) ?? 0;
  return placesOf(finding, shown).map((place) => <EvidenceOf key={place.capture} finding={finding} place={place} />);
}

interface EvidenceOfProps {
  readonly finding: FindingRow;
  readonly place: FindingPlace;
}

function EvidenceOf({ finding, place }: EvidenceOfProps) {
  const { t } = useTexts();
  const name = useWorkbench(({ captures }) => captures.find(({ capture }) => capture === place.capture)?.name ?? '');
  if (finding.elsewhere === null) return <PlaceEvidence finding={finding} place={place} />;
  const label = t('ui.findings.inCapture', { name });
  return (
    <div className="finding-place" role="group" aria-label={label}>
      <p>{label}</p>
      {place.frames.length === 0 && <p className="muted">{t('ui.findings.missingThere')}</p>}
      <PlaceEvidence finding={finding} place={place} />
    </div>
  );
}

function PlaceEvidence({ finding, place }: EvidenceOfProps) {
  const { t } = useTexts();
  const shown = useWorkbench((state) => state.capture);
  const frame = useWorkbench((state) => state.frame);
  const { connection, frames, ends } = place;
  return (
    <>
      {frames.length > 0 && (
        <p className="finding-frames">
          {frames.map((number) => (
            <button
              type="button"
              key={number}
              className="finding-frame mono"
              aria-label={t('ui.dock.frame', { frame: number })}
              aria-pressed={place.capture === shown && number === frame}
              onClick={() => showPacket(finding, place, number)}
            >
              {number}
            </button>
          ))}
        </p>
      )}
      {ends && connection !== null && (
        <p className="finding-connection">
          <span className="mono">
            <Endpoint address={ends.client} port={ends.clientPort} /> - <Endpoint address={ends.server} port={ends.serverPort} />
          </span>
          <Button
            size="small"
            text={t('ui.findings.open', { connection, view: t(`ui.nav.${viewOf(finding)}`) })}
            onClick={() => openConnection(finding, place)}
          />
        </p>
      )}
      {connection === null && finding.listener !== null && (
        <p className="finding-connection">
          <Button size="small" text={t('ui.findings.openListener')} onClick={() => openConnection(finding)} />
        </p>
      )}
    </>
  );
}

/** A packet of another capture shows that capture; the finding stays chosen, in the list of its connection there. */
function showPacket({ id }: FindingRow, { capture, connection, frames }: FindingPlace, frame: number): void {
  const workbench = useWorkbench.getState();
  if (capture !== workbench.capture && connection !== null) {
    workbench.showCapture(capture);
    listFindingsOfConnection(capture, connection);
    useFindingSelection.setState({ chosen: id });
  }
  workbench.showEvidence({ kind: 'frames', frames, connection }, frame);
}
