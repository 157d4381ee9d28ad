import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LISTENERS_FOLLOW, MOST_TIMERS, NO_SS, parseHostText, SOCKETS_FOLLOW } from '../../../src/engine/host/host-text';
import { hostSampleSchema } from '../../../src/shared/contract/host';

const textOf = (name: string): string => readFileSync(join(import.meta.dirname, 'texts', `${name}.txt`), 'utf8');
const HEADING = 'State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n';
const FULL = 'LISTEN 5      4          192.0.2.2:8080      0.0.0.0:*          \n';
const LISTENER = { address: '192.0.2.2', port: 8080, queue: 5, limit: 4, halfOpen: null };

describe('outputs recorded of a real kernel', () => {
  it.each([
    { name: 'ss-lnt', expected: [0, 5, 5, 5].map((queue) => ({ listeners: [{ ...LISTENER, queue }], counters: null })) },
    { name: 'ss-lntpo', expected: [{ timeMs: null, listeners: [LISTENER] }] },
    { name: 'netstat-lnt', expected: [{ listeners: [{ ...LISTENER, limit: null }] }] },
    { name: 'netstat-before', expected: [{ counters: { ListenOverflows: 0, ListenDrops: 0, PassiveOpens: 0, TCPKeepAlive: 0 } }] },
    {
      name: 'netstat-after',
      expected: [{ counters: { ListenOverflows: 85, ListenDrops: 85, PassiveOpens: 5, InSegs: 100, OutSegs: 10, SyncookiesSent: 0 } }],
    },
    { name: 'nstat-az', expected: [{ counters: { ListenOverflows: 84, ListenDrops: 84, PassiveOpens: 5, InSegs: 99 } }] },
    { name: 'proc', expected: [{ counters: { ListenOverflows: 86, ListenDrops: 86, PassiveOpens: 5, InSegs: 101 } }] },
    {
      name: 'sysctl',
      expected: [{ sysctls: { 'net.core.somaxconn': '4096', 'net.ipv4.tcp_synack_retries': '5', 'net.ipv4.tcp_syn_linear_timeouts': '4' } }],
    },
    {
      name: 'loop',
      expected: [24, 54, 83].map((ListenOverflows) => ({ listeners: [LISTENER], counters: { ListenOverflows } })),
    },
    { name: 'ss-nto-server', expected: [{ timers: [] }] },
  ])('$name', ({ name, expected }) => {
    const { samples, issues } = parseHostText(textOf(name));
    expect(issues).toEqual([]);
    expect(samples).toMatchObject(expected);
  });

  it('has the times of `date` and of seconds since the epoch', () => {
    expect(parseHostText(textOf('ss-lnt')).samples.map(({ timeMs }) => timeMs)).toEqual(
      ['14:14:55', '14:14:57', '14:14:59', '14:15:01'].map((time) => Date.parse(`2026-11-22T${time}Z`)),
    );
    expect(parseHostText(textOf('loop')).samples[0]?.timeMs).toBeCloseTo(1795356897421.419, 2);
  });

  it('gives the same timers of ss and of netstat', () => {
    const [ss, netstat] = ['ss-nto-client', 'netstat-nto'].map((name) => parseHostText(textOf(name)).samples[0]?.timers ?? []);
    const endsOf = (timers: typeof ss) => timers?.map(({ expiresMs, unanswered, ...rest }) => rest);
    expect(ss).toHaveLength(20);
    expect(endsOf(ss)).toEqual(endsOf(netstat));
    expect(ss?.[0]).toMatchObject({ state: 'ESTAB', localPort: 59632, timer: 'keepalive', expiresMs: 74_000, unanswered: 0 });
    expect(ss?.[5]).toMatchObject({ state: 'SYN-SENT', timer: 'on', expiresMs: 1580, unanswered: 5, sendQueueBytes: 1 });
    expect(netstat?.[5]).toMatchObject({ expiresMs: 1520, unanswered: 5 });
  });

  it('keeps every counter of netstat -s that /proc/net/netstat and snmp have, under the same name', () => {
    const [netstat, proc, nstat] = ['netstat-after', 'proc', 'nstat-az'].map((name) =>
      Object.keys(parseHostText(textOf(name)).samples[0]?.counters ?? {}).sort(),
    );
    expect(netstat).toEqual(proc);
    expect(nstat).toEqual(proc);
  });
});

