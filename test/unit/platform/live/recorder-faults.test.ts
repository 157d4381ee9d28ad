/** What goes wrong with a recording: it is told, and what came before is kept and valid. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourceFault } from '../../../../src/platform/live/source-fault';
import { fakeSource } from '../../../live/fake-source';
import { contentOf, ended, holding, isBuilt, record, recorderOf } from '../../../live/record';
import { hasNamespaces, mayCapture } from '../../../live/requirements';

if (!isBuilt) console.log('skipped: the recorder is not built (npm run build)');
const isRoot = process.getuid?.() === 0;
if (!isRoot) console.log('skipped in part: a full disk and an interface that goes away need root');

const THREE = 'header(); packet(1); packet(2); packet(3);';

describe.skipIf(!isBuilt)('a recording', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tcpulse-recording-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const seconds = (path = ''): number[] => contentOf(path).packets.map((packet) => packet.seconds);

  it.each([
    { name: 'whose source ends', script: `${THREE} process.exit(0)`, code: 'source-ended', detail: /status 0/ },
    { name: 'whose source dies', script: `${THREE} say('out of luck'); process.exit(3)`, code: 'source-died', detail: /out of luck/ },
    { name: 'whose source is killed', script: `${THREE} process.kill(process.pid, 'SIGKILL')`, code: 'source-died', detail: /SIGKILL/ },
    { name: 'whose source hangs', script: `${THREE} process.kill(process.pid, 'SIGSTOP')`, code: 'source-hangs', detail: /^$/ },
    {
      name: 'whose stream is damaged',
      script: `${THREE} out(Buffer.alloc(64, 0xff)); after(9000, () => {})`,
      code: 'malformed-stream',
      detail: /a record of 4294967295 bytes at byte 252/,
    },
    { name: 'whose source is cut within a packet', script: `${THREE} out(Buffer.alloc(7)); process.exit(0)`, code: 'source-ended', detail: /./ },
  ])('$name keeps what came before', async ({ script, code, detail }) => {
    const recording = record({ folder, command: fakeSource(script) });
    await ended(recording);
    expect(recording.progress.end?.code).toBe(code);
    expect(recording.progress.end?.detail).toMatch(detail);
    expect(seconds(recording.bytes.paths[0])).toEqual([1, 2, 3]);
    expect(recording.startFault).toBeNull();
    expect(recording.bytes.available).toBe(statSync(recording.bytes.paths[0] ?? '').size);
  });

  it('of a source that says nothing ends within its time', async () => {
    const recording = record({ folder, command: fakeSource("say('waiting'); after(60000, () => {})"), beginWithinMs: 4000 });
    await ended(recording);
    expect(recording.progress.end).toEqual({ code: 'source-silent', detail: 'waiting' });
    expect(recording.bytes.available).toBe(0);
  });

  it('of a program that is not there says so', async () => {
    const recording = record({ folder, command: { program: '/no/such/program', args: [] } });
    await ended(recording);
    expect(recording.progress.end).toMatchObject({ code: 'source-died', detail: expect.stringContaining('ENOENT') });
  });

  it('tells that the clock went back, and goes on', async () => {
    const recording = record({ folder, command: fakeSource('header(); packet(100); packet(101); packet(50); packet(51); process.exit(0)') });
    await ended(recording);
    expect(recording.progress.clockSteps).toBe(1);
    expect(seconds(recording.bytes.paths[0])).toEqual([100, 101, 50, 51]);
  });

  it('is stopped by force when its source does not listen', async () => {
    const recording = record({ folder, command: fakeSource(`process.on('SIGINT', () => {}); ${THREE} after(60000, () => {})`) });
    await holding(recording, 3);
    await recording.stop();
    expect(recording.progress.end?.code).toBe('stopped');
    expect(seconds(recording.bytes.paths[0])).toEqual([1, 2, 3]);
  });

  it.each([
    { name: 'packets', stopAfter: { packets: 5, bytes: null, seconds: null }, holds: 5 },
    { name: 'bytes', stopAfter: { packets: null, bytes: 2000, seconds: null }, holds: null },
    { name: 'seconds', stopAfter: { packets: null, bytes: null, seconds: 3 }, holds: null },
  ])('ends after so many $name', async ({ name, stopAfter, holds }) => {
    const script = 'header(); let n = 0; setInterval(() => packet(++n), 10)';
    const recording = record({ folder, command: fakeSource(script), options: { stopAfter } });
    await ended(recording);
    expect(recording.progress.end).toEqual({ code: 'limit', detail: name });
    const { packets } = contentOf(recording.bytes.paths[0] ?? '');
    expect(packets.map((packet) => packet.seconds)).toEqual(packets.map((_, index) => index + 1));
    if (holds !== null) expect(packets).toHaveLength(holds);
  });

  it('does not end at once when it is to go on for longer than a timer can wait', async () => {
    const stopAfter = { packets: null, bytes: null, seconds: 3_000_000 };
    const recording = record({ folder, command: fakeSource(`${THREE} after(200, () => process.exit(0))`), options: { stopAfter } });
    await ended(recording);
    expect(recording.progress.end?.code).toBe('source-ended');
    expect(seconds(recording.bytes.paths[0])).toEqual([1, 2, 3]);
  });

  it('in a ring keeps its newest files, each whole; the analysis got all', async () => {
    const script =
      'header(); let n = 0; const timer = setInterval(() => { packet(++n, 1000); if (n === 60) { clearInterval(timer); process.exit(0) } }, 5)';
    const recording = record({ folder, command: fakeSource(script), options: { ring: { files: 3, bytes: 8000, seconds: null } } });
    let read = 0;
    const follow = async (): Promise<void> => {
      const piece = new Uint8Array(1 << 16);
      while (!recording.bytes.ended || read < recording.bytes.available) {
        await recording.bytes.waitFor(read);
        read += recording.bytes.read(read, piece, 0, piece.length);
      }
    };
    await Promise.all([ended(recording), follow()]);
    expect(read).toBe(recording.bytes.available);
    const { paths } = recording.bytes;
    expect(paths).toHaveLength(3);
    expect(readdirSync(folder).filter((name) => name.endsWith('.pcapng'))).toHaveLength(3);
    const kept = paths.flatMap((path) => seconds(path));
    expect(kept.at(-1)).toBe(60);
    expect(kept).toEqual(kept.map((_, index) => (kept[0] ?? 0) + index));
    expect(recording.bytes.firstKept).toBeGreaterThan(0);
  });

  it('goes on when somebody has taken an old file of its ring away', async () => {
    const script = 'header(); let n = 0; setInterval(() => packet(++n, 1000), 5)';
    const recording = record({ folder, command: fakeSource(script), options: { ring: { files: 2, bytes: 8000, seconds: null } } });
    await holding(recording, 10);
    rmSync(recording.bytes.paths[0] ?? '');
    await holding(recording, 60);
    await recording.stop();
    expect(recording.progress.end?.code).toBe('stopped');
    expect(recording.progress.lost).toBe(0);
  });

  it('in a ring of time begins another file when its time is over', async () => {
    const script =
      'header(); let n = 0; const timer = setInterval(() => { packet(++n); if (n === 60) { clearInterval(timer); process.exit(0) } }, 20)';
    const recording = record({ folder, command: fakeSource(script), options: { ring: { files: 100, bytes: null, seconds: 0.3 } } });
    await ended(recording);
    const { paths } = recording.bytes;
    const kept = paths.map((path) => seconds(path));
    expect(kept.filter((part) => part.length > 0).length).toBeGreaterThan(2);
    expect(kept.flat()).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  });

  it('is a private file', async () => {
    const recording = record({ folder, command: fakeSource(`${THREE} process.exit(0)`) });
    await ended(recording);
    expect(statSync(recording.bytes.paths[0] ?? '').mode & 0o777).toBe(0o600);
    recording.remove();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.runIf(isRoot)('on a disk that fills keeps whole packets only', async () => {
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
    try {
      const recording = record({ folder: disk, command: fakeSource('header(); let n = 0; setInterval(() => packet(++n, 1000), 1)') });
      await ended(recording);
      expect(recording.progress.end?.code).toBe('disk-full');
      const kept = seconds(recording.bytes.paths[0]);
      expect(kept.length).toBeGreaterThan(40);
      expect(kept).toEqual(kept.map((_, index) => index + 1));
      expect(recording.progress.packets).toBe(kept.length);
      expect(recording.progress.lost).toBeGreaterThan(0);
      expect(recording.bytes.available).toBe(statSync(recording.bytes.paths[0] ?? '').size);
      await recording.bytes.close();
    } finally {
      execFileSync('umount', ['-l', disk]);
    }
  });

  it.runIf(isRoot)('on a disk that is full has not begun', async () => {
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
    try {
      writeFileSync(join(disk, 'everything'), new Uint8Array(64 * 1024));
      const recording = record({ folder, command: fakeSource(`${THREE} after(60000, () => {})`), options: { file: join(disk, 'kept.pcapng') } });
      await recording.begun();
      expect(recording.progress).toMatchObject({ packets: 0, end: { code: 'disk-full' } });
      expect(recording.startFault).toMatchObject({ code: 'disk-full' });
      await recording.bytes.close();
    } finally {
      execFileSync('umount', ['-l', disk]);
    }
  });

  it.runIf(isRoot && hasNamespaces() && mayCapture()).each(['tcpdump', 'dumpcap'] as const)(
    'of an interface that goes away says so (%s)',
    async (program) => {
      const name = `tcpulse-${program.slice(0, 2)}`;
      execFileSync('ip', ['link', 'add', name, 'type', 'veth', 'peer', 'name', `${name}p`]);
      try {
        execFileSync('ip', ['link', 'set', name, 'up']);
        const args = program === 'tcpdump' ? ['-n', '-U', '-i', name, '-w', '-'] : ['-q', '-i', name, '-w', '-'];
        const recording = record({ folder, source: program, command: { program, args }, options: { interface: name } });
        await recording.begun();
        execFileSync('ip', ['link', 'del', name]);
        await ended(recording);
        expect(recording.progress.end?.code).toBe('interface-gone');
        expect(contentOf(recording.bytes.paths[0] ?? '').interfaces).toHaveLength(1);
      } finally {
        spawnSync('ip', ['link', 'del', name], { stdio: 'ignore' });
      }
    },
  );

  it('whose recorder is killed at any moment holds whole packets up to there', async () => {
    for (const [round, waitFor] of [40, 400, 1500].entries()) {
      const recording = record({
        folder,
        command: fakeSource('header(); let n = 0; setInterval(() => { for (let i = 0; i < 20; i++) packet(++n, 900) }, 1)'),
      });
      await holding(recording, waitFor);
      process.kill(recorderOf(recording), 'SIGKILL');
      await ended(recording);
      expect(recording.progress.end?.code, `round ${round}`).toBe('recorder-lost');
      const kept = seconds(recording.bytes.paths[0]);
      expect(kept.length).toBeGreaterThanOrEqual(waitFor);
      expect(kept).toEqual(kept.map((_, index) => index + 1));
      await recording.bytes.close();
    }
  });
});

describe('why a source ended', () => {
  const up = () => ({ exists: true, up: true });
  const ending = { kind: 'tcpdump', interface: 'eth0', status: 1, signal: null, said: 'x', packets: 0 } as const;
  it.each([
    { name: 'the interface is not there any more', ending, facts: () => ({ exists: false, up: false }), code: 'interface-gone' },
    { name: 'the interface is down', ending: { ...ending, packets: 9 }, facts: () => ({ exists: true, up: false }), code: 'interface-down' },
    { name: 'no permission', ending: { ...ending, said: "You don't have permission to perform this capture" }, facts: up, code: 'not-permitted' },
    { name: 'a wrong filter', ending: { ...ending, said: "can't parse filter expression: syntax error" }, facts: up, code: 'bad-filter' },
    { name: 'the connection to the remote host', ending: { ...ending, kind: 'ssh', status: 255 }, facts: up, code: 'remote-lost' },
    { name: 'a remote program', ending: { ...ending, kind: 'ssh', status: 1 }, facts: up, code: 'source-died' },
    { name: 'anything else', ending, facts: up, code: 'source-died' },
  ] as const)('$name', ({ ending: given, facts, code }) => {
    expect(sourceFault(given, facts).code).toBe(code);
  });

  it('is told in one line, without what dumpcap says of every capture', () => {
    const said = 'Capturing on \'nosuch\'\ndumpcap: There is no device named "nosuch".\n(No such device exists)';
    const { detail } = sourceFault({ ...ending, interface: 'nosuch', said }, () => ({ exists: false, up: false }));
    expect(detail).toBe('dumpcap: There is no device named "nosuch". (No such device exists)');
  });

  it.each([
    { name: 'dumpcap', said: "Capturing on 'Loopback: lo'\nFile: -\nPackets captured: 7" },
    { name: 'tcpdump', said: 'tcpdump: listening on lo, link-type EN10MB (Ethernet), snapshot length 262144 bytes' },
  ])('is the signal that ended $name where it said nothing of its end', ({ said }) => {
    const killed = { ...ending, status: null, signal: 'SIGKILL', said, packets: 7 } as const;
    expect(sourceFault(killed, up)).toEqual({ code: 'source-died', detail: 'signal SIGKILL' });
  });
});
