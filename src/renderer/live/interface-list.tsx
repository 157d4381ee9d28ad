import { useRef } from 'react';
import type { LiveInterface } from '../../shared/contract/live';
import { formatCount } from '../theme/format';
import { useTexts } from '../theme/use-texts';
import { Sparkline } from './sparkline';

interface InterfaceListProps {
  readonly interfaces: readonly LiveInterface[];
  readonly chosen: string | null;
  readonly rates: ReadonlyMap<string, readonly number[]>;
  readonly onChoose: (name: string) => void;
}

/** Interfaces to choose one of, with what passes on them now. */
export function InterfaceList({ interfaces, chosen, rates, onChoose }: InterfaceListProps) {
  const { t, language } = useTexts();
  const list = useRef<HTMLDivElement>(null);
  const move = (by: number): void => {
    const at = interfaces.findIndex(({ name }) => name === chosen);
    const next = interfaces[Math.min(interfaces.length - 1, Math.max(0, at + by))];
    if (next === undefined) return;
    onChoose(next.name);
    list.current?.querySelector<HTMLElement>(`[data-name="${CSS.escape(next.name)}"]`)?.focus();
  };
  return (
    <div
      ref={list}
      className="live-interfaces"
      role="radiogroup"
      aria-label={t('live.dialog.interfaces')}
      onKeyDown={(event) => {
        const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (by === undefined) return;
        event.preventDefault();
        move(by);
      }}
    >
      {interfaces.map((item, index) => {
        const values = rates.get(item.name);
        const isChosen = item.name === chosen;
        return (
          <button
            type="button"
            key={item.name}
            role="radio"
            aria-checked={isChosen}
            data-name={item.name}
            tabIndex={isChosen || (chosen === null && index === 0) ? 0 : -1}
            onClick={() => onChoose(item.name)}
          >
            <span className="live-interface-name">
              {item.name}
              {item.description !== null && <span className="muted"> {item.description}</span>}
            </span>
            <span className={`live-interface-state state-${item.state}`}>{t(`live.interfaceState.${item.state}`)}</span>
            <span className="muted mono live-interface-addresses" title={item.addresses.join('\n')}>
              {item.addresses.join('  ')}
            </span>
            <span className="muted">{item.linkType ?? ''}</span>
            <span className="live-interface-traffic number">
              {values !== undefined && (
                <>
                  <Sparkline values={values} />
                  {t('live.dialog.rate', { rate: formatCount(values.at(-1) ?? 0, language) })}
                </>
              )}
            </span>
          </button>
        );
      })}
    </div>
  );
}