describe('several outputs in one text', () => {
  it('joins what follows one line of time', () => {
    const { samples, issues } = parseHostText(`1795356897\n${textOf('ss-lntpo')}${textOf('netstat-after')}${textOf('sysctl')}`);
    expect(issues).toEqual([]);
    expect(samples).toHaveLength(1);
    expect(samples[0]).toMatchObject({ timeMs: 1795356897000, listeners: [LISTENER], counters: { ListenOverflows: 85 } });
    expect(samples[0]?.sysctls?.['net.core.somaxconn']).toBe('4096');
  });

  it('begins a sample where an output comes again', () => {
    const { samples, issues } = parseHostText(textOf('netstat-before') + textOf('netstat-after'));
    expect(issues).toEqual([]);
    expect(samples.map(({ counters }) => counters?.ListenOverflows)).toEqual([0, 85]);
    expect(samples.map(({ counters }) => counters?.PassiveOpens)).toEqual([0, 5]);
  });

  it('tells repeated lists without a heading apart by a listener that comes again', () => {
    const list = 'LISTEN 0 128 0.0.0.0:22 0.0.0.0:*\nLISTEN 3 4 [::]:80 [::]:*\n';
    expect(parseHostText(list + list).samples.map(({ listeners }) => listeners?.length)).toEqual([2, 2]);
  });

  it('keeps several sockets on one address in one list that has a heading', () => {
    const { samples } = parseHostText(HEADING + FULL + FULL);
    expect(samples.map(({ listeners }) => listeners?.length)).toEqual([2]);
  });

  it('takes a list without a row for an empty one, when the text holds no other kind', () => {
    const { samples } = parseHostText(`1795356897\n${HEADING}${FULL}1795356898\n${HEADING}1795356899\n${HEADING}${FULL}`);
    expect(samples.map(({ listeners }) => listeners?.length)).toEqual([1, 0, 1]);
  });

  it('does not care for what was typed, for blank lines and for carriage returns', () => {
    const text = `root@web:~# ss -lnt\r\n${HEADING.trimEnd()}\r\n${FULL.trimEnd()}\r\n\r\n$ sudo netstat -s\r\n${textOf('netstat-after').replaceAll('\n', '\r\n')}`;
    expect(parseHostText(text)).toMatchObject({ samples: [{ listeners: [LISTENER], counters: { ListenOverflows: 85 } }], issues: [] });
  });

  it('reads what it wrote as JSON lines', () => {
    const [sample] = parseHostText(`1795356897\n${textOf('ss-lntpo')}${textOf('proc')}`).samples;
    const line = JSON.stringify({ type: 'sample', index: 0, sample, changes: [] });
    expect(parseHostText(`${line}\n${line}\n{"type":"changes","changes":[]}\n`)).toEqual({ samples: [sample, sample], issues: [] });
  });

  it('ignores other protocols and further lines of a socket', () => {
    const text = `Netid State  Recv-Q Send-Q Local Address:Port Peer Address:Port\nudp   UNCONN 0 0 0.0.0.0:68 0.0.0.0:*\ntcp   LISTEN 0 128 *:22 *:*\n\t cubic rto:1000 mss:536\n`;
    expect(parseHostText(text)).toMatchObject({ samples: [{ listeners: [{ address: '*', port: 22, queue: 0, limit: 128 }] }], issues: [] });
  });
});

describe('half-open connections of a listener', () => {
  const sockets =
    'SYN-RECV 0 0 192.0.2.2:8080 192.0.2.1:40000 timer:(on,036ms,0)\nSYN-RECV 0 0 [::ffff:192.0.2.2]:443 [::ffff:192.0.2.1]:40001 timer:(on,2.036ms,1)\n';
  it('are counted for its own address, else for the one that takes any', () => {
    const { samples } = parseHostText(`${HEADING}${FULL}LISTEN 0 9 *:443 *:*\n${HEADING}${sockets}`);
    expect(samples[0]?.listeners?.map(({ halfOpen }) => halfOpen)).toEqual([1, 1]);
  });
  it('are not known of a list that leaves them out', () => {
    const { samples } = parseHostText(`${HEADING}${FULL}${textOf('ss-nto-server')}`);
    expect(samples[0]).toMatchObject({ listeners: [{ halfOpen: null }], timers: [] });
  });
  it('are none where our own list, which holds them, shows none', () => {
    const { samples } = parseHostText(`1795356897.5\n${LISTENERS_FOLLOW}\n${HEADING}${FULL}${SOCKETS_FOLLOW}\n${HEADING}`);
    expect(samples).toMatchObject([{ timeMs: 1795356897500, listeners: [{ halfOpen: 0 }], timers: [] }]);
  });
});

it('tells a host without ss from one where nothing listens', () => {
  expect(parseHostText(`${LISTENERS_FOLLOW}\n${NO_SS}\n`).issues).toEqual([]);
  expect(parseHostText(`${LISTENERS_FOLLOW}\n${HEADING}`).samples).toMatchObject([{ listeners: [] }]);
});

it('keeps a bounded number of sockets', () => {
  const rows = Array.from({ length: MOST_TIMERS + 3 }, (_, n) => `ESTAB 0 0 10.0.0.1:${n + 1} 10.0.0.2:80 timer:(keepalive,1min14sec,0)\n`);
  expect(parseHostText(HEADING + rows.join('')).samples[0]).toMatchObject({ timersTruncated: true, timers: { length: MOST_TIMERS } });
});

