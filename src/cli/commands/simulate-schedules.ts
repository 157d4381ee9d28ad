import { type BackoffStep, DEFAULT_SYN_ACK_RETRIES, synAckBackoff } from '../../engine/models/syn-ack-backoff';
import { DEFAULT_SYN_RETRIES, LINEAR_SYN_TIMEOUTS, synBackoff } from '../../engine/models/syn-backoff';
import { formatTable } from '../../engine/session/text-table';
import { formatDuration } from '../../shared/base/quantity';
import type { Environment } from '../environment';
import { EXIT, type ExitStatus } from '../exit-status';

export interface ScheduleOptions {
  readonly retries?: number;
  readonly linear?: number;
  readonly json?: boolean;
}

/** `tcpulse simulate synack`: the retransmissions of a SYN-ACK, and the end of the half-open connection. */
export async function simulateSynAck(environment: Environment, options: ScheduleOptions): Promise<ExitStatus> {
  const retries = options.retries ?? DEFAULT_SYN_ACK_RETRIES;
  return await printSchedule(environment, 'synack', { retries }, synAckBackoff(retries), options.json === true);
}

/** `tcpulse simulate syn`: the retransmissions of a SYN, and the end of connect(). */
export async function simulateSyn(environment: Environment, options: ScheduleOptions): Promise<ExitStatus> {
  const retries = options.retries ?? DEFAULT_SYN_RETRIES;
  const linear = options.linear ?? LINEAR_SYN_TIMEOUTS;
  return await printSchedule(environment, 'syn', { retries, linear }, synBackoff(retries, linear), options.json === true);
}

interface Schedule {
  readonly retransmissions: readonly BackoffStep[];
  readonly givenUp: BackoffStep;
}

async function printSchedule(
  environment: Environment,
  model: 'synack' | 'syn',
  settings: Readonly<Record<string, number>>,
  schedule: Schedule,
  json: boolean,
): Promise<ExitStatus> {
  const text = json ? `${JSON.stringify({ model, ...settings, ...schedule })}\n` : scheduleText(environment, model, settings, schedule);
  await environment.output.write(new TextEncoder().encode(text));
  return EXIT.done;
}

function scheduleText({ texts }: Environment, model: 'synack' | 'syn', settings: Readonly<Record<string, number>>, schedule: Schedule): string {
  const { t } = texts;
  const column = (key: string) => ({ title: t(`cli.simulate.column.${key}`), align: 'right' as const });
  const row = (name: string, { atMs, gapMs }: BackoffStep) => [name, formatDuration(atMs), formatDuration(gapMs)];
  const rows = [
    ...schedule.retransmissions.map((step, index) => row(String(index + 1), step)),
    row(t(`cli.simulate.${model}.givenUp`), schedule.givenUp),
  ];
  const seconds = [...schedule.retransmissions, schedule.givenUp].map(({ atMs }) => `${atMs / 1000} s`).join(', ');
  return `${[t(`cli.simulate.${model}.title`, settings), seconds, ...formatTable(['number', 'at', 'gap'].map(column), rows)].join('\n')}\n`;
}
