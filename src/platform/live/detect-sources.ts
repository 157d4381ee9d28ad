/** Which capture programs are here, and which of them this user may capture with. */
import type { LiveSourceKind } from '../../shared/contract/choices';
import type { LiveSource, LiveSources } from '../../shared/contract/live';
import { AGENT_SCRIPT, CAP_NOT_LOADED, capInvocation } from './cap-invocation';
import { findProgram, type Machine } from './machine';
import { askProgram, type ProgramAnswer } from './run-program';

/** Those of this machine, in order of preference. */
const LOCAL_SOURCES = ['dumpcap', 'tcpdump', 'cap'] as const satisfies readonly LiveSourceKind[];
type LocalSource = (typeof LOCAL_SOURCES)[number];

export async function detectSources(machine: Machine): Promise<LiveSources> {
  const sources = await Promise.all([...LOCAL_SOURCES.map((kind) => detect(kind, machine)), detectSsh(machine)]);
  return {
    sources,
    chosen: LOCAL_SOURCES.find((kind) => sources.some((source) => source.kind === kind && source.state === 'ready')) ?? null,
    platform: machine.platform,
    user: machine.user,
    pkexec:
      machine.platform === 'linux' &&
      findProgram('pkexec', machine)?.mayRun === true &&
      (process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY ?? '') !== '',
  };
}

async function detect(kind: LocalSource, machine: Machine): Promise<LiveSource> {
  if (kind === 'cap') return await detectCap(machine);
  const found = findProgram(kind, machine);
  const source = { kind, program: found?.path ?? null, version: null, said: '', kernelTimes: true };
  if (found === null) return { ...source, state: 'missing' };
  if (!found.mayRun) return { ...source, state: 'not-permitted' };
  const [version, opened] = await Promise.all([
    askProgram({ program: found.path, args: ['--version'] }),
    askProgram({ program: found.path, args: ['-L', '-i', loopbackOf(machine)] }),
  ]);
  return { ...source, version: versionIn(version.output || version.said), state: stateOf(opened), said: opened.said };
}

async function detectCap(machine: Machine): Promise<LiveSource> {
  return sourceOfCap(machine.hasCap() ? await askProgram(capInvocation({ do: 'try', interface: loopbackOf(machine), filter: '' })) : null);
}

/** `opened`: how the agent fared with an interface that is always there; null: the package is not installed. */
export function sourceOfCap(opened: ProgramAnswer | null): LiveSource {
  const source = { kind: 'cap', program: null, version: null, said: opened?.said ?? '', kernelTimes: false } as const;
  // Built for another Node: for this one it has to be built first, as where it is not installed.
  if (opened === null || opened.status === CAP_NOT_LOADED) return { ...source, state: 'missing' };
  return { ...source, program: AGENT_SCRIPT, state: stateOf(opened) };
}

/** Whether the remote host lets us in is known when it is tried. */
async function detectSsh(machine: Machine): Promise<LiveSource> {
  const found = findProgram('ssh', machine);
  const source = { kind: 'ssh', program: found?.path ?? null, kernelTimes: true } as const;
  if (found === null || !found.mayRun) return { ...source, state: 'missing', version: null, said: '' };
  const { said, output } = await askProgram({ program: found.path, args: ['-V'] });
  return { ...source, state: 'ready', version: versionIn(said || output), said: '' };
}

/** Other failures are the interface's: one that is down may be opened for all that. */
function stateOf({ status, said }: ProgramAnswer): LiveSource['state'] {
  return status === 0 || !/permission|not permitted|denied|root|access/i.test(said) ? 'ready' : 'not-permitted';
}

/** An interface that is always there, to see whether it may be opened. */
function loopbackOf({ platform }: Machine): string {
  if (platform === 'win32') return '\\Device\\NPF_Loopback';
  return platform === 'linux' ? 'lo' : 'lo0';
}

function versionIn(text: string): string | null {
  return /\d+\.\d+(?:\.\d+)?(?:p\d+)?/.exec(text)?.[0] ?? null;
}