describe('damage', () => {
  it.each([
    { name: 'a queue that is no number', text: 'LISTEN x 4 1.2.3.4:80 0.0.0.0:*', code: 'malformed-line', detail: 'queue x' },
    { name: 'a port by name', text: 'LISTEN 0 4 *:http *:*', code: 'malformed-line', detail: 'address *:http' },
    { name: 'a port beyond 65535', text: 'LISTEN 0 4 *:65536 *:*', code: 'malformed-line', detail: 'address *:65536' },
    { name: 'a row that was cut', text: 'LISTEN 0 4', code: 'malformed-line', detail: 'address ' },
    {
      name: 'a timer that was cut',
      text: 'ESTAB 0 0 1.1.1.1:1 1.1.1.2:2 timer:(keepalive,1mi',
      code: 'malformed-line',
      detail: 'timer keepalive,1mi',
    },
    {
      name: 'a timer of netstat that was cut',
      text: 'tcp 0 0 1.1.1.1:1 1.1.1.2:2 ESTABLISHED keepalive (74.',
      code: 'malformed-line',
      detail: 'timer 74.',
    },
    { name: 'a state that is none', text: 'tcp 0 0 1.1.1.1:1 1.1.1.2:2 SLEEPING', code: 'malformed-line', detail: 'state SLEEPING' },
    { name: 'values without their names', text: 'TcpExt: 0 1 2', code: 'incomplete-table', detail: 'TcpExt' },
    { name: 'fewer values than names', text: 'TcpExt: ListenOverflows ListenDrops\nTcpExt: 1', line: 3, code: 'incomplete-table', detail: 'TcpExt' },
    { name: 'names without values', text: 'Tcp: ActiveOpens PassiveOpens\n', code: 'incomplete-table', detail: 'Tcp' },
    { name: 'JSON that was cut', text: '{"type":"sample","sample":{"ti', code: 'malformed-line', detail: '{"type":"sample","sample":{"ti' },
    { name: 'JSON of something else', text: '{"kernel":{}}', code: 'malformed-line', detail: '{"kernel":{}}' },
    { name: 'a line of no output', text: 'the quick brown fox', code: 'unknown-text', detail: 'the quick brown fox' },
    { name: 'a time without a zone', text: '2026-11-22 14:14:54', code: 'time-zone-assumed', detail: '' },
    { name: 'a time of a zone that several share', text: 'Sun Nov 22 14:14:54 CST 2026', code: 'time-zone-assumed', detail: 'CST' },
  ] as const)('$name', ({ text, code, detail, ...place }) => {
    const { samples, issues } = parseHostText(`${FULL.trimEnd()}\n${text}\n`);
    expect(issues).toEqual([{ code, line: 'line' in place ? place.line : 2, detail }]);
    expect(samples[0]?.listeners).toEqual([LISTENER]);
  });

  it('is listed up to a number of lines', () => {
    const { issues } = parseHostText('LISTEN x\n'.repeat(500));
    expect(issues).toHaveLength(51);
    expect(issues.at(-1)).toEqual({ code: 'too-many-issues', line: 51, detail: '' });
  });

  it('never throws, wherever a text is cut', () => {
    const text = `Sun Nov 22 14:14:57 UTC 2026\n${HEADING}${FULL}${textOf('ss-nto-client').slice(0, 400)}${textOf('netstat-after').slice(-300)}TcpExt: ListenOverflows\nTcpExt: 3\n`;
    for (let length = 0; length <= text.length; length++) {
      const { samples } = parseHostText(text.slice(0, length));
      expect(samples.length).toBeLessThanOrEqual(2);
    }
  });

  it('gives samples that keep the contract, whatever lines come in whatever order and with whatever in them', () => {
    const lines = ['ss-lnt', 'loop', 'netstat-after', 'nstat-az', 'proc', 'sysctl', 'ss-nto-client', 'netstat-nto'].flatMap((name) =>
      textOf(name).split('\n'),
    );
    const line = fc.oneof(
      fc.constantFrom(...lines),
      fc
        .tuple(fc.constantFrom(...lines), fc.nat(200), fc.string({ maxLength: 4 }))
        .map(([text, at, extra]) => text.slice(0, at) + extra + text.slice(at + 2)),
      fc.string({ unit: 'binary', maxLength: 40 }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (all) => {
        for (const sample of parseHostText(all.join('\n')).samples) hostSampleSchema.parse(sample);
      }),
      { numRuns: 300 },
    );
  });

  it('does not take long over a line that is long', () => {
    const text = [
      `a${'.b'.repeat(24_000)}`,
      `Tcp:${' 1'.repeat(24_000)}x `,
      ' '.repeat(40_000),
      `${'='.repeat(20_000)}x${'='.repeat(20_000)}`,
      'x'.repeat(9_000_000),
    ].join('\n');
    expect(parseHostText(text).samples).toEqual([]);
  });

  it('leaves counters out that a cut netstat -s might have named', () => {
    const text = textOf('netstat-after');
    const cut = parseHostText(text.slice(0, text.indexOf('    85 SYNs'))).samples[0]?.counters;
    expect(cut).toMatchObject({ ListenOverflows: 85, PassiveOpens: 5 });
    expect(cut).not.toHaveProperty('ListenDrops');
    expect(cut).not.toHaveProperty('SyncookiesSent');
  });
});
