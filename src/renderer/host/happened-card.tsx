import type { HostChange } from '../../shared/contract/host';
import { changeWords } from '../../shared/contract/host-words';
import { formatCount } from '../theme/format';
import { StateLabel } from '../theme/states';
import { useTexts } from '../theme/use-texts';

/** What the counters say happened, in sentences; what is worth a look first. */
export function HappenedCard({ title, changes }: { readonly title: string; readonly changes: readonly HostChange[] }) {
  const { t, language } = useTexts();
  const sorted = [...changes].sort((a, b) => Number(b.alarming) - Number(a.alarming));
  return (
    <section className="fact-card" aria-label={title}>
      <h3>{title}</h3>
      {sorted.length === 0 && <p className="muted">{t('host.view.nothingHappened')}</p>}
      <ul className="card-list">
        {sorted.map((change) => {
          const { key, data } = changeWords(change, changes);
          const shown = Object.fromEntries(
            Object.entries(data).map(([name, value]) => [name, typeof value === 'number' ? formatCount(value, language) : value]),
          );
          return (
            <li key={change.name}>
              <StateLabel state={change.alarming ? 'lost' : 'muted'} text={change.name} />{' '}
              <span className="mono">
                +{formatCount(change.delta, language)}
                {change.perSecond !== null && ` (${t('host.view.perSecond', { rate: rateText(change.perSecond) })})`}
              </span>
              <br />
              <span className="muted">{t(key, shown)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Three significant digits. */
export function rateText(perSecond: number): string {
  return String(Number(perSecond.toPrecision(3)));
}
