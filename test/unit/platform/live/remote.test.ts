/** Capturing on another host: a stand-in for ssh runs the remote command here, as sshd would. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quoted, remoteCapture, remoteInvocation } from '../../../../src/platform/live/remote-command';
import { askProgram } from '../../../../src/platform/live/run-program';
import { contentOf, ended, isBuilt, OPTIONS, record } from '../../../live/record';

const REMOTE = { destination: 'admin@server', port: 2222, sudo: false };
const options = { ...OPTIONS, interface: 'eth0', remote: REMOTE };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpulse-remote-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, script: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('the remote command', () => {
  const runRemote = async (filter: string, connection = '198.51.100.9 50000 203.0.113.5 22') => {
    program('dumpcap', 'for word in "$@"; do printf "[%s]" "$word"; done');
    return await askProgram({
      program: '/bin/sh',
      args: ['-c', remoteCapture({ ...options, filter })],
      environment: { PATH: `${folder}${delimiter}/usr/bin${delimiter}/bin`, SSH_CONNECTION: connection },
    });
  };

  it('leaves out its own connections, whatever else is asked for', async () => {
    expect((await runRemote('')).output).toContain('[-f][not (host 198.51.100.9 and tcp port 22)]');
    const { output } = await runRemote('tcp port 443 or host 10.0.0.1');
    expect(output).toContain('[-f][not (host 198.51.100.9 and tcp port 22) and (tcp port 443 or host 10.0.0.1)]');
    expect(output).toContain('[-i][eth0]');
    expect(output).toContain('[-w][-]');
  });

  it('takes a filter as one word, whatever is in it', async () => {
    const nasty = `port 1'; touch ${join(folder, 'touched')}; echo '$(id) \`id\``;
    const { output } = await runRemote(nasty);
    expect(output).toContain(`and (${nasty})]`);
    expect(() => readFileSync(join(folder, 'touched'))).toThrow();
  });

  it('leaves out a zone of an address', async () => {
    expect((await runRemote('', 'fe80::1%eth0 50000 fe80::2%eth0 22')).output).toContain('not (host fe80::1 and');
  });

  it('does not start where it cannot tell its own connection', async () => {
    const answer = await runRemote('', '');
    expect(answer.status).toBe(97);
    expect(answer.said).toContain('SSH_CONNECTION');
  });

  it('asks nobody for a password and takes no option from a name', () => {
    const { args } = remoteInvocation(options);
    expect(args).toEqual(expect.arrayContaining(['BatchMode=yes', '-p', '2222']));
    expect(args.slice(-3, -1)).toEqual(['--', 'admin@server']);
  });

  it('quotes words of a shell', () => {
    expect(quoted('eth0')).toBe('eth0');
    expect(quoted("a'b c")).toBe("'a'\\''b c'");
  });
});

describe.skipIf(!isBuilt)('a remote recording', () => {
  it('whose connection breaks keeps what came before, and says so', async () => {
    const header = '\\324\\303\\262\\241\\002\\000\\004\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\001\\000\\001\\000\\000\\000';
    const packet = '\\001\\000\\000\\000\\002\\000\\000\\000\\004\\000\\000\\000\\004\\000\\000\\000abcd';
    const ssh = program('ssh', `printf '${header}${packet}${packet}'; sleep 0.2; echo 'Timeout, server not responding.' >&2; exit 255`);
    const recording = record({ folder, source: 'ssh', command: { program: ssh, args: [] }, options: { interface: 'eth0' } });
    await ended(recording);
    expect(recording.progress.end).toEqual({ code: 'remote-lost', detail: 'Timeout, server not responding.' });
    expect(contentOf(recording.bytes.paths[0] ?? '').packets).toHaveLength(2);
  });
});
