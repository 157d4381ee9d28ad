import {
  type KeepAlivePrediction,
  type KeepAliveScenario,
  LINUX_DEFAULTS,
  predictKeepAlive,
  type TimelineStep,
} from '../../engine/models/keep-alive-timer';
import { formatTable } from '../../engine/session/text-table';
import { formatBytes, formatDuration } from '../../shared/base/quantity';
import type { Translate } from '../../shared/locales/texts';
import type { Environment } from '../environment';
import { EXIT, type ExitStatus } from '../exit-status';

/** In seconds, as people set them. */
export interface KeepAliveOptions {
  readonly idle?: number;
  readonly interval?: number;
  readonly count?: number;
  readonly userTimeout?: number;
  readonly deviceTimeout?: number;
  readonly heartbeat?: number;
  readonly json?: boolean;
}

const HOURS_PER_DAY = 24;
const HOURS_PER_MONTH = 730;

/** `tcpulse simulate keepalive`: when a silent peer is given up, what it costs to ask, and whether a device on the path is sooner. */
export async function simulateKeepAlive(environment: Environment, options: KeepAliveOptions): Promise<ExitStatus> {
  const scenario: KeepAliveScenario = {
    idleMs: milliseconds(options.idle) ?? LINUX_DEFAULTS.idleMs,
    intervalMs: milliseconds(options.interval) ?? LINUX_DEFAULTS.intervalMs,
    count: options.count ?? LINUX_DEFAULTS.count,
    userTimeoutMs: milliseconds(options.userTimeout),
    deviceTimeoutMs: milliseconds(options.deviceTimeout),
    heartbeatMs: milliseconds(options.heartbeat),
  };
  const prediction = predictKeepAlive(scenario);
  const { t } = environment.texts;
  const verdict = verdictText(scenario, prediction, t);
  const text =
    options.json === true
      ? JSON.stringify({ model: 'keepalive', settings: scenario, ...prediction, verdict: verdict.join(' ') })
      : [...verdict, '', ...stepTable(prediction.steps, t)].join('\n');
  await environment.output.write(new TextEncoder().encode(`${text}\n`));
  return EXIT.done;
}

function milliseconds(seconds: number | undefined): number | null {
  return seconds === undefined ? null : seconds * 1000;
}

/** The sentences that say what happens. */
function verdictText(scenario: KeepAliveScenario, prediction: KeepAlivePrediction, t: Translate): string[] {
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

function stepTable(steps: readonly TimelineStep[], t: Translate): string[] {
  const titles = [
    { title: t('cli.simulate.keepalive.column.at'), align: 'right' as const },
    { title: t('cli.simulate.keepalive.column.step'), align: 'left' as const },
  ];
  const rows = steps.map((step) => [
    `${step.atMs / 1000} s`,
    t(`cli.simulate.keepalive.step.${step.kind}`, { number: step.kind === 'probe' ? step.number : 0 }),
  ]);
  return formatTable(titles, rows);
}
