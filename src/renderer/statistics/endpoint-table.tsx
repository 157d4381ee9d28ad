import { useMemo } from 'react';
import type { EndpointRow, EndpointSort } from '../../shared/contract/statistics';
import type { ReadList } from '../app/list-rows';
import type { GridColumn } from '../data-grid/columns';
import { Address } from '../names/endpoint';
import { useTexts } from '../theme/use-texts';
import type { LayerTableProps } from './conversation-table';
import { FilterLink, numberColumns } from './statistics-columns';
import { StatisticsTable } from './statistics-table';

const FIELDS = ['address', 'port', 'packets', 'bytes', 'sentPackets', 'sentBytes', 'receivedPackets', 'receivedBytes', 'filter'] as const;

/** What each end sent and received on a layer. */
export function EndpointTable({ layer, filter, revision }: LayerTableProps) {
  const { t, language } = useTexts();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another revision is another table.
  const read = useMemo(
    (): ReadList<EndpointRow, EndpointSort> => (engine, query, signal) => engine['statistics.endpoints']({ ...query, layer, filter }, signal),
    [layer, filter, revision],
  );
  const columns = useMemo((): readonly GridColumn<EndpointRow>[] => {
    const { column, count, bytes } = numberColumns<EndpointRow>(t, language);
    const hasPorts = layer === 'tcp' || layer === 'udp';
    return [
      {
        id: 'address',
        label: t('statistics.column.address'),
        width: 176,
        mono: true,
        sortable: true,
        render: ({ address }) => <Address address={address} />,
      },
      ...(hasPorts ? [column('port', 64, ({ port }) => port)] : []),
      count('packets', (row) => row.packets),
      bytes('bytes', (row) => row.bytes),
      count('sentPackets', (row) => row.sentPackets),
      bytes('sentBytes', (row) => row.sentBytes),
      count('receivedPackets', (row) => row.receivedPackets),
      bytes('receivedBytes', (row) => row.receivedBytes),
      { id: 'filter', label: t('statistics.column.filter'), width: 160, grow: true, render: ({ filter }) => <FilterLink filter={filter} /> },
    ];
  }, [t, language, layer]);
  const label = t('statistics.endpointGrid', { layer: t(`statistics.layer.${layer}`) });
  const kind = layer === 'tcp' || layer === 'udp' ? 'ports' : 'addresses';
  return <StatisticsTable id={`endpoints-${kind}`} label={label} columns={columns} read={read} fields={FIELDS} />;
}
