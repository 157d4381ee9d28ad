/** What `tcpulse host` prints for people. */
import { formatTable, type TextColumn } from '../engine/session/text-table';
import { printable } from '../shared/base/printable';
import { formatCount, formatDuration } from '../shared/base/quantity';
import type { HostChange, HostIssue, HostRecording, HostSample, ListeningSocket, SocketTimer } from '../shared/contract/host';
import { HOST_COUNTERS, HOST_SYSCTLS } from '../shared/contract/host-counters';
import { changeWords, sysctlWords } from '../shared/contract/host-words';
import type { FindingReport } from '../shared/contract/report';
import type { Translate } from '../shared/locales/texts';

/** Rows of the table of timers. */
const MOST_TIMERS = 20;

/** UTC, to the millisecond: `2026-11-22 14:14:54.123Z`. */
export function formatInstant(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('T', ' ');
}

export function recordingTitle({ origin, samples, firstMs, lastMs }: HostRecording, t: Translate): string {
  const name = origin.kind === 'text' ? printable(origin.name) : '';
  if (samples === 1) return t('cli.host.titleTextOne', { name });
  if (firstMs === null || lastMs === null) return t('cli.host.titleTextTimeless', { name, samples });
  return t('cli.host.titleText', { name, samples, from: formatInstant(firstMs), to: formatInstant(lastMs) });
}

/** A sample as a whole; `peaks`: the longest queue of each listener over several samples, by address and port. */
export function sampleText(sample: HostSample, peaks: ReadonlyMap<string, number>, t: Translate): string[] {
  const { listeners, counters, sysctls, timers } = sample;
  const parts = [
    listeners === null ? [] : listenersText(listeners, peaks, t),
    counters === null ? [] : countersText(counters, t),
    sysctls === null ? [] : sysctlsText(sysctls, t),
    timers === null || timers.length === 0 ? [] : timersText(timers, t),
  ];
  return parts.flatMap((lines) => (lines.length === 0 ? [] : ['', ...lines]));
}

export function listenerKey({ address, port }: ListeningSocket): string {
  return `${address} ${port}`;
}

function listenersText(listeners: readonly ListeningSocket[], peaks: ReadonlyMap<string, number>, t: Translate): string[] {
  if (listeners.length === 0) return [t('cli.host.noListeners')];
  const withPeaks = peaks.size > 0;
  const columns = [
    column('address', 'left', t),
    column('port', 'right', t),
    column('queue', 'right', t),
    column('limit', 'right', t),
    ...(withPeaks ? [column('peak', 'right', t)] : []),
    column('halfOpen', 'right', t),
    column('state', 'left', t),
  ];
  const rows = listeners.map((listener) => [
    printable(listener.address),
    String(listener.port),
    formatCount(listener.queue),
    listener.limit === null ? '-' : formatCount(listener.limit),
    ...(withPeaks ? [formatCount(peaks.get(listenerKey(listener)) ?? listener.queue)] : []),
    listener.halfOpen === null ? '-' : formatCount(listener.halfOpen),
    queueState(listener, t),
  ]);
  return [t('cli.host.listeners'), ...indented(formatTable(columns, rows))];
}

/** A queue holds one more than its limit; what comes then is dropped. */
export function queueState({ queue, limit }: ListeningSocket, t: Translate): string {
  if (limit === null) return t('cli.host.unknownLimit');
  if (queue > limit) return t('cli.host.full');
  return t('cli.host.room', { percent: Math.round((100 * queue) / (limit + 1)) });
}

function countersText(counters: Readonly<Record<string, number>>, t: Translate): string[] {
  const rows = HOST_COUNTERS.flatMap(({ name }) => {
    const value = counters[name];
    return value === undefined || value === 0 ? [] : [[name, formatCount(value), t(`host.counter.${name}`)]];
  });
  const columns = [column('counter', 'left', t), column('value', 'right', t), column('meaning', 'left', t)];
  return rows.length === 0 ? [] : [t('cli.host.counters'), ...indented(formatTable(columns, rows))];
}

