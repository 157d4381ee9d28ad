import { useEffect, useRef } from 'react';
import type { Completion } from '../../shared/contract/filter-methods';
import { useTexts } from '../theme/use-texts';

interface CompletionListProps {
  readonly id: string;
  readonly completion: Completion;
  readonly active: number;
  readonly onChoose: (index: number) => void;
}

/** What may be typed next; the input keeps the focus and handles the keys. */
export function CompletionList({ id, completion, active, onChoose }: CompletionListProps) {
  const { t } = useTexts();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active >= 0) list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div ref={list} id={id} className="filter-popup completion-list" role="listbox" aria-label={t('filter.bar.completions')}>
      {completion.items.map((item, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the focus and handles the keys.
        <div
          key={item.text}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className="completion"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(index)}
        >
          <span className={`completion-kind completion-${item.kind}`}>{t(`filter.kind.${item.kind}`)}</span>
          <span className="mono completion-text">{item.text}</span>
          <span className="muted completion-detail">{item.detail}</span>
        </div>
      ))}
    </div>
  );
}
