import { type KeepAliveScenario, LINUX_DEFAULTS, predictKeepAlive, type TimelineStep } from '../../engine/models/keep-alive-timer';
import { verdictSentences } from '../../engine/session/keep-alive-simulation';
import { formatTable } from '../../engine/session/text-table';
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
  const verdict = verdictSentences(scenario, prediction, t);
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
