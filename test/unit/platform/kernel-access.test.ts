/** The shell loop and what starts it, on the machine that the test runs on. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NO_SS, parseHostText } from '../../../src/engine/host/host-text';
import { createKernelAccess, failureOf } from '../../../src/platform/host/kernel-access';
import { LOOK_END, SHELL_LOOP } from '../../../src/platform/host/shell-loop';
import { ShellProbe } from '../../../src/platform/host/shell-probe';
import { AppError } from '../../../src/shared/contract/errors';
import { hostTargetSchema } from '../../../src/shared/contract/host';

const onLinux = process.platform === 'linux';
const gone = (stderr: string, detail: string): AppError => new AppError('host-lost', { host: 'test', reason: `${stderr}|${detail}` });

it('the loop can be handed over inside single quotes, to any shell', () => {
  expect(SHELL_LOOP).not.toMatch(/['!\n]/);
});

it('the loop names no program but those that read', () => {
  const programs =
    SHELL_LOOP.match(/(?<=^|[;()|&]\s?|\bdo |\bthen )\b(?!do\b|done\b|then\b|fi\b|esac\b|case\b|while\b|export\b|\w+=)[a-z]\w*/g) ?? [];
  expect([...new Set(programs)].sort()).toEqual(['cat', 'cd', 'date', 'echo', 'grep', 'head', 'sed', 'ss']);
});

describe.skipIf(!onLinux)('this machine', () => {
  it('is looked at', async () => {
    const probe = createKernelAccess().open({ netns: null, ssh: null });
    try {
      const before = Date.now();
      const { samples, issues } = parseHostText(await probe.look({ sockets: true, sysctls: true }));
      expect(issues).toEqual([]);
      expect(samples).toHaveLength(1);
      expect(Math.abs((samples[0]?.timeMs ?? 0) - before)).toBeLessThan(30_000);
      expect(samples[0]?.sysctls?.['net.core.somaxconn']).toBe(readFileSync('/proc/sys/net/core/somaxconn', 'utf8').trim());
      expect(samples[0]?.counters).toMatchObject({ ListenOverflows: expect.any(Number), ActiveOpens: expect.any(Number) });
      expect(parseHostText(await probe.look({ sockets: false, sysctls: false })).samples).toMatchObject([{ timers: null, sysctls: null }]);
    } finally {
      probe.close();
    }
  });

  it('without ss says so, and gives its counters all the same', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tcpulse-path-'));
    try {
      for (const program of ['cat', 'date', 'grep', 'head', 'sed', 'sh']) {
        symlinkSync(execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim(), join(folder, program));
      }
      const text = execFileSync(join(folder, 'sh'), ['-c', SHELL_LOOP], { input: '-\n', encoding: 'utf8', env: { PATH: folder } });
      expect(text).toContain(NO_SS);
      expect(parseHostText(text).samples[0]?.counters).toMatchObject({ ListenOverflows: expect.any(Number) });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is left alone when the input of the loop ends', async () => {
    const child = spawn('sh', ['-c', SHELL_LOOP], { stdio: ['pipe', 'ignore', 'ignore'] });
    child.stdin.end();
    const [status] = (await once(child, 'exit')) as [number | null];
    expect(status).toBe(0);
  });
});

describe('a shell', () => {
  it('that ends tells why, now and later', async () => {
    const probe = new ShellProbe(['sh', '-c', 'echo no way >&2; exit 3'], gone);
    await expect(probe.look({ sockets: false, sysctls: false })).rejects.toMatchObject({ data: { reason: 'no way|exit status 3' } });
    await expect(probe.look({ sockets: false, sysctls: false })).rejects.toMatchObject({ code: 'host-lost' });
  });
  it('that cannot be started tells which', async () => {
    const probe = new ShellProbe(['tcpulse-no-such-program'], gone);
    await expect(probe.look({ sockets: false, sysctls: false })).rejects.toMatchObject({ data: { reason: '|tcpulse-no-such-program: ENOENT' } });
  });
  it('may answer in pieces', async () => {
    const probe = new ShellProbe(
      ['sh', '-c', `read -r a; printf 'one\\n@tcpul'; sleep 0.1; printf 'se end\\n'; read -r a; echo two; echo '${LOOK_END}'`],
      gone,
    );
    expect(await probe.look({ sockets: false, sysctls: false })).toBe('one\n');
    expect(await probe.look({ sockets: false, sysctls: false })).toBe('two\n');
    probe.close();
  });
});

describe('the name of a host or namespace', () => {
  it.each([
    { ssh: 'me@web', netns: null },
    { ssh: 'ssh://me@[2001:db8::1]:22', netns: 'a.b-c_d' },
    { ssh: 'web', netns: null },
    { ssh: null, netns: 'web+1' },
  ])('may be $ssh, $netns', (target) => {
    expect(hostTargetSchema.safeParse(target).success).toBe(true);
  });
  it.each([
    { ssh: '-oProxyCommand=id', netns: null },
    { ssh: 'web; id', netns: null },
    { ssh: 'web\nid', netns: null },
    { ssh: '', netns: null },
    { ssh: null, netns: '../proc/1/ns/net' },
    { ssh: null, netns: '-x' },
    { ssh: null, netns: 'a;id' },
    { ssh: null, netns: '' },
  ])('is never an option or a command: $ssh, $netns', (target) => {
    expect(hostTargetSchema.safeParse(target).success).toBe(false);
  });
});

it.each([
  {
    target: { ssh: null, netns: 'web' },
    stderr: 'Cannot open network namespace "web": No such file or directory',
    detail: 'exit status 255',
    code: 'no-such-namespace',
  },
  {
    target: { ssh: null, netns: 'web' },
    stderr: 'nsenter: cannot open /run/netns/web: No such file or directory',
    detail: 'exit status 1',
    code: 'no-such-namespace',
  },
  {
    target: { ssh: null, netns: 'web' },
    stderr: 'setting the network namespace "web" failed: Operation not permitted',
    detail: 'exit status 255',
    code: 'host-not-permitted',
  },
  {
    target: { ssh: null, netns: 'web' },
    stderr: "nsenter: reassociate to namespace 'ns/net' failed: Operation not permitted",
    detail: 'exit status 1',
    code: 'host-not-permitted',
  },
  {
    target: { ssh: 'me@server', netns: 'web' },
    stderr: 'Cannot open network namespace "web": No such file or directory',
    detail: 'exit status 255',
    code: 'no-such-namespace',
  },
  { target: { ssh: 'me@server', netns: 'web' }, stderr: 'me@server: Permission denied (publickey).', detail: 'exit status 255', code: 'ssh-failed' },
  { target: { ssh: 'me@server', netns: null }, stderr: '', detail: 'ssh: ENOENT', code: 'ssh-failed' },
  { target: { ssh: 'me@server', netns: null }, stderr: '', detail: 'SIGHUP', code: 'host-lost' },
  { target: { ssh: 'me@server', netns: 'web' }, stderr: 'sh: 1: ip: not found', detail: 'exit status 127', code: 'host-lost' },
])('$stderr $detail means $code', ({ target, stderr, detail, code }) => {
  expect(failureOf(target)(stderr, detail)).toMatchObject({ code, data: { host: target.ssh ?? 'localhost' } });
});
