/** An ssh server on the loopback with keys made for one test, and an ssh client set up to reach it. Root only. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const SSHD = '/usr/sbin/sshd';
const STARTED_WITHIN_MS = 10_000;

export interface LoopbackSsh {
  readonly destination: string;
  /** Process id of the server; those that serve its connections come from it. */
  readonly process: number;
  /** What a process needs to use it: the agent that holds the key, and an ssh that knows the host. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startLoopbackSsh(): Promise<LoopbackSsh> {
  const folder = mkdtempSync(join(tmpdir(), 'tcpulse-ssh-'));
  const file = (name: string): string => join(folder, name);
  const port = await freePort();
  for (const key of ['host', 'user']) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'tcpulse test', '-f', file(key)]);
  writeFileSync(file('known_hosts'), `[127.0.0.1]:${port} ${readFileSync(file('host.pub'), 'utf8')}`);
  writeFileSync(
    file('sshd_config'),
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${file('host')}`,
      `AuthorizedKeysFile ${file('user.pub')}`,
      'PidFile none',
      'UsePAM no',
      'StrictModes no',
      'PermitRootLogin prohibit-password',
      'PasswordAuthentication no',
    ].join('\n'),
  );
  // The user's own configuration is neither read nor written: `ssh` on the path is one that names this one.
  writeFileSync(file('ssh_config'), `UserKnownHostsFile ${file('known_hosts')}\nIdentityFile none\n`);
  mkdirSync(file('bin'));
  const client = execFileSync('sh', ['-c', 'command -v ssh'], { encoding: 'utf8' }).trim();
  writeFileSync(join(file('bin'), 'ssh'), `#!/bin/sh\nexec ${client} -F ${file('ssh_config')} "$@"\n`);
  chmodSync(join(file('bin'), 'ssh'), 0o755);
  mkdirSync('/run/sshd', { recursive: true });
  const server = spawn(SSHD, ['-D', '-e', '-f', file('sshd_config')], { stdio: 'ignore' });
  const socket = file('agent');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  const stop = async (): Promise<void> => {
    await Promise.all([ended(server), ended(agent)]);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await answers(port);
    const environment = { SSH_AUTH_SOCK: socket, PATH: `${file('bin')}:${process.env.PATH ?? ''}` };
    execFileSync('ssh-add', ['-q', file('user')], { env: { ...process.env, ...environment } });
    return { destination: `ssh://root@127.0.0.1:${port}`, process: server.pid ?? 0, environment, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function answers(port: number): Promise<void> {
  const endsAt = Date.now() + STARTED_WITHIN_MS;
  while (Date.now() < endsAt) {
    const socket = connect(port, '127.0.0.1');
    const reached = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'error').then(() => false)]).catch(() => false);
    socket.destroy();
    if (reached) return;
    await sleep(50);
  }
  throw new Error('sshd does not answer');
}
