import './find-bar.css';
import { Button, HTMLSelect, InputGroup, Switch } from '@blueprintjs/core';
import { ChevronDown, ChevronUp, Cross, Search } from '@blueprintjs/icons';
import { useEffect, useRef } from 'react';
import { flushSync } from 'react-dom';
import type { PacketSearch } from '../../shared/contract/filter-methods';
import { focusView } from '../app/focus-place';
import { useConnection } from '../connection/connection';
import { useTexts } from '../theme/use-texts';
import { findNext, useFind } from './find-state';

const WHATS = ['text', 'bytes', 'filter'] as const;
const PLACES = ['info', 'details', 'bytes'] as const;

/** Looks for packets by text, bytes or a filter. */
export function FindBar() {
  const { t } = useTexts();
  const { engine } = useConnection();
  const { open, search, state, setOpen, setSearch } = useFind();
  const input = useRef<HTMLInputElement>(null);
  const { asked } = useFind();
  // Asked for again while it is open: the pattern is there to be typed over.
  useEffect(() => {
    if (asked > 0) input.current?.select();
  }, [asked]);
  if (!open) return null;
  const find = (backwards: boolean): void => void findNext(engine, backwards);
  const close = (): void => {
    flushSync(() => setOpen(false));
    focusView();
  };
  return (
    <search className="find-bar" onKeyDown={(event) => event.key === 'Escape' && close()}>
      <HTMLSelect
        className="bp6-small"
        minimal
        aria-label={t('filter.find.what')}
        value={search.what}
        options={WHATS.map((value) => ({ value, label: t(`filter.find.${value}`) }))}
        onChange={(event) => setSearch({ what: event.target.value as PacketSearch['what'] })}
      />
      <InputGroup
        size="small"
        className="find-input"
        inputRef={input}
        autoFocus
        leftIcon={<Search size={12} />}
        aria-label={t('filter.find.pattern')}
        placeholder={t(`filter.find.example.${search.what}`)}
        value={search.pattern}
        onChange={(event) => setSearch({ pattern: event.target.value })}
        onKeyDown={(event) => event.key === 'Enter' && find(event.shiftKey)}
      />
      {search.what === 'text' && (
        <>
          <HTMLSelect
            className="bp6-small"
            minimal
            aria-label={t('filter.find.within')}
            value={search.within}
            options={PLACES.map((value) => ({ value, label: t(`filter.find.in.${value}`) }))}
            onChange={(event) => setSearch({ within: event.target.value as PacketSearch['within'] })}
          />
          <Switch
            className="find-case"
            label={t('filter.find.matchCase')}
            checked={search.matchCase}
            onChange={(event) => setSearch({ matchCase: event.currentTarget.checked })}
          />
        </>
      )}
      <Button
        variant="minimal"
        size="small"
        icon={<ChevronUp size={14} />}
        aria-label={t('filter.find.previous')}
        title={t('filter.find.previous')}
        onClick={() => find(true)}
      />
      <Button
        variant="minimal"
        size="small"
        icon={<ChevronDown size={14} />}
        aria-label={t('filter.find.next')}
        title={t('filter.find.next')}
        onClick={() => find(false)}
      />
      <span className="muted" role="status">
        {state !== 'idle' && t(`filter.find.state.${state}`)}
      </span>
      <span className="toolbar-space" />
      <Button
        variant="minimal"
        size="small"
        icon={<Cross size={12} />}
        aria-label={t('filter.find.close')}
        title={t('filter.find.close')}
        onClick={close}
      />
    </search>
  );
}
