/** The interface goes away or down while it is captured on, in a network namespace of its own. Root only. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { endOf, finish, type Running, startCapture } from './capture-command';
import { commandOf, descendantsOf } from './processes';
import { contentOf, isBuilt } from './record';
import { hasNamespaces, hasProgram } from './requirements';

const missing = [
  ...(isBuilt ? [] : ['the build']),
  ...(hasNamespaces() ? [] : ['network namespaces']),
  ...['tcpdump', 'dumpcap', 'python3'].filter((name) => !hasProgram(name)),
];
if (missing.length > 0) console.log(`an interface that is lost: skipped, without ${missing.join(', ')}`);

const NAMESPACE = 'tcpulse-lost';
const PACKETS = 5;
const ip = (...args: string[]): string => execFileSync('ip', ['-n', NAMESPACE, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const SEND = `import socket, time
end = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for number in range(${PACKETS}):
    end.sendto(b'%d' % number, ('192.0.2.2', 9))
    time.sleep(0.02)
`;

describe.skipIf(missing.length > 0)('an interface', () => {
  let folder: string;
  let running: Running | null = null;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tcpulse-lost-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(() => {
    execFileSync('ip', ['netns', 'add', NAMESPACE]);
    ip('link', 'add', 'cap0', 'type', 'veth', 'peer', 'name', 'cap1');
    for (const name of ['cap0', 'cap1']) ip('link', 'set', name, 'up');
    ip('address', 'add', '192.0.2.1/24', 'dev', 'cap0');
    ip('neighbour', 'add', '192.0.2.2', 'lladdr', '02:00:00:00:00:02', 'dev', 'cap0');
  });
  afterEach(async () => {
    if (running !== null) await finish(running);
    running = null;
    execFileSync('ip', ['netns', 'del', NAMESPACE]);
  });

  const sources = ['dumpcap', 'tcpdump', 'cap'] as const;
  const losses = [
    { what: 'is removed', lose: () => ip('link', 'delete', 'cap0'), code: 'interface-gone' },
    { what: 'goes down', lose: () => ip('link', 'set', 'cap0', 'down'), code: 'interface-down' },
  ];
  it.each(losses.flatMap((loss) => sources.map((source) => ({ ...loss, source }))))(
    'that $what ends the capture through $source, says so, and keeps what came before',
    async ({ lose, code, source }) => {
      const file = join(folder, `${code}-${source}.pcapng`);
      running = await startCapture({
        before: ['ip', 'netns', 'exec', NAMESPACE],
        args: ['-i', 'cap0', '-f', 'udp dst port 9', '--source', source, '-w', file],
        environment: { ...process.env, LC_ALL: 'C' },
      });
      execFileSync('ip', ['netns', 'exec', NAMESPACE, 'python3', '-c', SEND]);
      await sleep(1500);
      lose();
      expect(await endOf(running)).toBe(4);
      expect(running.lines.at(-1)).toMatchObject({ type: 'summary', end: { code }, counters: { received: PACKETS } });
      expect(running.messages).toMatch(code === 'interface-gone' ? /The interface cap0 is gone/ : /The interface cap0 went down/);
      expect(contentOf(file).packets).toHaveLength(PACKETS);
    },
  );

  // `nsenter --net` leaves /sys as it is: that of a namespace without this interface.
  it.each(sources)('of a namespace that was entered alone is there as long as it is (%s)', async (source) => {
    running = await startCapture({
      before: ['nsenter', `--net=/run/netns/${NAMESPACE}`],
      args: ['-i', 'cap0', '-f', 'udp dst port 9', '--source', source, '--duration', '4'],
      environment: { ...process.env, LC_ALL: 'C' },
    });
    execFileSync('ip', ['netns', 'exec', NAMESPACE, 'python3', '-c', SEND]);
    if (source === 'cap') {
      expect(await endOf(running)).toBe(0);
      expect(running.lines.at(-1)).toMatchObject({ end: { code: 'limit' }, counters: { received: PACKETS } });
      return;
    }
    await sleep(1500);
    for (const pid of descendantsOf(running.child.pid ?? 0)) if (commandOf(pid).includes(source)) process.kill(pid, 'SIGKILL');
    expect(await endOf(running)).toBe(4);
    expect(running.lines.at(-1)).toMatchObject({ end: { code: 'source-died' }, counters: { received: PACKETS } });
  });
});
