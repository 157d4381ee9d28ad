import { describe, expect, it } from 'vitest';
import { type Commands, runProgram } from '../../../src/cli/program';
import { LIVE_THRESHOLDS } from '../../../src/shared/contract/choices';
import { createTexts } from '../../../src/shared/locales/texts';

/** Runs the program with commands that note how they were called. */
async function run(args: readonly string[], language = 'en') {
  const calls: unknown[] = [];
  const help: string[] = [];
  const messages: string[] = [];
  const note =
    (name: string) =>
    async (...parameters: unknown[]) => {
      calls.push([name, ...parameters]);
      return 0 as const;
    };
  const commands: Commands = {
    analyze: note('analyze'),
    packets: note('packets'),
    dissect: note('dissect'),
    follow: note('follow'),
    statistics: note('statistics'),
    serve: note('serve'),
    report: note('report'),
    bundle: note('bundle'),
    simulate: note('simulate'),
    host: note('host'),
    capture: note('capture'),
    interfaces: note('interfaces'),
  };
  const status = await runProgram(
    args,
    {
      version: '1.2.3',
      texts: createTexts(language),
      messages: { isTerminal: false, write: (text) => messages.push(text) },
      help: { write: (text) => help.push(text) },
    },
    commands,
  );
  return { status, calls, help: help.join(''), messages: messages.join('') };
}

