/** The command line of each capture program: it writes a pcap or pcapng stream to standard output. */
import type { LiveSourceKind } from '../../shared/contract/choices';
import { capInvocation } from './cap-invocation';
import { type CaptureOptions, programArguments } from './program-arguments';
import { remoteInvocation } from './remote-command';
import type { Invocation } from './run-program';

/** `program`: path of dumpcap or tcpdump as it was found; not asked for otherwise. */
export function sourceCommand(kind: Exclude<LiveSourceKind, 'pipe'>, program: string, options: CaptureOptions): Invocation {
  switch (kind) {
    case 'dumpcap':
      return options.elevate
        ? { program: 'pkexec', args: [program, ...programArguments(kind, options)] }
        : { program, args: programArguments(kind, options) };
    case 'tcpdump':
      return { program, args: programArguments(kind, options) };
    case 'cap':
      return capInvocation({
        do: 'capture',
        interface: options.interface,
        filter: options.filter,
        snapLength: options.snapLength ?? 0,
        bufferMiB: options.bufferMiB,
      });
    case 'ssh':
      return remoteInvocation(options);
  }
}

/**
 * Who reads a named pipe: opening one waits for its writer, and what waits so cannot be ended but from outside. Null: the recorder itself, for standard
 * input and on Windows, where opening does not wait.
 */
export function pipeCommand(path: string, platform: string): Invocation | null {
  return path === '-' || platform === 'win32' ? null : { program: 'cat', args: ['--', path] };
}
