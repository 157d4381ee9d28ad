/** Connections that were idle for long while neither end probed: a device on the path may forget them, and a dead peer goes unnoticed. */
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import { CONNECTION_FLAG, END_FLAG } from '../flows/connection-table';
import { clientDirection } from '../flows/roles';
import { IDLE_TIMEOUT_PRESETS } from '../models/presets';
import { type AnalyzerInput, type AnalyzerRun, defineAnalyzer, type Finding } from './analyzer';
import { endTexts } from './connection-ends';

/** Half of the shortest idle timeout known of devices. */
const LONG_IDLE_S = Math.min(...IDLE_TIMEOUT_PRESETS.map(({ timeoutMs }) => timeoutMs)) / 2000;
/** Services named; those with the longest silences first. */
const MOST_FINDINGS = 100;

interface IdleService {
  readonly connection: number;
  connections: number;
  longestS: number;
  longestConnection: number;
}

/** Seconds between the earliest and the latest packet of the capture: no silence in it is longer. */
function capturedSeconds({ packets }: Pick<AnalyzerInput, 'packets'>): number {
  let earliest = Number.POSITIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < packets.length; row++) {
    const seconds = packets.secondsSinceBase(row);
    if (seconds < earliest) earliest = seconds;
    if (seconds > latest) latest = seconds;
  }
  return latest - earliest;
}

/** Seconds of each connection's longest silence; -1 where an end probes. */
function longestSilences({ packets, connections }: AnalyzerInput): Int32Array {
  const longest = new Int32Array(connections.length);
  const lastSeconds = new Int32Array(connections.length);
  for (let row = 0; row < packets.length; row++) {
    const id = packets.connection.get(row) - 1;
    if (id < 0) continue;
    const seconds = packets.secondsSinceBase(row);
    if ((packets.marks.get(row) & PACKET_MARK.keepAlive) !== 0) longest[id] = -1;
    else if (longest[id] !== -1 && packets.previousFrame.get(row) !== 0)
      longest[id] = Math.max(longest[id] as number, seconds - (lastSeconds[id] as number));
    lastSeconds[id] = seconds;
  }
  const endS = packets.length === 0 ? 0 : packets.secondsSinceBase(packets.length - 1);
  for (let id = 0; id < connections.length; id++) {
    if (longest[id] !== -1 && isOpen({ connections }, id)) longest[id] = Math.max(longest[id] as number, endS - (lastSeconds[id] as number));
  }
  return longest;
}

/** Established, and not known to be closed by either end. */
function isOpen({ connections }: Pick<AnalyzerInput, 'connections'>, id: number): boolean {
  const established = connections.has(id, CONNECTION_FLAG.ackSeen) || !connections.has(id, CONNECTION_FLAG.synSeen | CONNECTION_FLAG.synAckSeen);
  const closing = (connections.endState(id, 0) | connections.endState(id, 1)) & END_FLAG.finSeen;
  return established && closing === 0 && !connections.has(id, CONNECTION_FLAG.rstSeen);
}

class UnprobedIdleRun implements AnalyzerRun {
  constructor(readonly input: AnalyzerInput) {}

  finish(): Finding[] {
    if (capturedSeconds(this.input) < LONG_IDLE_S) return [];
    const { connections } = this.input;
    const services = new Map<string, IdleService>();
    const silences = longestSilences(this.input);
    for (let id = 0; id < silences.length; id++) {
      const silence = silences[id] as number;
      if (silence < LONG_IDLE_S || !connections.has(id, CONNECTION_FLAG.ackSeen)) continue;
      const server = (1 - clientDirection(connections, id)) as 0 | 1;
      const key = `${connections.has(id, CONNECTION_FLAG.ipv6)} ${connections.addressNumber(id, server)} ${connections.port(id, server)}`;
      const service = services.get(key) ?? { connection: id, connections: 0, longestS: 0, longestConnection: id };
      service.connections++;
      if (silence > service.longestS) {
        service.longestS = silence;
        service.longestConnection = id;
      }
      services.set(key, service);
    }
    return [...services.values()]
      .sort((a, b) => b.longestS - a.longestS)
      .slice(0, MOST_FINDINGS)
      .map((service) => this.#finding(service));
  }

  #finding({ longestConnection, longestS, connections: count }: IdleService): Finding {
    const { connections } = this.input;
    const endangered = IDLE_TIMEOUT_PRESETS.filter(({ timeoutMs }) => timeoutMs <= longestS * 1000);
    return {
      code: 'keepalive.absent',
      severity: 'info',
      confidence: 0.9,
      connection: longestConnection,
      listener: null,
      frames: [connections.firstFrame(longestConnection), connections.lastFrame(longestConnection)],
      data: {
        ...endTexts(connections, longestConnection),
        connections: count,
        silenceMs: longestS * 1000,
        deviceTimeoutMs: endangered.length === 0 ? null : Math.min(...endangered.map(({ timeoutMs }) => timeoutMs)),
        devices: endangered.map(({ name, timeoutMs }) => `${name} (${timeoutMs / 1000} s)`),
      },
      ruledOut: [],
      applicationSees: null,
      ...(endangered.length > 0 ? { wording: 'devices' } : {}),
    };
  }
}

export const unprobedIdle = defineAnalyzer({
  id: 'unprobed-idle',
  title: 'Idle connections that nobody probes',
  findings: ['keepalive.absent'],
  create: (input) => new UnprobedIdleRun(input),
});
