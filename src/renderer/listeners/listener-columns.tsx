import { useMemo } from 'react';
import type { ListenerRow } from '../../shared/contract/listener-rows';
import type { GridColumn } from '../data-grid/columns';
import { Confidence } from '../findings/confidence';
import { Endpoint } from '../names/endpoint';
import { formatCount } from '../theme/format';
import { StateLabel } from '../theme/states';
import { useTexts } from '../theme/use-texts';
import { VERDICT_STATES } from './listener-states';

export function useListenerColumns(): readonly GridColumn<ListenerRow>[] {
  const { t, language } = useTexts();
  return useMemo(() => {
    const number = (id: string, label: string, width: number, value: (row: ListenerRow) => number): GridColumn<ListenerRow> => ({
      id,
      label,
      width,
      align: 'right',
      mono: true,
      sortable: true,
      render: (row) => formatCount(value(row), language),
    });
    const columns: GridColumn<ListenerRow>[] = [
      {
        id: 'port',
        label: t('ui.listeners.listener'),
        width: 176,
        mono: true,
        sortable: true,
        render: ({ address, port }) => <Endpoint address={address} port={port} />,
      },
      {
        id: 'verdict',
        label: t('ui.listeners.verdict'),
        width: 168,
        grow: true,
        sortable: true,
        render: ({ verdict }) => <StateLabel state={VERDICT_STATES[verdict]} text={t(`ui.listeners.verdicts.${verdict}`)} />,
      },
      {
        id: 'confidence',
        label: t('ui.findings.confidence'),
        width: 100,
        align: 'right',
        mono: true,
        render: ({ confidence }) => <Confidence value={confidence} />,
      },
      number('attempts', t('ui.listeners.attempts'), 84, ({ attempts }) => attempts),
      number('failed', t('ui.listeners.failed'), 92, ({ attempts, outcomes }) => attempts - outcomes.complete),
      number('halfOpenPeak', t('ui.listeners.halfOpen'), 88, ({ halfOpenPeak }) => halfOpenPeak),
      {
        id: 'acceptUpper',
        label: t('ui.listeners.accept'),
        width: 116,
        align: 'right',
        mono: true,
        sortable: true,
        render: ({ acceptLower, acceptUpper }) => (
          <span title={t('ui.listeners.acceptNote')}>{t('ui.listeners.acceptRange', { lower: acceptLower, upper: acceptUpper })}</span>
        ),
      },
      number('synRatePeak', t('ui.listeners.synRate'), 116, ({ synRatePeak }) => synRatePeak),
      { ...number('sources', t('ui.listeners.sources'), 72, ({ sources }) => sources), sortable: false },
    ];
    return columns;
  }, [t, language]);
}
