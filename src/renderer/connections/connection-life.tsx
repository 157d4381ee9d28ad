import './life.css';
import { SegmentedControl } from '@blueprintjs/core';
import { create } from 'zustand';
import { EmptyState } from '../app/empty-state';
import { ErrorState } from '../app/error-state';
import { useSettledSelection } from '../app/settled-selection';
import { connectionOf, useCurrentCapture } from '../app/workbench';
import { useQuery } from '../connection/use-query';
import { useLiveRevision } from '../live/use-live-revision';
import { useShownNames } from '../names/use-shown-names';
import { formatEnds } from '../theme/format';
import { useTexts } from '../theme/use-texts';
import { SequenceDiagram } from './sequence-diagram';
import { SequencePanel } from './sequence-panel';

const LIFE_TABS = ['diagram', 'sequence', 'window'] as const;
type LifeTab = (typeof LIFE_TABS)[number];

/** Kept while other connections and views are looked at. */
const useLifeTab = create<{ readonly tab: LifeTab }>()(() => ({ tab: 'diagram' }));

/** The connection that is the evidence, from its first segment to its last. */
export function ConnectionLife() {
  const { t } = useTexts();
  const progress = useCurrentCapture();
  const capture = progress?.capture ?? 0;
  const connection = useSettledSelection((state) => connectionOf(state.evidence));
  const live = useLiveRevision();
  const tab = useLifeTab((state) => state.tab);
  const names = useShownNames();
  const { value, error, reload } = useQuery(
    connection === null ? null : `ends ${capture} ${connection}`,
    ({ engine }, signal) => engine['connections.ends']({ capture, connection: connection ?? 0 }, signal),
    `${progress?.state} ${live}`,
  );
  if (error) return <ErrorState error={error} onRetry={reload} />;
  if (connection === null) return <EmptyState title={t('life.chooseTitle')} advice={t('life.chooseAdvice')} />;
  // The diagram is not taken away while the next connection's ends are asked for.
  const guess = value === null || value.rolesKnown ? '' : '~ ';
  const shown = value && `${guess}${formatEnds(value, names.endpoint)}`;
  const plain = value && `${guess}${formatEnds(value)}`;
  return (
    <div className="life">
      <div className="life-head">
        <strong className={`mono life-name${guess === '' ? '' : ' inferred'}`} {...(guess !== '' && { title: t('life.guessed') })}>
          {shown}
        </strong>
        <SegmentedControl
          size="small"
          aria-label={t('life.tabs')}
          value={tab}
          options={LIFE_TABS.map((value) => ({ value, label: t(`life.tab.${value}`) }))}
          onValueChange={(value) => useLifeTab.setState({ tab: value as LifeTab })}
        />
      </div>
      <div className="life-body">
        {tab === 'diagram' ? (
          <SequenceDiagram connection={connection} />
        ) : (
          <SequencePanel kind={tab} connection={connection} name={shown ?? ''} file={plain ?? ''} />
        )}
      </div>
    </div>
  );
}
