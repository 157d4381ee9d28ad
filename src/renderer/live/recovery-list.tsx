import { Button } from '@blueprintjs/core';
import { noticing } from '../app/noticing';
import { useConnection } from '../connection/connection';
import { useQuery } from '../connection/use-query';
import { dateOf } from '../packet-grid/time-format';
import { formatBytes } from '../theme/format';
import { useTexts } from '../theme/use-texts';
import { useLiveCapture } from './use-live-capture';

/** Recordings that were never saved and whose owner died: to open, or to delete. */
export function RecoveryList() {
  const { t, language } = useTexts();
  const { engine } = useConnection();
  const { recover } = useLiveCapture();
  const left = useQuery('live.recoveries', (connection, signal) => connection.engine['live.recoveries']({}, signal));
  if (left.value === null || left.value.length === 0) return null;
  return (
    <section className="live-recoveries" aria-label={t('live.dialog.recoveries')}>
      <h3>{t('live.dialog.recoveries')}</h3>
      <ul>
        {left.value.map(({ id, interface: name, startedMs, bytes }) => (
          <li key={id}>
            <span className="number">
              {t('live.dialog.recovery', {
                interface: name,
                time: dateOf(startedMs / 1000, null),
                bytes: formatBytes(bytes, language),
              })}
            </span>
            <Button size="small" text={t('live.dialog.recover')} onClick={() => void recover(id)} />
            <Button
              size="small"
              text={t('live.dialog.discard')}
              onClick={() =>
                void noticing(async () => {
                  await engine['live.discard']({ id });
                  left.reload();
                })
              }
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
