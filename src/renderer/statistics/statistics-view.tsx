import './statistics.css';
import { Button, ProgressBar, SegmentedControl, Switch } from '@blueprintjs/core';
import { useMemo } from 'react';
import { create } from 'zustand';
import { STATISTICS_LAYERS, type StatisticsLayer } from '../../shared/contract/choices';
import type { StatisticsScope } from '../../shared/contract/statistics';
import { EmptyState } from '../app/empty-state';
import { ErrorState } from '../app/error-state';
import { spanOf, useWorkbench } from '../app/workbench';
import { useFilter } from '../filter-bar/filter-state';
import { formatCount } from '../theme/format';
import { useTexts } from '../theme/use-texts';
import { ConversationTable } from './conversation-table';
import { EndpointTable } from './endpoint-table';
import { HierarchyTable } from './hierarchy-table';
import { type Count, useCount } from './use-count';

const TABS = ['conversations', 'endpoints', 'hierarchy'] as const;
type Tab = (typeof TABS)[number];

interface Choice {
  readonly tab: Tab;
  readonly layer: StatisticsLayer;
  /** To the display filter. */
  readonly limited: boolean;
}

/** Kept while other views are looked at. */
const useChoice = create<Choice>()(() => ({ tab: 'conversations', layer: 'tcp', limited: true }));

/** Who talked with whom, how much each address sent, and which protocols lie in which. */
export function StatisticsView() {
  const { t } = useTexts();
  const { tab, layer } = useChoice();
  const scope = useScope();
  const count = useCount(scope);
  return (
    <div className="statistics">
      <div className="statistics-head">
        <SegmentedControl
          size="small"
          aria-label={t('statistics.tabs')}
          value={tab}
          options={TABS.map((value) => ({ value, label: t(`statistics.tab.${value}`) }))}
          onValueChange={(value) => useChoice.setState({ tab: value as Tab })}
        />
        {tab !== 'hierarchy' && (
          <SegmentedControl
            size="small"
            aria-label={t('statistics.layers')}
            value={layer}
            options={STATISTICS_LAYERS.map((value) => ({ value, label: t(`statistics.layer.${value}`) }))}
            onValueChange={(value) => useChoice.setState({ layer: value as StatisticsLayer })}
          />
        )}
        <FilterLimit />
        <Progress count={count} />
      </div>
      <div className="statistics-body">
        <Table tab={tab} layer={layer} count={count} scope={scope} />
      </div>
    </div>
  );
}

interface TableProps {
  readonly tab: Tab;
  readonly layer: StatisticsLayer;
  readonly count: Count;
  readonly scope: StatisticsScope;
}

function Table({ tab, layer, count, scope }: TableProps) {
  const { t } = useTexts();
  if (count.error) return <ErrorState error={count.error} onRetry={count.goOn} />;
  if (count.revision === 0) return <EmptyState title={t('statistics.countingTitle')} />;
  if (tab === 'conversations') return <ConversationTable key={layer} layer={layer} filter={scope.filter} revision={count.revision} />;
  if (tab === 'endpoints') return <EndpointTable key={layer} layer={layer} filter={scope.filter} revision={count.revision} />;
  return <HierarchyTable scope={scope} revision={count.revision} />;
}

/** Counts the packets that the display filter shows, as long as there is one. */
function FilterLimit() {
  const { t } = useTexts();
  const limited = useChoice((choice) => choice.limited);
  const applied = useFilter((state) => state.applied);
  if (applied === null) return null;
  return (
    <Switch
      className="statistics-limit"
      checked={limited}
      label={t('statistics.limit')}
      title={applied}
      onChange={() => useChoice.setState({ limited: !limited })}
    />
  );
}

/** What the views show: the display filter's packets, in the part of the time line. */
function useScope(): StatisticsScope {
  const applied = useFilter((state) => state.applied);
  const limited = useChoice((choice) => choice.limited);
  const range = useWorkbench((state) => state.range);
  return useMemo(() => ({ filter: limited ? applied : null, ...spanOf(range) }), [applied, limited, range]);
}

/** How far the packets are counted, until they all are. */
function Progress({ count }: { readonly count: Count }) {
  const { t, language } = useTexts();
  const { progress, isRunning, stop, goOn } = count;
  if (progress === null || progress.done) return null;
  const { scanned, packets } = progress;
  return (
    <span className="statistics-progress" role="status">
      <ProgressBar value={packets === 0 ? 0 : scanned / packets} stripes={isRunning} animate={isRunning} />
      <span className="muted number">
        {t('statistics.progress', { scanned: formatCount(scanned, language), packets: formatCount(packets, language) })}
      </span>
      <Button size="small" text={t(isRunning ? 'statistics.stop' : 'statistics.goOn')} onClick={isRunning ? stop : goOn} />
    </span>
  );
}
