/** Receivers that closed their window, and for how long. */
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import { conversationRows, directionOfRow } from '../flows/conversation';
import { endOfDirection } from '../flows/roles';
import { type AnalyzerInput, type AnalyzerRun, defineAnalyzer, type Finding } from './analyzer';
import { endText } from './connection-ends';

/** A window closed for less is opened by the next read of a busy application. */
const SHORTEST_STALL_MS = 1000;
const MOST_FRAMES = 40;

interface Stall {
  readonly receiver: 0 | 1;
  readonly startMs: number;
  endMs: number;
  open: boolean;
  probes: number;
  readonly frames: number[];
}

/** Times in which an end's window was closed. */
function stallsOf({ packets, connections }: AnalyzerInput, connection: number): Stall[] {
  const stalls: Stall[] = [];
  const current: [Stall | null, Stall | null] = [null, null];
  for (const row of conversationRows(packets, connections, connection)) {
    const marks = packets.marks.get(row);
    const direction = directionOfRow(packets, row);
    const timeMs = packets.timeMs(row);
    const stall = current[direction];
    if ((marks & PACKET_MARK.zeroWindow) !== 0) {
      const extended = stall ?? { receiver: direction, startMs: timeMs, endMs: timeMs, open: true, probes: 0, frames: [] };
      if (stall === null) stalls.push(extended);
      current[direction] = extended;
      note(extended, row, timeMs);
    } else if (stall !== null && packets.window.get(row) > 0) {
      note(stall, row, timeMs);
      stall.open = false;
      current[direction] = null;
    }
    const waited = current[(1 - direction) as 0 | 1];
    if (waited !== null && (marks & PACKET_MARK.zeroWindowProbe) !== 0) waited.probes++;
  }
  return stalls;
}

function note(stall: Stall, row: number, timeMs: number): void {
  stall.endMs = timeMs;
  if (stall.frames.length < MOST_FRAMES) stall.frames.push(row + 1);
}

function stallFinding({ connections }: AnalyzerInput, connection: number, stalls: readonly Stall[]): Finding | null {
  const longest = stalls.reduce<Stall | null>(
    (best, stall) => (best === null || stall.endMs - stall.startMs > best.endMs - best.startMs ? stall : best),
    null,
  );
  if (longest === null || longest.endMs - longest.startMs < SHORTEST_STALL_MS) return null;
  const { receiver } = longest;
  return {
    code: 'connection.zero-window',
    severity: 'warning',
    confidence: 0.95,
    connection,
    listener: null,
    frames: longest.frames,
    data: {
      receiver: endOfDirection(connections, connection, receiver),
      receiverAddress: endText(connections, connection, receiver),
      senderAddress: endText(connections, connection, (1 - receiver) as 0 | 1),
      stallMs: longest.endMs - longest.startMs,
      stalls: stalls.length,
      probes: longest.probes,
      stillClosed: longest.open,
    },
    ruledOut: [],
    applicationSees: 'blockedWriter',
    ...(longest.open ? { wording: 'open' } : {}),
  };
}

class ZeroWindowRun implements AnalyzerRun {
  constructor(readonly input: AnalyzerInput) {}

  finish(): Finding[] {
    const { packets } = this.input;
    const concerned = new Set<number>();
    for (let row = 0; row < packets.length; row++) {
      if ((packets.marks.get(row) & PACKET_MARK.zeroWindow) !== 0) concerned.add(packets.connection.get(row) - 1);
    }
    return [...concerned].flatMap((connection) => stallFinding(this.input, connection, stallsOf(this.input, connection)) ?? []);
  }
}

export const zeroWindow = defineAnalyzer({
  id: 'zero-window',
  title: 'Closed windows',
  findings: ['connection.zero-window'],
  create: (input) => new ZeroWindowRun(input),
});
