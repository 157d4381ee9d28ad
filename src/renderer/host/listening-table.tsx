import type { ListeningSocket } from '../../shared/contract/host';
import { formatCount } from '../theme/format';
import { StateLabel, type StateName } from '../theme/states';
import { useTexts } from '../theme/use-texts';
import { useHostChoice } from './host-choice';

/** Rows that a plain table shows; a host that listens on more is rare. */
const MOST_ROWS = 500;

/** From here on a queue is worth a look though nothing is dropped yet. */
const NEARLY_FULL = 0.75;

/** Each listening socket with its accept queue against its limit; the one chosen is drawn in the chart. */
export function ListeningTable({ listeners, chosen }: { readonly listeners: readonly ListeningSocket[]; readonly chosen: ListeningSocket | null }) {
  const { t, language } = useTexts();
  return (
    <table className="host-table" aria-label={t('host.view.listeners')}>
      <thead>
        <tr>
          <th scope="col">{t('host.view.column.address')}</th>
          <th scope="col" className="right">
            {t('host.view.column.port')}
          </th>
          <th scope="col" className="right">
            {t('host.view.queue')}
          </th>
          <th scope="col" className="right">
            {t('host.view.limit')}
          </th>
          <th scope="col">{t('host.view.column.use')}</th>
          <th scope="col" className="right">
            {t('host.view.halfOpen')}
          </th>
        </tr>
      </thead>
      <tbody>
        {listeners.slice(0, MOST_ROWS).map((listener, place) => (
          <tr
            // biome-ignore lint/suspicious/noArrayIndexKey: several sockets may listen on one address and port (SO_REUSEPORT).
            key={`${listener.address} ${listener.port} ${place}`}
            aria-selected={isSame(listener, chosen)}
          >
            <td className="mono">
              <button
                type="button"
                className="text-link mono"
                onClick={() => useHostChoice.setState({ listener: { address: listener.address, port: listener.port } })}
              >
                {listener.address}
              </button>
            </td>
            <td className="mono right">{listener.port}</td>
            <td className="mono right">{formatCount(listener.queue, language)}</td>
            <td className="mono right">{listener.limit === null ? '–' : formatCount(listener.limit, language)}</td>
            <td>
              <QueueUse listener={listener} />
            </td>
            <td className="mono right">{listener.halfOpen === null ? '–' : formatCount(listener.halfOpen, language)}</td>
          </tr>
        ))}
        {listeners.length > MOST_ROWS && (
          <tr>
            <td colSpan={6} className="muted">
              {t('host.view.moreRows', { count: listeners.length - MOST_ROWS })}
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

export function isSame(listener: ListeningSocket, chosen: Pick<ListeningSocket, 'address' | 'port'> | null): boolean {
  return chosen !== null && listener.address === chosen.address && listener.port === chosen.port;
}

/** The queue holds one more than its limit: then it is full. */
export function shareOf({ queue, limit }: ListeningSocket): number {
  return limit === null ? 0 : queue / (limit + 1);
}

/** A bar and a word. */
function QueueUse({ listener }: { readonly listener: ListeningSocket }) {
  const { t } = useTexts();
  if (listener.limit === null) return <span className="muted">{t('host.view.limitUnknown')}</span>;
  const share = shareOf(listener);
  const state: StateName = share >= 1 ? 'lost' : share >= NEARLY_FULL ? 'late' : 'answered';
  const text = share >= 1 ? t('host.view.full') : t('host.view.room', { percent: Math.round(share * 100) });
  return (
    <span className="queue-use">
      <span className={`queue-bar queue-${state}`} aria-hidden="true">
        <span style={{ width: `${Math.min(100, share * 100)}%` }} />
      </span>
      <StateLabel state={state} text={text} />
    </span>
  );
}
