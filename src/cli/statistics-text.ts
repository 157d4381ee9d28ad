/** Statistics as tables for a terminal. */
import { formatTable, type TextColumn } from '../engine/session/text-table';
import type { Translate } from '../shared/locales/texts';
import type { CountedStatistics } from './commands/statistics';

type Cell = string | number | null;

export function statisticsText({ conversations, endpoints, hierarchy }: CountedStatistics, t: Translate): string {
  const parts: string[] = [];
  if (conversations !== undefined) {
    const columns = ['packetsAB', 'bytesAB', 'packetsBA', 'bytesBA', 'packets', 'bytes'] as const;
    const rows = conversations.rows.map((row) => [
      ...[endText(row.addressA, row.portA), endText(row.addressB, row.portB)],
      ...columns.map((column) => row[column]),
      seconds(row.startMs),
      seconds(row.durationMs),
    ]);
    const title = t('statistics.conversationGrid', { layer: t(`statistics.layer.${conversations.layer}`) });
    parts.push(table(title, ['addressA', 'addressB'], [...columns, 'startMs', 'durationMs'], rows, t));
  }
  if (endpoints !== undefined) {
    const columns = ['packets', 'bytes', 'sentPackets', 'sentBytes', 'receivedPackets', 'receivedBytes'] as const;
    const rows = endpoints.rows.map((row) => [endText(row.address, row.port), ...columns.map((column) => row[column])]);
    parts.push(table(t('statistics.endpointGrid', { layer: t(`statistics.layer.${endpoints.layer}`) }), ['address'], columns, rows, t));
  }
  if (hierarchy !== undefined) {
    const columns = ['packets', 'bytes', 'endPackets', 'endBytes'] as const;
    const rows = hierarchy.nodes.map((node) => [`${'  '.repeat(node.depth)}${node.protocol}`, ...columns.map((column) => node[column])]);
    parts.push(table(t('statistics.hierarchyGrid'), ['protocol'], columns, rows, t));
  }
  return parts.join('\n');
}

function table(title: string, left: readonly string[], right: readonly string[], rows: readonly (readonly Cell[])[], t: Translate): string {
  const column = (id: string, align: TextColumn['align']): TextColumn => ({ title: t(`statistics.column.${id}`), align });
  const columns = [...left.map((id) => column(id, 'left')), ...right.map((id) => column(id, 'right'))];
  const cells = rows.map((row) => row.map((cell) => String(cell ?? '')));
  return `${[title, ...formatTable(columns, cells)].join('\n')}\n`;
}

function endText(address: string, port: number | null): string {
  if (port === null) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(6)} s`;
}
