import { describe, expect, it } from 'vitest';
import { writeTextReport } from '../../../src/engine/session/report-text';
import { formatTime } from '../../../src/engine/session/report-text-capture';
import { displayWidth } from '../../../src/engine/session/text-table';
import type { HttpReport } from '../../../src/shared/contract/report-http';
import { createTexts } from '../../../src/shared/locales/texts';
import { captureReport, connectionReport, findingReport, joinText, keepAliveReport, listenerReport, reportSource } from './report-samples';

const english = createTexts('en').t;
const chinese = createTexts('zh-CN').t;

describe('the text report', () => {
  it('says what was read, and what was wrong with it', () => {
    const issues = [
      { code: 'truncated-file', frame: 12, offset: 1234, detail: 'record of 80 bytes' },
      { code: 'empty', frame: null, offset: 0, detail: '' },
    ];
    const text = joinText(writeTextReport(reportSource({ captures: [captureReport({ issues })] }), english));
    expect(text.split('\n').slice(0, 4)).toEqual([
      'a.pcap',
      '  pcap, 37 packets, 5.29 kB',
      '  2023-11-14 22:13:20.000001 to 2023-11-14 22:14:46.500001 UTC (1 min 27 s)',
      '  interface 0 (eth0): ETHERNET, at most 262,144 bytes a packet',
    ]);
    expect(text).toContain('what was wrong with the file: 2');
    expect(text).toMatch(/^ {4}truncated-file: .*1234.*record of 80 bytes/m);
    expect(text).toMatch(/^ {4}empty: \S/m);
  });

  it('shows keep-alives with their interval, and the unanswered ones by frame', () => {
    const connections = [
      connectionReport(0),
      connectionReport(7, { keepAlive: [keepAliveReport(5, 2)], rolesKnown: false }),
      connectionReport(8, { keepAlive: [keepAliveReport(3, 0, true)] }),
    ];
    const lines = joinText(writeTextReport(reportSource({ connections }), english)).split('\n');
    const start = lines.indexOf('TCP keep-alive: 2 probing ends');
    expect(lines[start + 2]).toMatch(
      /^ +7 {2}10\.0\.0\.1:40007 → 10\.0\.0\.2:443 \? {2}client +5 +3 +5 s {2}5 s … 5\.056 s +5 s \/ \? × \? +not known +measured$/,
    );
    expect(lines[start + 3]).toMatch(/^ +8 .* {2}5 s \/ \? × \? +alive +~ inferred$/);
    const unanswered = lines.indexOf('Unanswered keep-alive probes: 1 probing end');
    expect(lines[unanswered + 2]).toMatch(/ 7 .*client +2 {2}10 12$/);
  });

  it('counts a probe that a router answered as unanswered', () => {
    const keepAlive = keepAliveReport(3, 1);
    const probes = keepAlive.probes.map((probe, index) =>
      index === 2 ? { ...probe, answer: { kind: 'icmp' as const, frame: 9, latencyMs: 3 } } : probe,
    );
    const text = joinText(writeTextReport(reportSource({ connections: [connectionReport(0, { keepAlive: [{ ...keepAlive, probes }] })] }), english));
    expect(text).toMatch(/^TCP keep-alive: .*\n.*\n +0 .*client +3 +2 /m);
  });

  it('shows retransmissions and resets', () => {
    const connections = [
      connectionReport(1, {
        retransmissions: { client: [9, 20], server: [4] },
        close: { kind: 'rst', by: 'server', frame: 30, states: { client: 'CLOSED', server: 'CLOSED' } },
      }),
    ];
    const text = joinText(writeTextReport(reportSource({ connections }), english));
    expect(text).toMatch(/Retransmissions: 1 connection\n.*\n +1 .* 2 +1 {2}4 9 20\n/);
    expect(text).toMatch(/Ended by a reset: 1 connection\n.*\n +1 .*server +30 {2}1 min 27 s\n/);
  });

  it('shows heartbeats, those first of which beats failed', () => {
    const heartbeat = {
      sender: 'client' as const,
      protocol: 'redis',
      encrypted: false,
      count: 40,
      payloadBytes: 14,
      periodMs: 45_000,
      madMs: 12,
      firstFrame: 4,
      lastFrame: 90,
      answers: null,
      late: [],
      early: [],
      missed: [],
      outcome: { kind: 'none' as const, frame: null },
    };
    const late = [{ frame: 88, expectedMs: 45_000, observedMs: 58_000, cause: 'sender-late' as const }];
    const connections = [
      connectionReport(1, { heartbeats: [{ ...heartbeat, count: 400, protocol: 'unknown' }] }),
      connectionReport(2, { heartbeats: [heartbeat, { ...heartbeat, sender: 'server', late, outcome: { kind: 'reset', frame: 91 } }] }),
    ];
    const lines = joinText(writeTextReport(reportSource({ connections }), english)).split('\n');
    const start = lines.indexOf('Application heartbeats: 3, those with late or missed beats first');
    expect(lines.slice(start + 2, start + 5).map((line) => line.trim().split(/ {2,}/).slice(2))).toEqual([
      ['server', 'redis', '40', '45 s', '1', '0', 'reset'],
      ['client', '-', '400', '45 s', '0', '0', '-'],
      ['client', 'redis', '40', '45 s', '0', '0', '-'],
    ]);
  });

  it('shows HTTP connections, first those of which a request met the close, and no column that has nothing to tell', () => {
    const http: HttpReport = {
      version: '1.1',
      requests: 40,
      responses: 40,
      persistent: true,
      persistentBy: 'version',
      keepAlive: { clientTimeoutMs: null, serverTimeoutMs: null, max: null },
      longestReuseIdleMs: 4200,
      closedBy: null,
      idleBeforeCloseMs: null,
      drain: null,
      reuseRace: null,
    };
    const raced: HttpReport = {
      ...http,
      requests: 2,
      responses: 1,
      closedBy: 'server',
      idleBeforeCloseMs: 5000,
      reuseRace: { kind: 'crossing', requestFrame: 31, closeFrame: 30, idleMs: 5000 },
    };
    const single: HttpReport = { ...http, version: '1.0', requests: 1, responses: 1, persistent: false, longestReuseIdleMs: null };
    const rows = (https: readonly HttpReport[]) => {
      const connections = https.map((one, id) => connectionReport(id, { http: one }));
      const lines = joinText(writeTextReport(reportSource({ connections }), english)).split('\n');
      const start = lines.findIndex((line) => line.startsWith('HTTP: '));
      return lines.slice(start, start + 2 + https.length).map((line) => line.trim().split(/ {2,}/));
    };
    expect(rows([single, http, raced]).map((row) => (row.length > 1 ? row.slice(2) : row))).toEqual([
      ['HTTP: 3 connections, reuse races first, then the most requests'],
      ['HTTP', 'requests', 'responses', 'reuse', 'longest idle', 'closed by', 'idle at close', 'reuse race'],
      ['1.1', '2', '1', 'persistent', '4.2 s', 'server', '5 s', 'frame 31 crossed the close'],
      ['1.1', '40', '40', 'persistent', '4.2 s', '-', '-', '-'],
      ['1.0', '1', '1', 'not persistent', '-', '-', '-', '-'],
    ]);
    expect(rows([{ ...http, keepAlive: { ...http.keepAlive, serverTimeoutMs: 5000 } }])[1]?.slice(-4)).toEqual([
      'longest idle',
      'server says',
      'closed by',
      'idle at close',
    ]);
  });

  it('counts the attempts of a flood, which it does not list', () => {
    const unlisted = Array.from({ length: 3000 }, (_, i) => ({
      handshake: i % 3 === 0 ? ('half-open' as const) : ('unanswered' as const),
      close: 'open' as const,
    }));
    const lines = joinText(writeTextReport(reportSource({ connections: [connectionReport(1)], unlisted }), english)).split('\n');
    const start = lines.indexOf('TCP connections: 3,001');
    expect(lines.slice(start + 1, start + 4)).toEqual([
      '  handshake: unanswered 2,000, half-open 1,000, complete 1',
      '  end: not established 3,000, still open 1',
      '  3,000 attempts that came to nothing are told of by their listeners only (--all-connections lists them)',
    ]);
  });

  it('stays short when the capture is large, and says how many it left out', () => {
    function* connections() {
      for (let id = 0; id < 20_000; id++) yield connectionReport(id, { keepAlive: [keepAliveReport(2, 1)] });
    }
    const text = joinText(writeTextReport(reportSource({ connections: connections() }), english));
    expect(text.split('\n').length).toBeLessThan(95);
    expect(text).toContain('TCP connections: 20,000');
    expect(text).toContain('… and 19,980 more');
    expect(text).toContain('10.0.0.1:59999');
  });

  it('numbers connections with their capture when there are several', () => {
    const source = reportSource({ captures: [captureReport(), captureReport({ path: '-' })], connections: [connectionReport(4, { capture: 1 })] });
    const text = joinText(writeTextReport(source, english));
    expect(text).toMatch(/^capture 0: a\.pcap$/m);
    expect(text).toMatch(/^capture 1: standard input$/m);
    expect(text).toMatch(/^ +1:4 {2}10/m);
  });

  it('shows findings with their frames and advice, above all tables', () => {
    const frames = Array.from({ length: 12 }, (_, index) => index + 1);
    const source = reportSource({ connections: [connectionReport(3)], findings: [findingReport({ frames, applicationSees: 'ETIMEDOUT.' })] });
    const text = joinText(writeTextReport(source, english));
    expect(text).toContain('  ERROR: The peer is gone (keepalive.peer-crashed) [connection 3, 90 % sure]');
    expect(text).toContain('    What the application saw: ETIMEDOUT.');
    expect(text).toContain('    What to do: Look at the peer.');
    expect(text).toContain('    Frames: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …');
    expect(text.indexOf('\nFindings\n')).toBeGreaterThan(text.indexOf('a.pcap'));
    expect(text.indexOf('\nFindings\n')).toBeLessThan(text.indexOf('TCP connections: 1'));
  });

  it('puts the gravest findings first, whichever capture they are of', () => {
    const notes = Array.from({ length: 60 }, (_, connection) => findingReport({ severity: 'info', connection }));
    const findings = [...notes, findingReport({ capture: 1, connection: 9 })];
    const text = joinText(writeTextReport(reportSource({ captures: [captureReport(), captureReport()], findings }), english));
    const lines = text.split('\n');
    expect(lines[lines.indexOf('Findings') + 1]).toContain('[connection 1:9,');
    expect(text).toContain('… and 11 more');
  });

  it('says that there is no finding', () => {
    expect(joinText(writeTextReport(reportSource({}), english))).toMatch(/^Findings: none$/m);
  });

  it('names the capture and the listener that a finding is about', () => {
    const findings = [
      findingReport({ capture: 1, connection: 7 }),
      findingReport({ capture: 1, connection: null, listener: 2, code: 'listener.syn-flood' }),
      findingReport({ capture: 0, connection: null, code: 'host.drops' }),
    ];
    const listeners = [listenerReport(2, { capture: 0, port: 1 }), listenerReport(2, { capture: 1, address: '2001:db8::1', port: 443 })];
    const text = joinText(writeTextReport(reportSource({ captures: [captureReport(), captureReport()], findings, listeners }), english));
    expect(text).toContain('(keepalive.peer-crashed) [connection 1:7, 90 % sure]');
    expect(text).toContain('(listener.syn-flood) [capture 1, listener [2001:db8::1]:443, 90 % sure]');
    expect(text).toContain('(host.drops) [capture 0, 90 % sure]');
  });

  it('has a column of prices only where a price was given', () => {
    const connection = connectionReport(0, { keepAlive: [keepAliveReport(5)] });
    expect(joinText(writeTextReport(reportSource({ connections: [connection] }), english))).not.toContain('price a month');
    const [probing] = connection.keepAlive;
    if (probing === undefined) throw new Error('no keep-alive');
    const keepAlive = [{ ...probing, cost: { ...probing.cost, price: { perHour: 1, perDay: 24, perMonth: 730 } } }];
    expect(joinText(writeTextReport(reportSource({ connections: [{ ...connection, keepAlive }] }), english))).toMatch(/price a month\n.* 730\n/);
  });

  it.each([
    { handshake: 'complete', end: 'still open' },
    { handshake: 'not-captured', end: 'still open' },
    { handshake: 'half-open', end: 'not established' },
    { handshake: 'unanswered', end: 'not established' },
  ] as const)('says of a $handshake handshake that the connection is $end', ({ handshake, end }) => {
    const connection = connectionReport(0);
    const connections = [{ ...connection, handshake: { ...connection.handshake, state: handshake } }];
    const text = joinText(writeTextReport(reportSource({ connections }), english));
    expect(text).toContain(`  end: ${end} 1\n`);
    expect(text).toMatch(new RegExp(`^ +0 .* ${end}$`, 'm'));
  });

  it('lines up its columns in Chinese', () => {
    const connections = [connectionReport(0), connectionReport(11, { close: { ...connectionReport(0).close, kind: 'fin' } })];
    const lines = joinText(writeTextReport(reportSource({ connections }), chinese)).split('\n');
    const start = lines.findIndex((line) => line.includes('全部连接'));
    const columns = [lines[start + 1], lines[start + 2], lines[start + 3]].map((line = '') =>
      displayWidth(line.slice(0, line.search(/结束|正常|仍打开/))),
    );
    expect(new Set(columns).size).toBe(1);
  });
});

describe('formatTime', () => {
  it.each([
    { time: '1700000000.000001', timeBase: 'epoch', expected: '2023-11-14 22:13:20.000001' },
    { time: '1700000000', timeBase: 'epoch', expected: '2023-11-14 22:13:20' },
    { time: '58317.123456', timeBase: 'time-of-day', expected: '16:11:57.123456' },
    { time: '86401.5', timeBase: 'time-of-day', expected: '00:00:01.5 (+1 d)' },
    { time: '3.25', timeBase: 'relative', expected: '3.25 s' },
    { time: '-0.5', timeBase: 'epoch', expected: '1969-12-31 23:59:59.5' },
    { time: '-1.999999', timeBase: 'epoch', expected: '1969-12-31 23:59:58.000001' },
    { time: '-3.000', timeBase: 'epoch', expected: '1969-12-31 23:59:57.000' },
    { time: '99999999999999.5', timeBase: 'epoch', expected: '99999999999999.5 s' },
  ] as const)('$time as $timeBase', ({ time, timeBase, expected }) => {
    expect(formatTime(time, timeBase)).toBe(expected);
  });
});
