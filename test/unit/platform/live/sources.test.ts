/** What is installed and permitted: found, and said, in words that tell what to do. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writePcap } from '../../../../src/engine/formats/write-pcap';
import { CAP_NOT_LOADED, capInvocation } from '../../../../src/platform/live/cap-invocation';
import { detectSources, sourceOfCap } from '../../../../src/platform/live/detect-sources';
import { linuxTraffic, netstatTraffic } from '../../../../src/platform/live/interface-traffic';
import { dumpcapInterfaces, systemInterfaces, tcpdumpInterfaces } from '../../../../src/platform/live/list-interfaces';
import { createLiveHost } from '../../../../src/platform/live/live-host';
import type { Machine } from '../../../../src/platform/live/machine';
import { interfaceFact, interfaceNames } from '../../../../src/platform/live/network-interfaces';
import { programArguments } from '../../../../src/platform/live/program-arguments';
import type { Recording } from '../../../../src/platform/live/recording';
import { askProgram } from '../../../../src/platform/live/run-program';
import { CONTROL_AND_EMPTY_SEGMENTS } from '../../../../src/shared/contract/live-presets';
import { liveRemedy } from '../../../../src/shared/locales/live-remedy';
import { createTexts, LANGUAGES } from '../../../../src/shared/locales/texts';
import { frameOf, type ScriptedSegment } from '../../../captures/conversation';
import { fakeSource } from '../../../live/fake-source';
import { ended, isBuilt, OPTIONS } from '../../../live/record';
import { hasProgram, mayCapture } from '../../../live/requirements';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpulse-programs-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function install(name: string, script: string, mode = 0o755): void {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, mode);
}

const machine = (hasCap = false): Machine => ({ platform: 'linux', user: 'ann', programFolders: [folder], hasCap: () => hasCap });
const WORKS = 'echo "program 1.2.3"';
const REFUSES = 'case "$1" in --version) echo 4.5.6;; *) echo "no permission (socket: Operation not permitted)" >&2; exit 1;; esac';

describe('sources', () => {
  const states = async () => Object.fromEntries((await detectSources(machine())).sources.map(({ kind, state }) => [kind, state]));

  it('are all missing on a bare machine, and each says how to get it', async () => {
    expect(await states()).toEqual({ dumpcap: 'missing', tcpdump: 'missing', cap: 'missing', ssh: 'missing' });
    await expect(
      createLiveHost({ confinement: { root: null, allowedFiles: [] }, standardInput: false }, machine()).start({ ...OPTIONS }),
    ).rejects.toMatchObject({
      code: 'no-live-source',
    });
  });

  it('are taken in order: dumpcap before tcpdump', async () => {
    install('tcpdump', WORKS);
    expect((await detectSources(machine())).chosen).toBe('tcpdump');
    install('dumpcap', WORKS);
    const found = await detectSources(machine());
    expect(found.chosen).toBe('dumpcap');
    expect(found.sources[0]).toMatchObject({ kind: 'dumpcap', state: 'ready', version: '1.2.3', kernelTimes: true });
  });

  it('that may not capture say what the program said', async () => {
    install('dumpcap', REFUSES);
    const found = await detectSources(machine());
    expect(found.chosen).toBeNull();
    expect(found.sources[0]).toMatchObject({ state: 'not-permitted', version: '4.5.6', said: expect.stringContaining('Operation not permitted') });
    const host = createLiveHost({ confinement: { root: null, allowedFiles: [] }, standardInput: false }, machine());
    await expect(host.start({ ...OPTIONS, source: 'dumpcap' })).rejects.toMatchObject({
      code: 'live-source-not-ready',
      data: { state: 'not-permitted' },
    });
  });

  it.runIf(isBuilt && process.platform === 'linux')('that may not capture do so through pkexec, when that is asked for', async () => {
    install('dumpcap', REFUSES);
    // Its first argument is dumpcap's path: that it was made to run it is written down, and three packets come.
    const { program, args } = fakeSource(
      `header(); packet(1); packet(2); packet(3); require('node:fs').writeFileSync('${folder}/asked', process.argv.slice(1).join(' '));`,
    );
    install('pkexec', `exec '${program}' -e "$(cat '${folder}/script')" "$@"`);
    writeFileSync(join(folder, 'script'), args[1] ?? '');
    vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
    vi.stubEnv('DISPLAY', ':0');
    vi.stubEnv('TMPDIR', folder);
    const host = createLiveHost({ confinement: { root: null, allowedFiles: [] }, standardInput: false }, machine());
    expect(await host.sources()).toMatchObject({ chosen: null, pkexec: true });
    await expect(host.start({ ...OPTIONS })).rejects.toMatchObject({ code: 'no-live-source' });
    const { interfaces } = await host.interfaces('dumpcap', null);
    expect(interfaces).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'lo', loopback: true, state: 'up' })]));
    const recording = await host.start({ ...OPTIONS, elevate: true });
    await ended(recording as Recording);
    expect(recording.progress).toMatchObject({ packets: 3, end: { code: 'source-ended' } });
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toMatch(new RegExp(`^${join(folder, 'dumpcap')} -q -i lo `));
    await recording.bytes.close();
    recording.remove();
  });

  it('that may not even be run are told apart from missing ones', async () => {
    install('dumpcap', WORKS, 0o640);
    expect((await states()).dumpcap).toBe('not-permitted');
  });

  it.skipIf(!isBuilt)('count the package cap as missing where this Node cannot load it', async () => {
    // An application of its own, whose package cap was built for another Node.
    const main = join(folder, 'out', 'main');
    cpSync(fileURLToPath(new URL('../../../../out/main', import.meta.url)), main, { recursive: true });
    mkdirSync(join(folder, 'resources'));
    mkdirSync(join(folder, 'node_modules', 'cap'), { recursive: true });
    writeFileSync(join(folder, 'node_modules', 'cap', 'index.js'), "throw new Error('was compiled against a different Node.js version');");
    const { args } = capInvocation({ do: 'try', interface: 'lo', filter: '' });
    const answer = await askProgram({ program: process.execPath, args: [join(main, 'cap-agent.js'), ...args.slice(1)] });
    expect(answer).toMatchObject({ status: CAP_NOT_LOADED, said: expect.stringContaining('different Node.js version') });
    expect(sourceOfCap(answer)).toMatchObject({ kind: 'cap', state: 'missing', said: answer.said });
  });

  it('may not write files for pages that are confined', async () => {
    const host = createLiveHost({ confinement: { root: folder, allowedFiles: [] }, standardInput: false }, machine());
    await expect(host.start({ ...OPTIONS, file: join(folder, 'x.pcapng') })).rejects.toMatchObject({ code: 'outside-root' });
  });

  it('read no file that lies outside the root, as a pipe or as an interface', async () => {
    const root = join(folder, 'root');
    mkdirSync(root);
    writeFileSync(join(folder, 'secret.pcap'), writePcap([], { linkType: 1 }));
    symlinkSync(join(folder, 'secret.pcap'), join(root, 'link.pcap'));
    const host = createLiveHost({ confinement: { root, allowedFiles: [] }, standardInput: false }, machine());
    for (const path of [join(folder, 'secret.pcap'), join(root, 'link.pcap'), '../secret.pcap'])
      for (const source of ['pipe', 'dumpcap'] as const)
        await expect(host.start({ ...OPTIONS, source, interface: path }), `${source} ${path}`).rejects.toMatchObject({ code: 'outside-root' });
  });

  it.each(LANGUAGES)('have a remedy for every system in %s', (language) => {
    const { t } = createTexts(language);
    for (const platform of ['linux', 'darwin', 'win32'])
      for (const kind of ['dumpcap', 'tcpdump', 'cap', 'ssh'] as const)
        for (const state of ['missing', 'not-permitted'] as const) {
          if (kind === 'ssh' && state === 'not-permitted') continue;
          const source = { kind, state, program: '/usr/bin/x', version: null, said: '', kernelTimes: true };
          const text = liveRemedy(source, { sources: [], chosen: null, platform, user: 'ann', pkexec: false }, t);
          expect(text).not.toMatch(/live\.remedy|\{\{/);
          expect(text.length).toBeGreaterThan(10);
        }
  });
});

describe('interfaces', () => {
  it('as dumpcap lists them', () => {
    const text = '1. eth0\t\t\t0\t192.0.2.2,fd00::2\tnetwork\t\n2. any\t\t\t0\t\tnetwork\t\n3. lo\t\tLoopback\t0\t127.0.0.1,::1\tloopback\t\n';
    expect(dumpcapInterfaces(text)).toMatchObject([
      { name: 'eth0', addresses: ['192.0.2.2', 'fd00::2'], loopback: false, all: false },
      { name: 'any', all: true },
      { name: 'lo', description: 'Loopback', loopback: true },
    ]);
  });

  it('as tcpdump lists them', () => {
    const text =
      '1.eth0 [Up, Running, Connected]\n2.any (Pseudo-device that captures on all interfaces) [Up, Running]\n3.ifb0 [none]\n4.lo [Up, Running, Loopback]\n';
    expect(tcpdumpInterfaces(text)).toMatchObject([
      { name: 'eth0', state: 'up', loopback: false },
      { name: 'any', all: true },
      { name: 'ifb0', state: 'down' },
      { name: 'lo', loopback: true },
    ]);
  });

  it('as the system lists them, without the files that lie among them', () => {
    mkdirSync(join(folder, 'tcpulse-none0'));
    writeFileSync(join(folder, 'bonding_masters'), '');
    const names = systemInterfaces(folder).map(({ name }) => name);
    expect(names).toContain('tcpulse-none0');
    expect(names).not.toContain('bonding_masters');
  });

  it('with what the system tells, where it tells of this namespace', () => {
    const devices = join(folder, 'dev');
    writeFileSync(devices, 'Inter-|   Receive\n face |bytes\n    lo: 1 2 3\ncap-0.5:17 2 3\n');
    expect(interfaceNames(devices)).toEqual(['lo', 'cap-0.5']);
    const system = join(folder, 'net');
    for (const name of ['lo', 'cap-0.5']) mkdirSync(join(system, name), { recursive: true });
    writeFileSync(join(system, 'bonding_masters'), '');
    writeFileSync(join(system, 'lo', 'flags'), '0x1049\n');
    expect(interfaceFact('lo', 'flags', devices, system)).toBe(0x1049);
    expect(interfaceFact('cap-0.5', 'flags', devices, system)).toBeNull();
    mkdirSync(join(system, 'eth7'));
    expect(interfaceFact('lo', 'flags', devices, system)).toBeNull();
  });

  it('with their traffic', () => {
    const header =
      'Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n';
    expect(linuxTraffic(`${header}    lo:  100    10 0 0 0 0 0 0  100 10 0 0 0 0 0 0\n  eth0: 2000 20 0 0 0 0 0 0 3000 30 0 0 0 0 0 0\n`)).toEqual([
      { name: 'lo', packets: 10, bytes: 100 },
      { name: 'eth0', packets: 50, bytes: 5000 },
    ]);
    const netstat =
      'Name  Mtu   Network       Address            Ipkts Ierrs     Ibytes    Opkts Oerrs     Obytes  Coll\nen0   1500  <Link#4>    a4:83:e7:00:00:01      10     0       1000       20     0       2000     0\nen0   1500  192.0.2       192.0.2.7     10     -       1000       20     -       2000     -\n';
    expect(netstatTraffic(netstat)).toEqual([{ name: 'en0', packets: 30, bytes: 3000 }]);
  });
});

describe('arguments', () => {
  it('put what the user typed where it is no option', () => {
    expect(programArguments('tcpdump', { ...OPTIONS, filter: '-w /etc/passwd' }).slice(-2)).toEqual(['--', '-w /etc/passwd']);
    expect(programArguments('dumpcap', { ...OPTIONS, filter: '-w x', snapLength: 96, promiscuous: false })).toEqual(
      expect.arrayContaining(['-f', '-w x', '-s', '96', '-p']),
    );
  });
});

describe.skipIf(!mayCapture())('filters', () => {
  const host = createLiveHost({ confinement: { root: null, allowedFiles: [] }, standardInput: false });
  const sources = (['dumpcap', 'tcpdump', 'cap'] as const).filter((kind) => kind === 'cap' || hasProgram(kind));
  it.each(sources)('are checked by the compiler of %s', async (source) => {
    const found = (await host.sources()).sources.find(({ kind }) => kind === source);
    if (found?.state !== 'ready') return console.log(`skipped: ${source} is not ready here`);
    const target = { source, remote: null, interface: 'lo' };
    expect(await host.checkFilter({ ...target, filter: 'tcp port 80' })).toEqual({ valid: true, checked: true, message: null });
    expect(await host.checkFilter({ ...target, filter: CONTROL_AND_EMPTY_SEGMENTS })).toEqual({ valid: true, checked: true, message: null });
    const wrong = await host.checkFilter({ ...target, filter: 'tcp prt 80' });
    expect(wrong).toMatchObject({ valid: false, checked: true });
    expect(wrong.message).toMatch(/syntax error/);
    expect(wrong.message).not.toMatch(/\n|tcpdump:|dumpcap:/);
  });

  it.each([false, true])('for control and empty segments let handshakes and probes through, and data not (IPv6: %s)', (ipv6) => {
    const segments: ScriptedSegment[] = [
      { ms: 0, from: 'client', flags: 'S' },
      { ms: 1, from: 'server', flags: 'S.', ack: 1 },
      { ms: 2, from: 'client', flags: '.', seq: 1, ack: 1 },
      { ms: 3, from: 'client', flags: 'P.', seq: 1, ack: 1, length: 100 },
      { ms: 4, from: 'server', flags: '.', seq: 1, ack: 101 },
      { ms: 5, from: 'client', flags: '.', seq: 100, ack: 1, length: 1 },
      { ms: 6, from: 'server', flags: 'P.', seq: 1, ack: 101, length: 2 },
      { ms: 7, from: 'client', flags: 'R', seq: 101 },
    ];
    const path = join(folder, 'segments.pcap');
    writeFileSync(
      path,
      writePcap(
        segments.map((segment, index) => ({ seconds: index, nanoseconds: 0, bytes: frameOf(segment, index, ipv6) })),
        { linkType: 1 },
      ),
    );
    const { stdout } = spawnSync('tcpdump', ['-nn', '-tt', '-r', path, CONTROL_AND_EMPTY_SEGMENTS], { encoding: 'utf8' });
    const kept = stdout
      .trim()
      .split('\n')
      .map((line) => Number.parseInt(line, 10));
    expect(kept).toEqual([0, 1, 2, 4, 5, 7]);
  });
});
