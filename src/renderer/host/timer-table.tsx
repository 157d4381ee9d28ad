import type { SocketTimer } from '../../shared/contract/host';
import { Endpoint } from '../names/endpoint';
import { formatDuration } from '../theme/format';
import { StateLabel, type StateName } from '../theme/states';
import { useTexts } from '../theme/use-texts';

const MOST_ROWS = 300;
const KNOWN = ['keepalive', 'on', 'persist', 'timewait'] as const;
const STATES: Readonly<Record<string, StateName>> = { keepalive: 'probe', on: 'late', persist: 'icmp' };

/** Sockets with a timer running: keep-alive first, then those that fire next. */
export function TimerTable({ timers }: { readonly timers: readonly SocketTimer[] }) {
  const { t } = useTexts();
  const rank = ({ timer }: SocketTimer): number => (timer === 'keepalive' ? 0 : 1);
  const rows = [...timers].sort((a, b) => rank(a) - rank(b) || a.expiresMs - b.expiresMs).slice(0, MOST_ROWS);
  return (
    <table className="host-table" aria-label={t('host.view.timers')}>
      <thead>
        <tr>
          <th scope="col">{t('host.view.column.timer')}</th>
          <th scope="col" className="right">
            {t('host.view.column.expires')}
          </th>
          <th scope="col" className="right">
            {t('host.view.column.unanswered')}
          </th>
          <th scope="col">{t('host.view.column.state')}</th>
          <th scope="col">{t('host.view.column.local')}</th>
          <th scope="col">{t('host.view.column.peer')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((socket) => (
          <tr key={`${socket.local} ${socket.localPort} ${socket.peer} ${socket.peerPort}`}>
            <td>
              <StateLabel
                state={STATES[socket.timer] ?? 'muted'}
                text={t(`host.view.timer.${KNOWN.find((known) => known === socket.timer) ?? 'unknown'}`)}
              />
            </td>
            <td className="mono right">{formatDuration(socket.expiresMs)}</td>
            <td className="mono right">{socket.unanswered}</td>
            <td className="mono">{socket.state}</td>
            <td className="mono">
              <Endpoint address={socket.local} port={socket.localPort} />
            </td>
            <td className="mono">
              <Endpoint address={socket.peer} port={socket.peerPort} />
            </td>
          </tr>
        ))}
        {timers.length > MOST_ROWS && (
          <tr>
            <td colSpan={6} className="muted">
              {t('host.view.moreRows', { count: timers.length - MOST_ROWS })}
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
