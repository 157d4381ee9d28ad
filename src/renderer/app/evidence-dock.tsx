import { useMemo } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { BytesPane } from '../bytes/bytes-pane';
import { DissectionProvider, WithDissection } from '../dissection/dissection-provider';
import { DissectionTree } from '../dissection/dissection-tree';
import { SourceLine } from '../dissection/source-line';
import { PacketGrid } from '../packet-grid/packet-grid';
import { usePacketsShowEvidence } from '../packets/packet-link';
import { ConnectionNote } from '../project/connection-note';
import { PacketNotes } from '../project/packet-notes';
import { StreamActions } from '../stream/stream-actions';
import { useTexts } from '../theme/use-texts';
import { EmptyState } from './empty-state';
import { Pane } from './pane';
import { useSettledSelection } from './settled-selection';
import { usePaneLayout } from './use-pane-layout';
import { useCurrentCapture } from './workbench';

/** Evidence of what is selected above: its packets, the chosen packet's dissection, its bytes. */
export function EvidenceDock() {
  const { t } = useTexts();
  // The packets view is itself the list that the dock would show.
  const withPackets = !usePacketsShowEvidence();
  const panels = withPackets ? ['evidence', 'tree', 'bytes'] : ['tree', 'bytes'];
  const layout = usePaneLayout(`dock-${panels.length}`, panels);
  return (
    <DissectionProvider>
      <Group key={panels.length} className="panes" orientation="horizontal" {...layout}>
        {withPackets && (
          <>
            <Panel id="evidence" minSize="15%" defaultSize="40%">
              <EvidencePackets />
            </Panel>
            <Separator className="separator" aria-label={t('ui.dock.resizePackets')} />
          </>
        )}
        <Panel id="tree" minSize="15%" defaultSize={withPackets ? '30%' : '50%'}>
          <DissectionPane />
        </Panel>
        <Separator className="separator" aria-label={t('ui.dock.resizeTree')} />
        <Panel id="bytes" minSize="15%" defaultSize={withPackets ? '30%' : '50%'}>
          <Pane title={t('ui.dock.bytes')}>
            <WithDissection>
              <BytesPane />
            </WithDissection>
          </Pane>
        </Panel>
      </Group>
    </DissectionProvider>
  );
}

/** The title names the packet. */
function DissectionPane() {
  const { t } = useTexts();
  const frame = useSettledSelection((state) => state.frame);
  const note = frame === null ? {} : { note: t('ui.dock.frame', { frame }) };
  return (
    <Pane title={t('ui.dock.dissection')} {...note}>
      <div className="dissection">
        <SourceLine />
        <PacketNotes />
        <StreamActions />
        <WithDissection>
          <DissectionTree />
        </WithDissection>
      </div>
    </Pane>
  );
}

function EvidencePackets() {
  const { t } = useTexts();
  const capture = useCurrentCapture();
  const evidence = useSettledSelection((state) => state.evidence);
  const id = capture?.capture ?? 0;
  const query = useMemo(
    () => ({
      capture: id,
      frames: evidence.kind === 'frames' ? evidence.frames : null,
      connection: evidence.kind === 'connection' ? evidence.connection : null,
      filter: null,
      rows: null,
    }),
    [id, evidence],
  );
  const note =
    evidence.kind === 'connection'
      ? { note: t('ui.dock.ofConnection', { connection: evidence.connection }) }
      : evidence.kind === 'frames'
        ? { note: t('ui.dock.ofFrames', { count: evidence.frames.length }) }
        : {};
  return (
    <Pane title={t('ui.dock.packets')} {...note}>
      {evidence.kind === 'none' ? (
        <EmptyState title={t('ui.dock.emptyTitle')} advice={t('ui.dock.emptyAdvice')} />
      ) : (
        <div className="noted-packets">
          {evidence.kind === 'connection' && <ConnectionNote connection={evidence.connection} />}
          <PacketGrid id="evidence" narrow query={query} revision={capture?.packets ?? 0} empty={<EmptyState title={t('ui.dock.noPackets')} />} />
        </div>
      )}
    </Pane>
  );
}
