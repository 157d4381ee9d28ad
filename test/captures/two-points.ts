/** One connection seen at two points: at the prober's host (the server) and, 20 ms away behind a router, at the peer's (the client). */
import { writePcap } from '../../src/engine/formats/write-pcap';
import { frameOf, HANDSHAKE, type ScriptedSegment } from './conversation';
import { answer, probe } from './findings';

const WAY_MS = 20;
const START_SECONDS = 1_700_000_000;

export interface Seen {
  readonly near: ScriptedSegment[];
  readonly far: ScriptedSegment[];
}

/** A segment that one or both points see. */
export function passing(segment: ScriptedSegment, lost: 'no' | 'between' = 'no'): Seen {
  const fromServer = segment.from === 'server';
  const near = { ...segment, hopLimit: fromServer ? 64 : 63 };
  const far = { ...segment, ms: segment.ms + (fromServer ? WAY_MS : -WAY_MS), hopLimit: fromServer ? 63 : 64 };
  if (lost === 'no') return { near: [near], far: [far] };
  return fromServer ? { near: [near], far: [] } : { near: [], far: [far] };
}

/** In the order of time; `clockMs`: how fast the clock of the far point is. */
export function scriptsOf(seen: readonly Seen[], clockMs = 0): { near: ScriptedSegment[]; far: ScriptedSegment[] } {
  const sorted = (segments: ScriptedSegment[]) => segments.sort((a, b) => a.ms - b.ms);
  return {
    near: sorted(seen.flatMap(({ near }) => near)),
    far: sorted(seen.flatMap(({ far }) => far)).map((segment) => ({ ...segment, ms: segment.ms + clockMs })),
  };
}

export const OPENED = HANDSHAKE.map((segment) => passing({ ...segment, ms: 100 + segment.ms * 50 }));
export const answered = (second: number): Seen[] => [passing(probe(second * 1000)), passing(answer(second * 1000 + 41))];
export const LOST_ANSWER = [...OPENED, ...answered(20), passing(probe(40_100)), passing(answer(40_141), 'between'), ...answered(50), ...answered(70)];
export const LOST_PROBES = [
  ...OPENED,
  ...answered(20),
  ...[40_100, 50_100].map((ms) => passing(probe(ms), 'between')),
  ...answered(60),
  ...answered(80),
];

/** As a file. */
export function scriptedCapture(script: readonly ScriptedSegment[]): Uint8Array {
  const packets = script.map((segment, i) => ({
    seconds: START_SECONDS + Math.floor(segment.ms / 1000),
    nanoseconds: Math.round((segment.ms % 1000) * 1e6),
    bytes: frameOf(segment, i),
  }));
  return writePcap(packets, { linkType: 1, nanoseconds: true });
}
