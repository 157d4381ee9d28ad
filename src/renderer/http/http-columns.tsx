import { useMemo } from 'react';
import type { HttpRow } from '../../shared/contract/http-rows';
import type { GridColumn } from '../data-grid/columns';
import { Endpoint } from '../names/endpoint';
import { formatCount, formatDuration } from '../theme/format';
import { StateLabel } from '../theme/states';
import { useTexts } from '../theme/use-texts';

export function useHttpColumns(): readonly GridColumn<HttpRow>[] {
  const { t, language } = useTexts();
  return useMemo((): readonly GridColumn<HttpRow>[] => {
    const duration = (id: 'longestReuseIdleMs' | 'idleBeforeCloseMs', width: number): GridColumn<HttpRow> => ({
      id,
      label: t(`ui.http.${id}`),
      width,
      align: 'right',
      mono: true,
      sortable: true,
      render: (row) => formatDuration(row[id] ?? Number.NaN),
    });
    return [
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
        width: 160,
        mono: true,
        render: (row) => <Endpoint address={row.client} port={row.clientPort} />,
      },
      {
        id: 'server',
        label: t('ui.connections.server'),
        width: 160,
        mono: true,
        render: (row) => <Endpoint address={row.server} port={row.serverPort} />,
      },
      { id: 'version', label: t('ui.http.version'), width: 72, render: ({ version }) => `HTTP/${version}` },
      {
        id: 'requests',
        label: t('ui.http.requests'),
        width: 88,
        align: 'right',
        mono: true,
        sortable: true,
        render: (row) => formatCount(row.requests, language),
      },
      { id: 'persistent', label: t('ui.http.reuse'), width: 168, render: (row) => <Reuse row={row} /> },
      duration('longestReuseIdleMs', 104),
      {
        id: 'closedBy',
        label: t('ui.http.closedBy'),
        width: 92,
        render: ({ closedBy }) =>
          closedBy === null ? <StateLabel state="muted" text={t('ui.close.open')} /> : <StateLabel state="closed" text={t(`ui.end.${closedBy}`)} />,
      },
      duration('idleBeforeCloseMs', 104),
      { id: 'remarks', label: t('ui.http.remarks'), width: 144, grow: true, render: (row) => <Remarks row={row} /> },
    ];
  }, [t, language]);
}

/** Persistent or not, and what says so. */
function Reuse({ row }: { readonly row: HttpRow }) {
  const { t } = useTexts();
  return (
    <span title={t(`ui.http.by.${row.persistentBy}`)}>
      <StateLabel state={row.persistent ? 'answered' : 'closed'} text={t(row.persistent ? 'ui.http.persistent' : 'ui.http.single')} />{' '}
      <span className="muted">{t(`ui.http.byShort.${row.persistentBy}`)}</span>
    </span>
  );
}

function Remarks({ row }: { readonly row: HttpRow }) {
  const { t } = useTexts();
  return (
    <span className="legend">
      {row.reuseRace && <StateLabel state="lost" text={t(`ui.http.race.${row.reuseRace.kind}`)} />}
      {row.drain && <StateLabel state="closed" text={t(`ui.http.drain.${row.drain}`)} />}
    </span>
  );
}
