import './filter-bar.css';
import { Button, Menu, MenuDivider, MenuItem, ProgressBar } from '@blueprintjs/core';
import { ArrowRight, CaretDown, Cross, Filter, Star, StarEmpty } from '@blueprintjs/icons';
import { type KeyboardEvent, type RefObject, useId, useRef, useState } from 'react';
import { Popup } from '../app/popup';
import { useCurrentCapture } from '../app/workbench';
import { useTexts } from '../theme/use-texts';
import { CompletionList } from './completion-list';
import { FilterProblem } from './filter-problem';
import { useFilter } from './filter-state';
import { useCompletion, useFilterCheck } from './use-filter-check';

/** The display filter of the packets view: completion while it is typed, its error at its place, history and saved ones. */
export function FilterBar() {
  const { t } = useTexts();
  const capture = useCurrentCapture();
  const text = useFilter((state) => state.text);
  const applied = useFilter((state) => state.applied);
  const progress = useFilter((state) => state.progress);
  const { setText } = useFilter.getState();
  const input = useRef<HTMLInputElement>(null);
  /** Cursor that completions are asked for; null: their list is closed. */
  const [cursor, setCursor] = useState<number | null>(null);
  const [active, setActive] = useState(-1);
  const { issue, applyIfRight } = useFilterCheck(text);
  const completion = useCompletion(text, cursor);
  const id = useId();
  if (!capture) return <span className="toolbar-space" />;

  const close = (): void => {
    setCursor(null);
    setActive(-1);
  };
  const complete = (index: number): void => {
    const item = completion?.items[index];
    if (!completion?.isCurrent || !item) return;
    const space = item.kind === 'function' ? '' : ' ';
    const next = `${text.slice(0, completion.from)}${item.text}${space}${text.slice(completion.to).trimStart()}`;
    const position = completion.from + item.text.length + space.length;
    setText(next);
    setActive(-1);
    setCursor(item.kind === 'value' ? null : position);
    requestAnimationFrame(() => input.current?.setSelectionRange(position, position));
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const count = completion?.isCurrent ? completion.items.length : 0;
    if (event.key === ' ' && event.ctrlKey) setCursor(event.currentTarget.selectionStart);
    else if (event.key === 'ArrowDown' && count > 0) setActive(Math.min(count - 1, active + 1));
    else if (event.key === 'ArrowUp' && count > 0) setActive(Math.max(-1, active - 1));
    else if (event.key === 'ArrowDown') setCursor(event.currentTarget.selectionStart);
    else if ((event.key === 'Tab' || event.key === 'Enter') && active >= 0) complete(active);
    else if (event.key === 'Enter') {
      close();
      applyIfRight();
    } else if (event.key === 'Escape') {
      if (cursor !== null) close();
      else setText(applied ?? '');
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const isWrong = issue !== null;
  const state = isWrong ? 'filter-wrong' : applied !== null && applied === text ? 'filter-applied' : text.trim() === '' ? '' : 'filter-right';
  const running = applied !== null && progress !== null && !progress.done;
  return (
    <search className={`filter-bar ${state}`}>
      <Filter size={12} className="filter-icon" />
      <input
        ref={input}
        className="filter-input mono"
        data-filter
        role="combobox"
        aria-label={t('filter.bar.label')}
        aria-expanded={completion !== null}
        aria-controls={`${id}-list`}
        aria-activedescendant={active >= 0 ? `${id}-list-${active}` : undefined}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? `${id}-problem` : undefined}
        placeholder={t('filter.bar.placeholder')}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(-1);
          setCursor(event.target.selectionStart);
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      {running && (
        <ProgressBar
          className="filter-progress"
          value={progress.packets === 0 ? 0 : progress.scanned / progress.packets}
          stripes={false}
          animate={false}
        />
      )}
      <FilterButtons input={input} {...(!isWrong && text.trim() !== (applied ?? '') && { onApply: applyIfRight })} />
      {completion && <CompletionList id={`${id}-list`} completion={completion} active={active} onChoose={complete} />}
      {isWrong && !completion && <FilterProblem id={`${id}-problem`} issue={issue} />}
    </search>
  );
}

interface FilterButtonsProps {
  /** Takes the focus from a button that goes once it is pressed. */
  readonly input: RefObject<HTMLInputElement | null>;
  readonly onApply?: () => void;
}

function FilterButtons({ input, onApply }: FilterButtonsProps) {
  const { t } = useTexts();
  const text = useFilter((state) => state.text);
  const saved = useFilter((state) => state.saved);
  const { limit, toggleSaved } = useFilter.getState();
  const isSaved = saved.includes(text.trim());
  return (
    <>
      {text !== '' && (
        <>
          <Button
            variant="minimal"
            size="small"
            icon={isSaved ? <Star size={12} /> : <StarEmpty size={12} />}
            aria-pressed={isSaved}
            aria-label={t('filter.bar.save')}
            title={t('filter.bar.save')}
            onClick={() => toggleSaved(text.trim())}
          />
          <Button
            variant="minimal"
            size="small"
            icon={<Cross size={12} />}
            aria-label={t('filter.bar.clear')}
            title={t('filter.bar.clear')}
            onClick={() => {
              limit('');
              input.current?.focus();
            }}
          />
        </>
      )}
      {onApply && (
        <Button
          size="small"
          intent="primary"
          icon={<ArrowRight size={12} />}
          aria-label={t('filter.bar.apply')}
          title={`${t('filter.bar.apply')} (Enter)`}
          onClick={() => {
            onApply();
            input.current?.focus();
          }}
        />
      )}
      <Popup content={<FilterHistory />} placement="bottom-end" minimal>
        <Button variant="minimal" size="small" icon={<CaretDown size={12} />} aria-label={t('filter.bar.history')} title={t('filter.bar.history')} />
      </Popup>
    </>
  );
}

function FilterHistory() {
  const { t } = useTexts();
  const saved = useFilter((state) => state.saved);
  const history = useFilter((state) => state.history);
  const { limit } = useFilter.getState();
  const item = (filter: string) => <MenuItem key={filter} text={<span className="mono">{filter}</span>} onClick={() => limit(filter)} />;
  const recent = history.filter((filter) => !saved.includes(filter));
  return (
    <Menu className="filter-menu">
      <MenuDivider title={t('filter.bar.saved')} />
      {saved.map(item)}
      {saved.length === 0 && <MenuItem disabled text={t('filter.bar.noneSaved')} />}
      <MenuDivider title={t('filter.bar.recent')} />
      {recent.map(item)}
      {recent.length === 0 && <MenuItem disabled text={t('filter.bar.noneRecent')} />}
    </Menu>
  );
}
