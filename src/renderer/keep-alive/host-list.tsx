import { Button } from '@blueprintjs/core';
import { Download } from '@blueprintjs/icons';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { KeepAliveHost, KeepAliveHostSort } from '../../shared/contract/keep-alive-cost';
import { EmptyList } from '../app/empty-list';
import { EmptyState } from '../app/empty-state';
import { useListChoice } from '../app/list-choice';
import { SearchField } from '../app/search-field';
import { spanOf, useCurrentCapture, useWorkbench } from '../app/workbench';
import { exportCsv } from '../charts/export-chart';
import { useConnection } from '../connection/connection';
import type { GridColumn } from '../data-grid/columns';
import { DataGrid } from '../data-grid/data-grid';
import type { GridSort } from '../data-grid/grid-header';
import { RowPages } from '../data-grid/row-pages';
import { useFilter } from '../filter-bar/filter-state';
import { useLiveRevision } from '../live/use-live-revision';
import { Address } from '../names/endpoint';
import { formatBytes, formatCount, numberFormat } from '../theme/format';
import { useTexts } from '../theme/use-texts';
import { PriceField, useMeteredPrice } from './metered-link';

/** Hosts in an exported file. */
const MOST_EXPORTED = 1000;

const FIRST_SORT: GridSort = { column: 'bytesPerHour', descending: true };

interface HostListProps {
  /** What stands before the tools of the list. */
  readonly tools: ReactNode;
  /** Enter or double click on a host. */
  readonly onOpen: (address: string) => void;
}

/** What keep-alive costs each host over all its connections, and on a metered link. */
export function HostList({ tools, onOpen }: HostListProps) {
  const { t } = useTexts();
  const { engine } = useConnection();
  const progress = useCurrentCapture();
  const live = useLiveRevision();
  const capture = progress?.capture ?? 0;
  const { search, sort, setSearch, setSort } = useListChoice('keep-alive-hosts', FIRST_SORT);
  const [chosen, setChosen] = useState<string | null>(null);
  const columns = useHostColumns();
  const range = useWorkbench((state) => state.range);
  const filter = useFilter((state) => state.applied);
  const query = useMemo(
    () => ({ capture, sort: sort.column as KeepAliveHostSort, descending: sort.descending, search, filter, ...spanOf(range) }),
    [capture, sort, search, filter, range],
  );
  const pages = useMemo(
    () => new RowPages<KeepAliveHost>((from, count, signal) => engine['keepAlive.hosts']({ ...query, from, count }, signal)),
    [engine, query],
  );
  useEffect(() => () => pages.dispose(), [pages]);
  const exportRows = async (): Promise<void> => {
    const { rows } = await engine['keepAlive.hosts']({ ...query, from: 0, count: MOST_EXPORTED });
    exportCsv(hostCsv(rows), t('cost.grid'));
  };
  return (
    <div className="searched-grid">
      <div className="grid-tools">
        {tools}
        <SearchField label={t('cost.search')} initial={search} onSearch={setSearch} />
        <PriceField />
        <Button
          variant="minimal"
          size="small"
          icon={<Download size={14} />}
          aria-label={t('cost.exportCsv')}
          title={t('cost.exportCsv')}
          onClick={() => void exportRows()}
        />
      </div>
      <DataGrid
        id="keep-alive-hosts"
        label={t('cost.grid')}
        columns={columns}
        pages={pages}
        keyOf={({ address }) => addressKey(address)}
        selectedKey={chosen === null ? null : addressKey(chosen)}
        onSelect={({ address }) => setChosen(address)}
        onActivate={({ address }) => onOpen(address)}
        sort={sort}
        onSort={setSort}
        revision={(progress?.keepAliveConnections ?? 0) + live}
        empty={
          search || filter !== null || range ? (
            <EmptyList name="keepAlive" search={search} />
          ) : (
            <EmptyState title={t('cost.emptyTitle')} advice={t('cost.emptyAdvice')} />
          )
        }
      />
    </div>
  );
}

const keys = new Map<string, number>();

/** A number for each address, the same while the page lives. */
function addressKey(address: string): number {
  const known = keys.get(address);
  if (known !== undefined) return known;
  keys.set(address, keys.size);
  return keys.size - 1;
}

function useHostColumns(): readonly GridColumn<KeepAliveHost>[] {
  const { t, language } = useTexts();
  const priceText = useMeteredPrice();
  return useMemo(() => {
    const number = (id: string, label: string, width: number, render: GridColumn<KeepAliveHost>['render'], sortable = false) =>
      ({ id, label, width, align: 'right', mono: true, sortable, render }) as const;
    const count = (value: number | null) => (value === null ? '' : formatCount(value, language));
    const bytes = (value: number | null) => (value === null ? '' : formatBytes(value, language));
    const share = numberFormat(language, { style: 'percent', maximumSignificantDigits: 2 });
    const columns: GridColumn<KeepAliveHost>[] = [
      { id: 'address', label: t('cost.host'), width: 164, mono: true, sortable: true, render: ({ address }) => <Address address={address} /> },
      number('connections', t('cost.hostConnections'), 100, (host) => count(host.connections), true),
      number('probes', t('cost.hostProbes'), 84, (host) => <span title={t('cost.hostProbesNote')}>{count(host.probes)}</span>),
      number('probed', t('cost.hostProbed'), 84, (host) => <span title={t('cost.hostProbedNote')}>{count(host.probed)}</span>),
      number('packetsPerHour', t('cost.hour'), 136, ({ cost }) => count(cost.packetsPerHour), true),
      number('bytesPerHour', t('cost.bytesHour'), 132, ({ cost }) => bytes(cost.bytesPerHour), true),
      number('day', t('cost.day'), 92, ({ cost }) => bytes(cost.bytesPerDay)),
      number('month', t('cost.month'), 92, ({ cost }) => bytes(cost.bytesPerMonth)),
      number('shareOfTraffic', t('cost.ofTraffic'), 104, ({ cost }) => share.format(cost.shareOfTraffic), true),
      { ...number('price', t('cost.priceMonth'), 112, ({ cost }) => (cost.bytesPerMonth === null ? '' : priceText(cost.bytesPerMonth))), grow: true },
    ];
    return columns;
  }, [t, language, priceText]);
}

function hostCsv(rows: readonly KeepAliveHost[]): (string | number)[][] {
  const title = ['host', 'connections', 'probes', 'probed', 'packetsPerHour', 'bytesPerHour', 'bytesPerDay', 'bytesPerMonth', 'shareOfTraffic'];
  const cells = rows.map(({ address, connections, probes, probed, cost }) => [
    address,
    connections,
    probes,
    probed,
    cost.packetsPerHour ?? '',
    cost.bytesPerHour ?? '',
    cost.bytesPerDay ?? '',
    cost.bytesPerMonth ?? '',
    cost.shareOfTraffic,
  ]);
  return [title, ...cells];
}
