import { useMemo } from 'react';
import type { HeartbeatRow } from '../../shared/contract/heartbeat-rows';
import type { GridColumn } from '../data-grid/columns';
import { Endpoint } from '../names/endpoint';
import { formatCount, formatDuration } from '../theme/format';
import { StateLabel } from '../theme/states';
import { useTexts } from '../theme/use-texts';
import { OFF_BEAT_MARKS, OUTCOME_MARKS } from './beat-states';

const OFF_KINDS = ['missed', 'late', 'early'] as const;

export function useHeartbeatColumns(): readonly GridColumn<HeartbeatRow>[] {
  const { t, language } = useTexts();
  return useMemo(
    (): readonly GridColumn<HeartbeatRow>[] => [
      {
        id: 'connection',
        label: t('ui.connections.id'),
        width: 56,
        align: 'right',
        mono: true,
        sortable: true,
        render: (row) => row.connection,
      },
      {
        id: 'client',
        label: t('ui.connections.client'),
        width: 152,
        mono: true,
        render: (row) => <Endpoint address={row.client} port={row.clientPort} />,
      },
      {
        id: 'server',
        label: t('ui.connections.server'),
        width: 152,
        mono: true,
        render: (row) => <Endpoint address={row.server} port={row.serverPort} />,
      },
      { id: 'sender', label: t('ui.heartbeats.sender'), width: 72, render: (row) => t(`ui.end.${row.sender}`) },
      {
        id: 'protocol',
        label: t('ui.packets.protocol'),
        width: 112,
        render: (row) => <ProtocolName protocol={row.protocol} encrypted={row.encrypted} />,
      },
      {
        id: 'count',
        label: t('ui.heartbeats.beats'),
        width: 64,
        align: 'right',
        mono: true,
        sortable: true,
        render: (row) => formatCount(row.count, language),
      },
      {
        id: 'payloadBytes',
        label: t('ui.keepAlive.payload'),
        width: 76,
        align: 'right',
        mono: true,
        render: (row) => `${row.payloadBytes} B`,
      },
      {
        id: 'periodMs',
        label: t('ui.heartbeats.period'),
        width: 92,
        align: 'right',
        mono: true,
        sortable: true,
        render: (row) => (
          <span className="inferred" title={t('ui.heartbeats.periodNote', { mad: formatDuration(row.madMs) })}>
            ~ {formatDuration(row.periodMs)}
          </span>
        ),
      },
      { id: 'offBeats', label: t('ui.heartbeats.offBeats'), width: 168, sortable: true, render: (row) => <OffBeats row={row} /> },
      {
        id: 'outcome',
        label: t('ui.keepAlive.outcome'),
        width: 144,
        grow: true,
        render: ({ outcome }) => <StateLabel state={OUTCOME_MARKS[outcome.kind]} text={t(`ui.heartbeats.outcomes.${outcome.kind}`)} />,
      },
    ],
    [t, language],
  );
}

function ProtocolName({ protocol, encrypted }: { readonly protocol: string; readonly encrypted: boolean }) {
  const { t } = useTexts();
  const name = protocol === 'unknown' ? t('ui.heartbeats.unknownProtocol') : protocol.toUpperCase();
  return encrypted ? t('ui.heartbeats.encrypted', { protocol: name }) : name;
}

/** How many came late or early, or not at all. */
function OffBeats({ row }: { readonly row: HeartbeatRow }) {
  const { t } = useTexts();
  const kinds = OFF_KINDS.filter((kind) => row[kind] > 0);
  if (kinds.length === 0) return <StateLabel state="answered" text={t('ui.heartbeats.allOnTime')} />;
  return (
    <span className="legend">
      {kinds.map((kind) => (
        <StateLabel key={kind} state={OFF_BEAT_MARKS[kind]} text={t(`ui.heartbeats.counted.${kind}`, { count: row[kind] })} />
      ))}
    </span>
  );
}
