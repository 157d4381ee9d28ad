import { useMemo } from 'react';
import type { StatisticsLayer } from '../../shared/contract/choices';
import type { ConversationRow, ConversationSort } from '../../shared/contract/statistics';
import type { ReadList } from '../app/list-rows';
import type { GridColumn } from '../data-grid/columns';
import { Address } from '../names/endpoint';
import { formatDuration } from '../theme/format';
import { useTexts } from '../theme/use-texts';
import { FilterLink, numberColumns } from './statistics-columns';
import { StatisticsTable } from './statistics-table';

const FIELDS = [
  'addressA',
  'portA',
  'addressB',
  'portB',
  'packets',
  'bytes',
  'packetsAB',
  'bytesAB',
  'packetsBA',
  'bytesBA',
  'startMs',
  'durationMs',
  'filter',
] as const;

export interface LayerTableProps {
  readonly layer: StatisticsLayer;
  /** Display filter that the counted packets fulfil; null: none. */
  readonly filter: string | null;
  readonly revision: number;
}

/** Who sent how much to whom on a layer. */
export function ConversationTable({ layer, filter, revision }: LayerTableProps) {
  const { t, language } = useTexts();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another revision is another table.
  const read = useMemo(
    (): ReadList<ConversationRow, ConversationSort> => (engine, query, signal) =>
      engine['statistics.conversations']({ ...query, layer, filter }, signal),
    [layer, filter, revision],
  );
  const columns = useMemo((): readonly GridColumn<ConversationRow>[] => {
    const { column, count, bytes } = numberColumns<ConversationRow>(t, language);
    const hasPorts = layer === 'tcp' || layer === 'udp';
    const address = (id: 'addressA' | 'addressB'): GridColumn<ConversationRow> => ({
      id,
      label: t(`statistics.column.${id}`),
      width: 120,
      mono: true,
      sortable: true,
      render: (row) => <Address address={row[id]} />,
    });
    const port = (id: 'portA' | 'portB') => (hasPorts ? [{ ...column(id, 64, (row) => row[id]) }] : []);
    return [
      address('addressA'),
      ...port('portA'),
      address('addressB'),
      ...port('portB'),
      { id: 'filter', label: t('statistics.column.filter'), width: 152, grow: true, render: ({ filter }) => <FilterLink filter={filter} /> },
      count('packets', (row) => row.packets),
      bytes('bytes', (row) => row.bytes),
      count('packetsAB', (row) => row.packetsAB),
      bytes('bytesAB', (row) => row.bytesAB, 100),
      count('packetsBA', (row) => row.packetsBA),
      bytes('bytesBA', (row) => row.bytesBA, 100),
      column('startMs', 104, (row) => formatDuration(row.startMs)),
      column('durationMs', 104, (row) => formatDuration(row.durationMs)),
    ];
  }, [t, language, layer]);
  const label = t('statistics.conversationGrid', { layer: t(`statistics.layer.${layer}`) });
  const kind = layer === 'tcp' || layer === 'udp' ? 'ports' : 'addresses';
  return <StatisticsTable id={`conversations-${kind}`} label={label} columns={columns} read={read} fields={FIELDS} />;
}
