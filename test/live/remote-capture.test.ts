/** Capturing over ssh on a host that is this one, through a server of the test's own; and the connection to it broken. Root only. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoopbackSsh, startLoopbackSsh } from '../lab/loopback-ssh';
import { endOf, finish, type Running, startCapture } from './capture-command';
import { KeepAlivePair } from './keep-alive-pair';
import { commandOf, descendantsOf } from './processes';
import { contentOf, isBuilt } from './record';
import { hasProgram, mayCapture } from './requirements';

const missing = [
  ...(process.platform === 'linux' && process.getuid?.() === 0 ? [] : ['root on Linux']),
  ...(isBuilt ? [] : ['the build']),
  ...(mayCapture() ? [] : ['the right to capture']),
  ...(existsSync('/usr/sbin/sshd') ? [] : ['sshd']),
  ...(hasProgram('dumpcap') ? [] : ['dumpcap']),
];
if (missing.length > 0) console.log(`capturing over ssh: skipped, without ${missing.join(', ')}`);

describe.skipIf(missing.length > 0)('a remote capture', () => {
  let folder: string;
  let ssh: LoopbackSsh;
  let pair: KeepAlivePair;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tcpulse-remote-'));
    ssh = await startLoopbackSsh();
    pair = await KeepAlivePair.open({ idleSeconds: 1 });
  });
  afterAll(async () => {
    pair.close();
    await ssh.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (file: string, filter: string): Promise<Running> =>
    startCapture({
      args: ['-i', 'lo', '--remote', ssh.destination, '-f', filter, '-w', file],
      environment: { ...process.env, ...ssh.environment, LC_ALL: 'C' },
    });

  it("holds the keep-alives of the remote host's loopback, and none of its own connections", async () => {
    const file = join(folder, 'whole.pcapng');
    const running = await start(file, 'tcp');
    await sleep(3000);
    expect(await finish(running)).toBe(0);
    expect(running.lines.at(-1)).toMatchObject({ type: 'summary', source: 'ssh', end: { code: 'stopped' } });
    const { packets } = contentOf(file);
    const ports = packets.map(({ bytes }) => portsOf(bytes));
    expect(ports.filter((ends) => ends.includes(pair.port)).length).toBeGreaterThanOrEqual(2);
    const sshPort = Number(new URL(ssh.destination).port);
    expect(ports.filter((ends) => ends.includes(sshPort))).toEqual([]);
  });

  it('whose server process is killed keeps what came before, and says that the connection is lost', async () => {
    const file = join(folder, 'broken.pcapng');
    const running = await start(file, `tcp port ${pair.port}`);
    await sleep(3000);
    const serving = descendantsOf(ssh.process).filter((pid) => commandOf(pid).startsWith('sshd'));
    expect(serving.length).toBeGreaterThan(0);
    for (const pid of serving) process.kill(pid, 'SIGKILL');
    expect(await endOf(running)).toBe(4);
    expect(running.lines.at(-1)).toMatchObject({ type: 'summary', end: { code: 'remote-lost' } });
    expect(running.messages).toMatch(/The connection to the remote host is lost/);
    expect(contentOf(file).packets.length).toBeGreaterThanOrEqual(2);
  });
});

/** Of TCP over IPv4 in an Ethernet frame. */
function portsOf(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tcp = 14 + ((bytes[14] ?? 0) & 0xf) * 4;
  return [view.getUint16(tcp), view.getUint16(tcp + 2)];
}
