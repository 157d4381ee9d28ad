/** Capturing on another host over ssh: one shell command there, which never captures the ssh connection that it is run over. */
import { AppError } from '../../shared/contract/errors';
import type { LiveRemote } from '../../shared/contract/live';
import { type CaptureOptions, programArguments } from './program-arguments';
import type { Invocation } from './run-program';

/** Without an answer for so long the connection counts as lost: interval times count. */
const ALIVE_INTERVAL_S = 5;
const ALIVE_COUNT = 3;
const CONNECT_TIMEOUT_S = 15;
/** Status of the remote command when the host has no program to capture with. */
export const NO_REMOTE_PROGRAM = 96;
/** Where the filter belongs in the arguments. */
const FILTER_PLACE = 'tcpulse-filter';

/** `ssh` that asks nobody for a password: keys or an agent have to be there. */
export function sshInvocation({ destination, port }: LiveRemote, command: string): Invocation {
  const options = [
    'BatchMode=yes',
    `ServerAliveInterval=${ALIVE_INTERVAL_S}`,
    `ServerAliveCountMax=${ALIVE_COUNT}`,
    `ConnectTimeout=${CONNECT_TIMEOUT_S}`,
  ].flatMap((option) => ['-o', option]);
  return { program: 'ssh', args: ['-T', ...options, ...(port === null ? [] : ['-p', String(port)]), '--', destination, command] };
}

/** Throws AppError `invalid-params` without a remote host. */
export function remoteInvocation(options: CaptureOptions): Invocation {
  const { remote } = options;
  if (remote === null) throw new AppError('invalid-params', { method: 'live.start', at: 'remote', problem: 'missing' });
  return sshInvocation(remote, remoteCapture(options));
}

/**
 * A POSIX shell script: the host's dumpcap or tcpdump with the filter of the user and without ssh from here to there: the packets of this very
 * connection, and of the one that samples the host's kernel meanwhile.
 */
export function remoteCapture(options: CaptureOptions): string {
  const sudo = options.remote?.sudo === true ? 'sudo -n ' : '';
  const run = (program: 'dumpcap' | 'tcpdump'): string => {
    const words = programArguments(program, { ...options, filter: FILTER_PLACE }).map((word) => (word === FILTER_PLACE ? '"$f"' : quoted(word)));
    return `exec ${sudo}${program} ${words.join(' ')}`;
  };
  return [
    'PATH="$PATH:/usr/sbin:/sbin:/usr/local/sbin:/usr/local/bin"; export PATH; LC_ALL=C; export LC_ALL',
    `u=${quoted(options.filter)}`,
    // sshd(8): client address, client port, server address, server port. An address may name its zone behind a percent sign.
    'if [ -z "$SSH_CONNECTION" ]; then echo "the host does not tell which connection it is reached by (SSH_CONNECTION)" >&2; exit 97; fi',
    'set -- $SSH_CONNECTION',
    'h=$(printf %s "$1" | cut -d% -f1)',
    'f="not (host $h and tcp port $4)"',
    'if [ -n "$u" ]; then f="$f and ($u)"; fi',
    `if command -v dumpcap >/dev/null 2>&1; then ${run('dumpcap')}; fi`,
    `if command -v tcpdump >/dev/null 2>&1; then ${run('tcpdump')}; fi`,
    'echo "neither dumpcap nor tcpdump is installed" >&2',
    `exit ${NO_REMOTE_PROGRAM}`,
  ].join('\n');
}

/** A word of a POSIX shell that stands for itself. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
