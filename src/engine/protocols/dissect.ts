import type { DecodeIssue, Dissection, FieldNode } from '../../shared/contract/dissection';
import type { FrameFacts } from './dissection';
import { type DissectionState, Layer, newShared } from './layer';
import type { Registry } from './registry';

export type Columns = Dissection['columns'];

/** One packet, whole: what `Dissection` holds but for the capture it lies in and its text. */
export interface DissectedPacket {
  readonly tree: FieldNode[];
  /** `sources[0]` is `bytes` as given; further ones are reassembled packets. */
  readonly sources: { label: string; bytes: Uint8Array }[];
  readonly columns: Columns;
  readonly issues: DecodeIssue[];
}

/** Dissects the captured bytes of one frame. Never throws on bad input; work and tree are bounded. */
export function dissect(bytes: Uint8Array, facts: FrameFacts, registry: Registry): DissectedPacket {
  return run(bytes, facts, registry, true);
}

/** The columns of one frame, without building the tree. */
export function summarize(bytes: Uint8Array, facts: FrameFacts, registry: Registry): Columns {
  return run(bytes, facts, registry, false).columns;
}

function run(bytes: Uint8Array, facts: FrameFacts, registry: Registry, detailed: boolean): DissectedPacket {
  const state: DissectionState = {
    registry,
    facts,
    detailed,
    tree: [],
    sources: [{ label: 'Frame', bytes }],
    columns: { source: '', destination: '', protocol: '', info: '' },
    issues: [],
    protocols: [],
    nodes: 0,
  };
  const frame = registry.byId('frame');
  if (!frame) throw new Error('the registry lacks the protocol `frame`');
  const wireEnd = Math.max(facts.originalLength, bytes.length);
  const root = new Layer(
    state,
    frame,
    { bytes, source: 0, offset: 0, end: bytes.length, wireEnd, depth: 0, container: state.tree, quoted: false },
    newShared(),
  );
  root.run();
  noteIssues(state);
  return state;
}

/** Says in the Info column what Wireshark says there. */
function noteIssues(state: DissectionState): void {
  if (state.issues.some((issue) => issue.kind === 'malformed')) state.columns.info += '[Malformed Packet]';
  else if (state.issues.some((issue) => issue.kind === 'truncated')) state.columns.info += '[Packet size limited during capture]';
}
