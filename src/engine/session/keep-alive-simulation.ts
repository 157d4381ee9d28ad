/** What a keep-alive setting leads to, in numbers and in words: the same for the command line and the workbench. */
import { formatBytes, formatDuration } from '../../shared/base/quantity';
import { HOURS_PER_DAY, HOURS_PER_MONTH } from '../../shared/contract/keep-alive-cost';
import type { KeepAliveForecast } from '../../shared/contract/keep-alive-simulation';
import type { Translate } from '../../shared/locales/texts';
import { type KeepAlivePrediction, type KeepAliveScenario, predictKeepAlive } from '../models/keep-alive-timer';

export function keepAliveForecast(scenario: KeepAliveScenario, t: Translate): KeepAliveForecast {
  const prediction = predictKeepAlive(scenario);
  const { steps, device, ...rest } = prediction;
  return {
    ...rest,
    steps: [...steps],
    device: device && { ...device, names: [...device.names] },
    verdict: verdictSentences(scenario, prediction, t),
  };
}

/** The sentences that say what happens. */
export function verdictSentences(scenario: KeepAliveScenario, prediction: KeepAlivePrediction, t: Translate): string[] {
  const { deathMs, detectedBy, device, recommended, packetsPerHour, bytesPerHour } = prediction;
  const exact = `${deathMs / 1000} s`;
  const lines = [t(`cli.simulate.keepalive.death.${detectedBy}`, { ...shown(scenario), exact, duration: formatDuration(deathMs) })];
  if (device !== null) {
    const name = device.names.length > 0 ? device.names.join(', ') : t('cli.simulate.keepalive.anyDevice');
    lines.push(
      t(`cli.simulate.keepalive.device.${device.verdict}`, {
        name,
        timeout: `${device.timeoutMs / 1000} s`,
        silence: formatDuration(prediction.longestSilenceMs),
      }),
    );
  }
  if (recommended !== null) {
    const { idleMs, intervalMs, count } = recommended;
    lines.push(t('cli.simulate.keepalive.recommended', { idle: idleMs / 1000, interval: intervalMs / 1000, count }));
  }
  lines.push(
    t('cli.simulate.keepalive.cost', {
      packets: Number(packetsPerHour.toPrecision(3)),
      hour: formatBytes(Math.round(bytesPerHour)),
      day: formatBytes(Math.round(bytesPerHour * HOURS_PER_DAY)),
      month: formatBytes(Math.round(bytesPerHour * HOURS_PER_MONTH)),
    }),
  );
  return lines;
}

function shown({ idleMs, intervalMs, count, userTimeoutMs, heartbeatMs }: KeepAliveScenario): Record<string, unknown> {
  const seconds = (ms: number | null) => (ms === null ? '-' : `${ms / 1000} s`);
  return { idle: seconds(idleMs), interval: seconds(intervalMs), count, userTimeout: seconds(userTimeoutMs), heartbeat: seconds(heartbeatMs) };
}
