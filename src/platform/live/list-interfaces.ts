/** The interfaces that a source can capture on, with addresses, state and link type. */
import { existsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { AppError } from '../../shared/contract/errors';
import type { LiveInterface, LiveRemote, LiveSource } from '../../shared/contract/live';
import { capInvocation } from './cap-invocation';
import { interfaceFact, interfacesIn, SYSTEM_FOLDER } from './network-interfaces';
import { sshInvocation } from './remote-command';
import { askProgram } from './run-program';

const REMOTE_TIMEOUT_MS = 20_000;
/** `dumpcap -D -M`: number and name, vendor, friendly name, type, addresses, loopback or network, extcap. */
const DUMPCAP_LINE = /^\d+\. (.+)$/;
/** `tcpdump -D`: number, name, a description in parentheses, flags in brackets. */
const TCPDUMP_LINE = /^\d+\.(\S+)(?: \((.*)\))?(?: \[(.*)\])?$/;
/** Numbers of /sys/class/net/NAME/type (linux/if_arp.h) to the LINKTYPE_ that a capture there has. */
const LINUX_LINK_TYPES: Readonly<Record<number, string>> = {
  1: 'ETHERNET',
  772: 'ETHERNET',
  65534: 'RAW',
  801: 'IEEE802_11',
  803: 'IEEE802_11_RADIOTAP',
  512: 'PPP',
};

/** `source`: one of this machine that is ready. Throws AppError `live-source-not-ready`. */
export async function listInterfaces(source: LiveSource): Promise<LiveInterface[]> {
  if (source.kind === 'cap') return (await listOfCap()).map(withLocalFacts);
  const dumpcap = source.kind === 'dumpcap';
  const answer = await askProgram({ program: source.program ?? source.kind, args: dumpcap ? ['-D', '-M'] : ['-D'] });
  if (answer.status !== 0) throw new AppError('live-source-not-ready', { source: source.kind, reason: answer.said });
  return (dumpcap ? dumpcapInterfaces(answer.output) : tcpdumpInterfaces(answer.output)).map(withLocalFacts);
}

/** What the system lists where no program may be asked: on Linux all, elsewhere those that have an address. */
export function systemInterfaces(folder: string = SYSTEM_FOLDER): LiveInterface[] {
  const listed = existsSync(folder) ? interfacesIn(folder) : [];
  const names = new Set([...listed, ...Object.keys(networkInterfaces())]);
  const isLoopback = (name: string): boolean => networkInterfaces()[name]?.some(({ internal }) => internal) === true;
  return [...names].sort().map((name) => withLocalFacts(plainInterface(name, null, [], isLoopback(name))));
}

/** Throws AppError `remote-failed`. */
export async function listRemoteInterfaces(remote: LiveRemote): Promise<LiveInterface[]> {
  const sudo = remote.sudo ? 'sudo -n ' : '';
  const command = `PATH="$PATH:/usr/sbin:/sbin:/usr/local/bin"; LC_ALL=C; export PATH LC_ALL; ${sudo}tcpdump -D 2>/dev/null || ${sudo}dumpcap -D -M`;
  const answer = await askProgram(sshInvocation(remote, command), REMOTE_TIMEOUT_MS);
  const found = TCPDUMP_LINE.test(answer.output.split('\n')[0] ?? '') ? tcpdumpInterfaces(answer.output) : dumpcapInterfaces(answer.output);
  if (found.length === 0) throw new AppError('remote-failed', { host: remote.destination, reason: answer.said });
  return found;
}

export function dumpcapInterfaces(text: string): LiveInterface[] {
  return text.split('\n').flatMap((line) => {
    const [name = '', , friendly = '', , addresses = '', kind = ''] = (DUMPCAP_LINE.exec(line.trimEnd())?.[1] ?? '').split('\t');
    if (name === '') return [];
    return [plainInterface(name, friendly || null, addresses.split(',').filter(Boolean), kind === 'loopback')];
  });
}

export function tcpdumpInterfaces(text: string): LiveInterface[] {
  return text.split('\n').flatMap((line) => {
    const [, name = '', description, flags = ''] = TCPDUMP_LINE.exec(line.trim()) ?? [];
    if (name === '') return [];
    const state = /\bUp\b/.test(flags) ? 'up' : name === 'any' || flags === '' ? 'unknown' : 'down';
    return [{ ...plainInterface(name, description ?? null, [], /\bLoopback\b/.test(flags)), state }];
  });
}

async function listOfCap(): Promise<LiveInterface[]> {
  const answer = await askProgram(capInvocation({ do: 'list' }));
  if (answer.status !== 0) throw new AppError('live-source-not-ready', { source: 'cap', reason: answer.said });
  const devices = JSON.parse(answer.output) as { name: string; description?: string; flags?: string; addresses: { addr?: string }[] }[];
  // The package cannot open the pseudo-interface that stands for all.
  return devices
    .filter(({ name }) => name !== 'any')
    .map(({ name, description, flags, addresses }) =>
      plainInterface(name, description ?? null, [...new Set(addresses.flatMap(({ addr }) => addr ?? []))], flags === 'PCAP_IF_LOOPBACK'),
    );
}

function plainInterface(name: string, description: string | null, addresses: string[], loopback: boolean): LiveInterface {
  return { name, description, addresses, state: 'unknown', loopback, all: name === 'any', linkType: null };
}

/** What this machine itself tells of an interface. */
function withLocalFacts(found: LiveInterface): LiveInterface {
  const addresses = found.addresses.length > 0 ? found.addresses : (networkInterfaces()[found.name] ?? []).map(({ address }) => address);
  if (found.all) return { ...found, state: 'up', linkType: 'LINUX_SLL2' };
  return { ...found, addresses, ...linuxFacts(found.name) };
}

/** Nothing where the system tells nothing of it: there is no such interface, or none any more. */
function linuxFacts(name: string): Partial<Pick<LiveInterface, 'state' | 'linkType'>> {
  if (process.platform !== 'linux' || name.includes('/')) return {};
  const flags = interfaceFact(name, 'flags');
  if (flags === null) return {};
  return { state: (flags & 1) !== 0 ? 'up' : 'down', linkType: LINUX_LINK_TYPES[interfaceFact(name, 'type') ?? -1] ?? null };
}
