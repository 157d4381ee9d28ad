import { accessSync, constants } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { HostProbe, KernelAccess } from '../../engine/session/host';
import { AppError } from '../../shared/contract/errors';
import type { HostTarget } from '../../shared/contract/host';
import { SHELL_LOOP } from './shell-loop';
import { ShellProbe } from './shell-probe';

/** Where `ip netns add` makes them known. */
const NAMESPACES_FOLDER = '/run/netns';
/** Programs of the system administration, which are not on every user's path. */
const SYSTEM_FOLDERS = ['/usr/sbin', '/sbin', '/usr/bin', '/bin'];

/** The kernels of this machine and of those that the user's ssh client reaches. */
export function createKernelAccess(): KernelAccess {
  const isLinux = process.platform === 'linux';
  return {
    missing: isLinux ? (findProgram('ss') === null ? ['no-ss'] : []) : ['not-linux'],
    namespaces: async () => (isLinux ? (await readdir(NAMESPACES_FOLDER).catch(() => [])).sort() : []),
    open: (target) => {
      if (target.ssh === null && !isLinux) throw new AppError('host-not-linux', { host: 'localhost' });
      return openProbe(target);
    },
  };
}

function openProbe(target: HostTarget): HostProbe {
  const { ssh, netns } = target;
  if (ssh === null) return new ShellProbe([...(netns === null ? [] : entering(netns)), 'sh', '-c', SHELL_LOOP], failureOf(target));
  const remote = `${netns === null ? '' : `ip netns exec ${netns} `}sh -c '${SHELL_LOOP}'`;
  return new ShellProbe(['ssh', ...SSH_OPTIONS, '--', ssh, remote], failureOf(target));
}

/** The user's own client, configuration and agent; it never asks, and notices within a minute that the host is gone. */
const SSH_OPTIONS = ['-T', '-x', '-oBatchMode=yes', '-oConnectTimeout=15', '-oServerAliveInterval=15', '-oServerAliveCountMax=3'];

/** The command before the one that is to run in a namespace of this machine. */
function entering(netns: string): string[] {
  const ip = findProgram('ip');
  return ip === null ? ['nsenter', `--net=${join(NAMESPACES_FOLDER, netns)}`] : [ip, 'netns', 'exec', netns];
}

function findProgram(name: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...SYSTEM_FOLDERS];
  for (const folder of folders) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not there.
    }
  }
  return null;
}

/** What ip and nsenter write when the namespace does not exist, and when it may not be entered. */
const NO_NAMESPACE = /Cannot open network namespace .*No such file|cannot open .*No such file/i;
const NOT_PERMITTED = /setting the network namespace|reassociate to namespace|mount --make-rslave|unshare failed|\/run\/netns\/.*Permission denied/i;
/** Exit status of ssh itself, and of `ip netns exec` that it ran. */
const SSH_FAILED = 'exit status 255';

/** Why a shell for `target` ended. */
export function failureOf({ ssh, netns }: HostTarget): (stderr: string, detail: string) => AppError {
  const host = ssh ?? 'localhost';
  return (stderr, detail) => {
    const reason = stderr.split('\n').at(-1) || detail;
    if (netns !== null && NO_NAMESPACE.test(stderr)) return new AppError('no-such-namespace', { host, name: netns });
    if (netns !== null && NOT_PERMITTED.test(stderr)) return new AppError('host-not-permitted', { host, name: netns, reason });
    if (ssh !== null && (detail === SSH_FAILED || detail.startsWith('ssh:'))) return new AppError('ssh-failed', { host, reason });
    return new AppError('host-lost', { host, reason });
  };
}
