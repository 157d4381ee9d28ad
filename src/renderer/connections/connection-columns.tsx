import { useMemo } from 'react';
import type { ConnectionRow } from '../../shared/contract/methods';
import type { GridColumn } from '../data-grid/columns';
import { Inferred } from '../findings/inferred';
import { Endpoint } from '../names/endpoint';
import { formatBytes, formatCount, formatDuration } from '../theme/format';
import { StateLabel, StateMark, type StateName } from '../theme/states';
import { useTexts } from '../theme/use-texts';

const HANDSHAKE_STATES: Record<ConnectionRow['handshake'], StateName> = {
  complete: 'answered',
  'half-open': 'late',
  refused: 'reset',
  unanswered: 'lost',
  reset: 'reset',
  'not-captured': 'muted',
};
const CLOSE_STATES: Record<ConnectionRow['close'], StateName> = { fin: 'closed', rst: 'reset', timeout: 'lost', open: 'muted' };

/** Who probes is said of every connection that lasts this long: half of the shortest idle timeout known of devices. */
const LONG_MS = 120_000;

export function useConnectionColumns(): readonly GridColumn<ConnectionRow>[] {
  const { t, language } = useTexts();
  return useMemo(() => {
    const count = (id: 'packets' | 'retransmissions', width: number): GridColumn<ConnectionRow> => ({
      id,
      label: t(`ui.connections.${id}`),
      width,
      align: 'right',
      mono: true,
      sortable: true,
      render: (row) => formatCount(row[id], language),
    });
    const columns: GridColumn<ConnectionRow>[] = [
      { id: 'id', label: t('ui.connections.id'), width: 56, align: 'right', mono: true, sortable: true, render: (row) => row.id },
      {
        id: 'client',
        label: t('ui.connections.client'),
        width: 160,
        mono: true,
        sortable: true,
        render: (row) => <End address={row.client} port={row.clientPort} known={row.rolesKnown} />,
      },
      {
        id: 'server',
        label: t('ui.connections.server'),
        width: 160,
        mono: true,
        sortable: true,
        render: (row) => <End address={row.server} port={row.serverPort} known={row.rolesKnown} />,
      },
      count('packets', 72),
      {
        id: 'bytes',
        label: t('ui.connections.bytes'),
        width: 76,
        align: 'right',
        mono: true,
        sortable: true,
        render: (row) => formatBytes(row.bytes, language),
      },
      {
        id: 'startMs',
        label: t('ui.connections.start'),
        width: 92,
        align: 'right',
        mono: true,
        sortable: true,
        render: (row) => formatDuration(row.startMs),
      },
      {
        id: 'durationMs',
        label: t('ui.connections.duration'),
        width: 104,
        align: 'right',
        mono: true,
        sortable: true,
        render: (row) => formatDuration(row.durationMs),
      },
      {
        id: 'handshake',
        label: t('ui.connections.handshake'),
        width: 112,
        sortable: true,
        render: (row) => <StateLabel state={HANDSHAKE_STATES[row.handshake]} text={t(`ui.handshake.${row.handshake}`)} />,
      },
      {
        id: 'probes',
        label: t('ui.connections.probes'),
        width: 112,
        sortable: true,
        render: (row) => row.probes > 0 && <Probes row={row} />,
      },
      {
        id: 'probedBy',
        label: t('cost.probedBy'),
        width: 96,
        render: ({ probedBy, durationMs }) =>
          probedBy === 'neither' && durationMs < LONG_MS ? null : (
            <span className={probedBy === 'neither' ? 'muted' : ''}>{t(`cost.ends.${probedBy}`)}</span>
          ),
      },
      count('retransmissions', 96),
      {
        id: 'close',
        label: t('ui.connections.close'),
        width: 96,
        grow: true,
        sortable: true,
        render: (row) => <StateLabel state={CLOSE_STATES[row.close]} text={t(`ui.close.${row.close}`)} />,
      },
    ];
    return columns;
  }, [t, language]);
}

/** An end of a connection; a tilde where its role is a guess. */
function End({ address, port, known }: { address: string; port: number; known: boolean }) {
  const { t } = useTexts();
  const end = <Endpoint address={address} port={port} />;
  if (known) return end;
  return (
    <span className="inferred" title={t('ui.connections.rolesUnknown')}>
      ~ {end}
    </span>
  );
}

/** How many probes, and how many were lost; with a tilde where no sequence number proves that they are probes. */
function Probes({ row }: { readonly row: ConnectionRow }) {
  const { t, language } = useTexts();
  const { probes, unansweredProbes: lost, probeConfidence } = row;
  const state = lost > 0 ? 'lost' : 'answered';
  const text = lost > 0 ? t('ui.connections.probesLost', { probes, lost }) : formatCount(probes, language);
  if (probeConfidence === null) return <StateLabel state={state} text={text} />;
  return (
    <>
      <StateMark state={state} hollow /> <Inferred text={text} confidence={probeConfidence} note={t('ui.keepAlive.inferredNote')} />
    </>
  );
}
