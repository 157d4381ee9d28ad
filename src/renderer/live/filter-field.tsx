import { Button, InputGroup, Menu, MenuItem } from '@blueprintjs/core';
import { CaretDown, Error as ErrorIcon, Tick } from '@blueprintjs/icons';
import { useEffect, useRef, useState } from 'react';
import { CancelSource } from '../../shared/base/cancellation';
import type { LiveFilterCheck, LiveTarget } from '../../shared/contract/live';
import { CONTROL_AND_EMPTY_SEGMENTS } from '../../shared/contract/live-presets';
import { Popup } from '../app/popup';
import { useConnection } from '../connection/connection';
import { useTexts } from '../theme/use-texts';

/** Typing is over when nothing was typed for so long. */
const SETTLE_MS = 350;

/** What the compiler says of the filter; null while it is asked, or nothing is to be checked. */
export function useFilterCheck(target: LiveTarget | null): LiveFilterCheck | null {
  const { engine } = useConnection();
  const [answer, setAnswer] = useState<{ readonly key: string; readonly check: LiveFilterCheck } | null>(null);
  const key = target === null || target.filter.trim() === '' ? null : JSON.stringify(target);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all of the target.
  useEffect(() => {
    if (key === null || target === null) return;
    const source = new CancelSource();
    const timer = setTimeout(() => {
      engine['live.checkFilter'](target, source).then(
        (check) => !source.cancelled && setAnswer({ key, check }),
        () => {},
      );
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
      source.cancel();
    };
  }, [engine, key]);
  return answer?.key === key ? answer.check : null;
}

interface FilterFieldProps {
  readonly filter: string;
  readonly check: LiveFilterCheck | null;
  readonly onFilter: (filter: string) => void;
}

/** A capture filter, with what the compiler says of it. */
export function FilterField({ filter, check, onFilter }: FilterFieldProps) {
  const { t } = useTexts();
  const input = useRef<HTMLInputElement>(null);
  const preset = (text: string): void => {
    onFilter(text);
    input.current?.focus();
  };
  const menu = (
    <Menu>
      <MenuItem text={t('live.dialog.presetHost')} label="host …" onClick={() => preset('host ')} />
      <MenuItem text={t('live.dialog.presetPort')} label="tcp port …" onClick={() => preset('tcp port ')} />
      <MenuItem text={t('live.dialog.presetControl')} onClick={() => preset(CONTROL_AND_EMPTY_SEGMENTS)} />
    </Menu>
  );
  const wrong = check !== null && !check.valid;
  return (
    <div className="live-filter">
      <label htmlFor="live-filter-input">{t('live.dialog.filter')}</label>
      <InputGroup
        id="live-filter-input"
        inputRef={input}
        className="mono"
        spellCheck={false}
        value={filter}
        intent={wrong ? 'danger' : 'none'}
        placeholder={t('live.dialog.filterHint')}
        aria-describedby="live-filter-check"
        aria-invalid={wrong}
        onChange={(event) => onFilter(event.target.value)}
        rightElement={
          <Popup content={menu} placement="bottom-end" minimal>
            <Button variant="minimal" size="small" endIcon={<CaretDown size={14} />} text={t('live.dialog.presets')} />
          </Popup>
        }
      />
      <p id="live-filter-check" className={wrong ? 'live-filter-wrong' : 'muted'} role="status">
        <FilterWords check={check} />
      </p>
    </div>
  );
}

function FilterWords({ check }: { readonly check: LiveFilterCheck | null }) {
  const { t } = useTexts();
  if (check === null) return null;
  const message = check.message ?? '';
  if (!check.valid) {
    return (
      <>
        <ErrorIcon size={12} /> {t('live.dialog.filterWrong', { message })}
      </>
    );
  }
  if (!check.checked) return t('live.dialog.filterUnchecked', { message });
  return (
    <>
      <Tick size={12} /> {t('live.dialog.filterRight')}
    </>
  );
}
