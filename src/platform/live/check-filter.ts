/** Asks the compiler of the source whether a capture filter is right, before anything is captured. */
import type { LiveFilterCheck, LiveSource, LiveTarget } from '../../shared/contract/live';
import { capInvocation } from './cap-invocation';
import { quoted, sshInvocation } from './remote-command';
import { askProgram, type Invocation } from './run-program';

const REMOTE_TIMEOUT_MS = 20_000;
/** A compiler that cannot open the interface could not compile; that is no fault of the filter. */
const NOT_THE_FILTER = /permission|not permitted|no such device|command not found|could not be obtained/i;

const ABOUT_THE_FILTER = /parse|syntax|expression|unknown|illegal|invalid/i;

/** `source`: of this machine; for a remote host ssh. */
export async function checkFilter(target: LiveTarget, source: LiveSource): Promise<LiveFilterCheck> {
  if (target.filter.trim() === '') return { valid: true, checked: true, message: null };
  const answer = await askProgram(compilation(target, source), source.kind === 'ssh' ? REMOTE_TIMEOUT_MS : undefined);
  const message = compilerMessage(answer.said);
  // dumpcap gives 0 and says on standard error what is wrong.
  const valid = answer.status === 0 && !/invalid capture filter|isn't a valid|syntax error/i.test(answer.said);
  if (valid) return { valid: true, checked: true, message: null };
  // The package cap tells what is wrong and may crash right after: then there is no status, and yet an answer.
  if (NOT_THE_FILTER.test(answer.said) || (answer.status === null && !ABOUT_THE_FILTER.test(answer.said)))
    return { valid: true, checked: false, message };
  return { valid: false, checked: true, message };
}

function compilation({ filter, interface: name, remote }: LiveTarget, source: LiveSource): Invocation {
  switch (source.kind) {
    case 'dumpcap':
      return { program: source.program ?? 'dumpcap', args: ['-d', '-i', name, '-f', filter] };
    case 'ssh': {
      const command = `PATH="$PATH:/usr/sbin:/sbin"; LC_ALL=C tcpdump -d -i ${quoted(name)} -- ${quoted(filter)} >/dev/null`;
      return remote === null ? { program: 'ssh', args: [] } : sshInvocation(remote, command);
    }
    case 'cap':
      return capInvocation({ do: 'try', interface: name, filter });
    default:
      return { program: source.program ?? 'tcpdump', args: ['-d', '-i', name, '--', filter] };
  }
}

/** The sentence about the filter, without the program's name and what it says besides. */
function compilerMessage(said: string): string {
  const ofDumpcap = /isn't a valid capture filter \((.*)\)\.?$/m.exec(said)?.[1];
  const lines = said.split('\n').filter((line) => !/^(Capturing on|Warning: assuming)/.test(line));
  return ofDumpcap ?? (lines[0] ?? '').trim().replace(/^(tcpdump|dumpcap): /, '');
}