function sysctlsText(sysctls: Readonly<Record<string, string>>, t: Translate): string[] {
  const rows = HOST_SYSCTLS.flatMap((name) => {
    const value = sysctls[name];
    if (value === undefined) return [];
    const words = sysctlWords(name, sysctls);
    const meaning = t(`host.sysctl.${name.replaceAll('.', '_')}`);
    return [[name, printable(value), words === null ? meaning : `${t(words.key, words.data)} · ${meaning}`]];
  });
  const columns = [column('sysctl', 'left', t), column('value', 'right', t), column('meaning', 'left', t)];
  return rows.length === 0 ? [] : [t('cli.host.sysctls'), ...indented(formatTable(columns, rows))];
}

function timersText(timers: readonly SocketTimer[], t: Translate): string[] {
  const columns = [
    column('state', 'left', t),
    column('local', 'left', t),
    column('peer', 'left', t),
    column('timer', 'left', t),
    column('expires', 'right', t),
    column('unanswered', 'right', t),
  ];
  const rows = timers
    .slice(0, MOST_TIMERS)
    .map((socket) => [
      printable(socket.state),
      printable(`${socket.local}:${socket.localPort}`),
      printable(`${socket.peer}:${socket.peerPort}`),
      printable(socket.timer),
      formatDuration(socket.expiresMs),
      String(socket.unanswered),
    ]);
  const more = timers.length > MOST_TIMERS ? [t('cli.host.timersMore', { count: timers.length - MOST_TIMERS })] : [];
  return [t('cli.host.timers'), ...indented([...formatTable(columns, rows), ...more])];
}

export function changesText(changes: readonly HostChange[], t: Translate): string[] {
  if (changes.length === 0) return [t('cli.host.nothingHappened')];
  const lines = changes.map((change) => {
    const { key, data } = changeWords(change, changes);
    const rate = change.perSecond === null ? '' : `, ${t('cli.host.each', { rate: formatRate(change.perSecond) })}`;
    return `${change.alarming ? '!' : ' '} ${t(key, shownCounts(data))} (${change.name} +${formatCount(change.delta)}${rate})`;
  });
  return [t('cli.host.happened'), ...indented(lines)];
}

function shownCounts(data: Readonly<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, typeof value === 'number' ? formatCount(value) : value]));
}

function formatRate(perSecond: number): string {
  return String(Number(perSecond.toPrecision(3)));
}

/** One line of `--watch`: the time, every queue that is not empty, every counter that moved but those of mere traffic. */
export function watchLine(sample: HostSample, changes: readonly HostChange[], t: Translate): string {
  const queues = (sample.listeners ?? [])
    .filter(({ queue, halfOpen }) => queue > 0 || (halfOpen ?? 0) > 0)
    .map((listener) => {
      const { address, port, queue, limit, halfOpen } = listener;
      const open = halfOpen !== null && halfOpen > 0 ? ` + ${halfOpen}` : '';
      return `${printable(address)}:${port} ${queue}/${limit ?? '?'}${open}${limit !== null && queue > limit ? ` ${t('cli.host.full')}` : ''}`;
    });
  const traffic = new Set(['InSegs', 'OutSegs', 'OutRsts']);
  const moved = changes.filter(({ name }) => !traffic.has(name)).map(({ name, delta }) => `${name} +${formatCount(delta)}`);
  return [sample.timeMs === null ? '-' : formatInstant(sample.timeMs), ...queues, ...moved].join('  ');
}

export function issuesText(issues: readonly HostIssue[], t: Translate): string[] {
  if (issues.length === 0) return [];
  const lines = issues.map(({ code, line, detail }) => t(`host.issue.${code}`, { line: line ?? 0, detail: printable(detail) }));
  return ['', t('cli.host.issues'), ...indented(lines)];
}

export function findingsText(findings: readonly FindingReport[], capture: string, t: Translate): string[] {
  const title = t('cli.host.compared', { capture: printable(capture) });
  if (findings.length === 0) return ['', title, ...indented([t('cli.host.nothingCompared')])];
  return [
    '',
    title,
    ...findings.flatMap(({ severity, title: what, detail, advice }) => indented([`${severity}: ${what}`, ...indented([detail, advice])])),
  ];
}

function column(name: string, align: TextColumn['align'], t: Translate): TextColumn {
  return { title: t(`cli.host.column.${name}`), align };
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