describe('the arguments', () => {
  it.each([
    { args: ['analyze', 'a', 'b', '--json'], call: ['analyze', ['a', 'b'], { heuristics: true, json: true }] },
    { args: ['analyze', '-', '--ndjson', '--fail-on', 'error'], call: ['analyze', ['-'], { heuristics: true, ndjson: true, failOn: 'error' }] },
    { args: ['analyze', 'a', '--all-connections', '--language', 'zh'], call: ['analyze', ['a'], { heuristics: true, allConnections: true }] },
    { args: ['analyze', 'a', '--price-per-gb', '2.5'], call: ['analyze', ['a'], { heuristics: true, pricePerGb: 2.5 }] },
    {
      args: ['analyze', 'a', '--without', 'keep-alive, heartbeat'],
      call: ['analyze', ['a'], { heuristics: true, without: ['keep-alive', 'heartbeat'] }],
    },
    {
      args: ['packets', 'a', '--fields', 'ip.src, tcp.seq', '--json'],
      call: ['packets', 'a', { heuristics: true, fields: ['ip.src', 'tcp.seq'], json: true }],
    },
    { args: ['dissect', 'a', '--frame', '12'], call: ['dissect', 'a', { heuristics: true, frame: 12 }] },
    {
      args: ['packets', 'a', '--decode-as', 'tcp.port==7001,redis', '--decode-as', 'tcp.stream == 3, tls', '--no-heuristics'],
      call: [
        'packets',
        'a',
        {
          heuristics: false,
          decodeAs: [
            { selector: 'tcp.port', value: 7001, protocol: 'redis' },
            { selector: 'tcp.stream', value: 3, protocol: 'tls' },
          ],
        },
      ],
    },
    { args: ['statistics', 'a', '--endpoints', 'ip', '--hierarchy'], call: ['statistics', 'a', { endpoints: 'ip', hierarchy: true }] },
    { args: ['follow', 'a', '--connection', '2', '--raw', '--from', 'server'], call: ['follow', 'a', { connection: 2, raw: true, from: 'server' }] },
    { args: ['serve', '--port', '0', '--no-open'], call: ['serve', undefined, { port: 0, open: false }] },
    {
      args: ['capture', '-i', 'lo', '-f', 'tcp', '--ring', 'files:3,size:1MB', '--duration', '2.5', '--json', '--threshold', 'probeUnansweredMs=500'],
      call: [
        'capture',
        {
          interface: 'lo',
          filter: 'tcp',
          ring: { files: 3, bytes: 1_000_000, seconds: null },
          duration: 2.5,
          promiscuous: true,
          buffer: 32,
          threshold: { ...LIVE_THRESHOLDS, probeUnansweredMs: 500 },
          json: true,
        },
      ],
    },
    { args: ['interfaces', '--remote', 'me@host:2222'], call: ['interfaces', { remote: { destination: 'me@host', port: 2222, sudo: false } }] },
    ...(
      [
        ['me@2001:db8::5', 'me@2001:db8::5', null],
        ['fe80::1%eth0', 'fe80::1%eth0', null],
        ['me@[2001:db8::5]:2222', 'me@2001:db8::5', 2222],
        ['[::1]', '::1', null],
      ] as const
    ).map(([remote, destination, port]) => ({
      args: ['interfaces', '--remote', remote],
      call: ['interfaces', { remote: { destination, port, sudo: false } }],
    })),
    { args: ['simulate', 'synack', '--retries', '3', '--json'], call: ['simulate', 'synack', { retries: 3, json: true }] },
    {
      args: ['simulate', 'queue', '--backlog', '4', '--accept-every', 'never'],
      call: ['simulate', 'queue', { backlog: 4, acceptEvery: Number.POSITIVE_INFINITY }],
    },
    { args: ['serve', 'a', '--root', '/x'], call: ['serve', 'a', { root: '/x', open: true }] },
  ])('$args', async ({ args, call }) => {
    const { status, calls, messages } = await run(args);
    expect(messages).toBe('');
    expect(status).toBe(0);
    expect(calls).toHaveLength(1);
    expect((calls[0] as unknown[]).slice(0, call.length)).toEqual(call);
  });

  it.each([
    [[]],
    [['analyse', 'a']],
    [['analyze']],
    [['analyze', 'a', '--json', '--ndjson']],
    [['analyze', 'a', '--fail-on', 'warning']],
    [['packets']],
    [['packets', 'a', 'b']],
    [['packets', 'a', '--fields', ',']],
    [['dissect', 'a']],
    [['dissect', 'a', '--frame', '0']],
    [['dissect', 'a', '--frame', '1e3']],
    [['simulate']],
    [['simulate', 'weather']],
    [['simulate', 'synack', '--retries', '256']],
    [['simulate', 'queue', '--accept-every', 'seldom']],
    [['serve', '--port', '65536']],
    [['serve', '--port', 'x']],
    [['analyze', 'a', '--no-such-option']],
    [['analyze', 'a', '--price-per-gb', 'cheap']],
    [['analyze', 'a', '--without', 'keepalive']],
    [['capture', '-i', 'lo', '--threshold', 'patience=3']],
    [['capture', '-i', 'lo', '-w', '-']],
    [['capture', '-i', 'lo', '--samples', '-']],
    [['capture', '-i', 'lo', '--threshold', 'deathAfterProbes=1.5']],
  ])('%o is wrong usage: status 2, a message, nothing on standard output', async (args) => {
    const { status, calls, help, messages } = await run(args);
    expect(status).toBe(2);
    expect(calls).toEqual([]);
    expect(help).toBe('');
    expect(messages).toMatch(/\S/);
  });

  it('prints the version', async () => {
    expect(await run(['--version'])).toMatchObject({ status: 0, help: '1.2.3\n', messages: '' });
  });

  it.each([['analyze'], ['packets'], ['dissect'], ['serve']])('%s --help has examples', async (command) => {
    const { status, help } = await run([command, '--help']);
    expect(status).toBe(0);
    expect(help).toContain(`Usage: tcpulse ${command}`);
    expect(help).toContain('Examples:');
    expect(help).not.toMatch(/cli\.\w/);
  });

  it('speaks Chinese where that is asked for', async () => {
    const { help } = await run(['analyze', '--help'], 'zh-CN');
    expect(help).toContain('用法： tcpulse analyze');
    expect(help).toContain('示例：');
    expect(help).not.toMatch(/cli\.\w|Options:|Arguments:/);
  });
});
