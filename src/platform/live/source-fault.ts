/** Why a source ended that nobody asked to end. */
import type { LiveSourceKind } from '../../shared/contract/choices';
import type { LiveEnd } from '../../shared/contract/live';
import { hasInterface, interfaceFact } from './network-interfaces';
import { NO_REMOTE_PROGRAM } from './remote-command';

export interface SourceEnding {
  readonly kind: LiveSourceKind;
  readonly interface: string;
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly said: string;
  /** Packets that came before. */
  readonly packets: number;
}

/** ssh's own status when the connection failed (ssh(1)). */
const SSH_FAILED = 255;
const INTERFACE_UP = 1;

/** What the system tells goes before what the program says: the words differ from version to version. */
export function sourceFault(ending: SourceEnding, facts: (name: string) => InterfaceFacts = interfaceFacts): LiveEnd {
  const { kind, status, signal, packets } = ending;
  const said = oneLine(ending.said) || (signal === null ? `status ${status}` : `signal ${signal}`);
  const fault = (code: LiveEnd['code']): LiveEnd => ({ code, detail: said });
  if (kind === 'ssh') {
    if (status === SSH_FAILED) return fault('remote-lost');
    if (status === NO_REMOTE_PROGRAM) return fault('source-died');
  } else if (kind !== 'pipe') {
    // dumpcap calls it success when its interface is gone.
    const { exists, up } = facts(ending.interface);
    if (!exists) return fault('interface-gone');
    if (!up && packets > 0) return fault('interface-down');
    if (!up && /down/i.test(said)) return fault('interface-down');
  }
  if (status === 0) return fault('source-ended');
  if (packets === 0 && /permission|not permitted/i.test(said)) return fault('not-permitted');
  if (packets === 0 && /capture filter|syntax error|parse filter/i.test(said)) return fault('bad-filter');
  if (/no such device|no device named|interface .*gone|disappeared/i.test(said)) return fault('interface-gone');
  return fault('source-died');
}

/** What dumpcap and tcpdump say of every capture, however it ends. */
const ROUTINE = /^(Capturing on |File: |Packets (captured|received\/dropped)|tcpdump: (verbose output suppressed|listening on |data link type ))/;

/** Lines of a program as one for people; empty where it said nothing of its end. */
function oneLine(said: string): string {
  const lines = said.split('\n').filter((line) => !ROUTINE.test(line));
  return lines.join(' ');
}

export interface InterfaceFacts {
  readonly exists: boolean;
  readonly up: boolean;
}

/** As Linux tells; elsewhere nothing is known, and nothing is claimed. */
export function interfaceFacts(name: string): InterfaceFacts {
  if (process.platform !== 'linux' || name === 'any' || name.includes('/')) return { exists: true, up: true };
  if (!hasInterface(name)) return { exists: !/^[\w.-]{1,15}$/.test(name) || isPseudo(name), up: true };
  const flags = interfaceFact(name, 'flags');
  return { exists: true, up: flags === null || (flags & INTERFACE_UP) !== 0 };
}

/** libpcap's own sources, which are no network interfaces. */
function isPseudo(name: string): boolean {
  return /^(nflog|nfqueue|usbmon|bluetooth|dbus)/.test(name);
}
