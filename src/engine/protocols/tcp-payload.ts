/** What a segment carries: messages that end in it, or bytes of messages that are dissected with another frame. */
import { toHex } from '../../shared/base/bytes';
import { ConversationProtocols } from './conversation-protocols';
import type { LayerBuilder, MessagePlace, SegmentStream } from './dissection';
import { freeBytes, freeText, generated, group } from './field-spec';
import { type FoundMessage, MessageDivider } from './message-divider';
import type { FieldSpec } from './protocol';
import { isKeepAlive } from './tcp-analysis';
import { FLAG } from './tcp-flags';

/** Messages of one segment that the Info column names. */
const MOST_NAMED = 20;
/** Segments of one message that get a line each. */
const MOST_LISTED = 200;

type Part = SegmentStream['parts'][number];

/** `start`: the first byte behind the TCP header. */
export function decodePayload(layer: LayerBuilder, start: number, flags: number): void {
  const { bytes, end } = layer;
  if (end <= start) return;
  if ((flags & FLAG.rst) !== 0) {
    layer.field('tcp.reset_cause', start, end - start, printable(bytes, start, end), { explanation: { code: 'tcp-reset-cause', data: {} } });
    return;
  }
  const probe = isKeepAlive(layer.facts.segment) && !layer.quoted;
  layer.field('tcp.payload', start, end - start, layer.detailed ? toHex(bytes.subarray(start, end)) : '', {
    text: `(${end - start} bytes)`,
    explanation: { code: probe ? 'tcp-payload-probe' : 'tcp-payload', data: { bytes: end - start } },
  });
  if (probe || layer.quoted) {
    layer.data(start, end);
    return;
  }
  const stream = layer.facts.stream?.() ?? null;
  if (stream === null) showParts(layer, start, partsAlone(layer, start), null);
  else showParts(layer, start, stream.parts, stream);
}

/** Without its neighbours a segment is divided as if it were all there is. */
function partsAlone(layer: LayerBuilder, start: number): Part[] {
  const { shared, facts } = layer;
  const ends = { connection: facts.segment?.connection ?? null, ports: [shared.sourcePort, shared.destinationPort] as const };
  const protocols = new ConversationProtocols(layer.registry, ends, facts.rules ?? null);
  const parts: Part[] = [];
  const divider = new MessageDivider(protocols, shared.sourcePort >= shared.destinationPort, false, ({ from, to }, message) =>
    parts.push({ from, to, message }),
  );
  divider.segment(facts.frame, layer.bytes.subarray(start, layer.end), 0, layer.end - start);
  if (layer.wireEnd > layer.end) divider.gap(layer.wireEnd - layer.end);
  divider.end(false);
  return parts;
}

function showParts(layer: LayerBuilder, start: number, parts: readonly Part[], stream: SegmentStream | null): void {
  const before = layer.columns.info;
  const prefix = layer.shared.infoPrefix;
  layer.shared.infoPrefix = '';
  const infos: string[] = [];
  let at = start;
  for (const part of parts) {
    if (start + part.from > at) layer.data(at, start + part.from, 'Retransmitted');
    at = start + part.to;
    layer.column('info', '');
    showPart(layer, start, part, stream);
    if (layer.columns.info !== '') infos.push(layer.columns.info);
  }
  if (at < layer.end) layer.data(at, layer.end, parts.length === 0 ? undefined : 'Retransmitted');
  layer.shared.infoPrefix = prefix;
  const carries = parts.some(({ message }) => message.protocol !== null && message.shownIn !== (stream?.frame ?? message.shownIn));
  const plain = carries ? `${before} [TCP segment of a reassembled PDU]` : before;
  layer.column('info', infos.length === 0 ? plain : prefix + joined(infos));
}

/** With commas between; what all begin with alike (`Server: `) stands once. */
function joined(infos: readonly string[]): string {
  const first = infos[0] ?? '';
  const lead = first.slice(0, first.indexOf(': ') + 2);
  const alike = lead.length > 2 && infos.every((info) => info.startsWith(lead));
  const named = infos.slice(0, MOST_NAMED).map((info, place) => (alike && place > 0 ? info.slice(lead.length) : info));
  return `${named.join(', ')}${infos.length > MOST_NAMED ? ', …' : ''}`;
}

function showPart(layer: LayerBuilder, start: number, { from, to, message }: Part, stream: SegmentStream | null): void {
  const { protocol, pieces } = message;
  const [first] = pieces;
  if (protocol === null) {
    layer.data(start + from, start + to);
  } else if (stream !== null && message.shownIn !== stream.frame) {
    showSegmentData(layer, start + from, start + to, message);
  } else if (stream === null || (pieces.length === 1 && first)) {
    layer.nextMessage(protocol, start + from, start + to, placeOf(layer, message));
  } else {
    const bytes = stream.bytesOf(message);
    if (layer.detailed) listSegments(layer, message, bytes.length);
    layer.nextMessageSource(protocol, 'Reassembled TCP', bytes, placeOf(layer, message));
  }
}

function placeOf(layer: LayerBuilder, { length, note, pieces, isRest }: FoundMessage): MessagePlace {
  if (isRest && layer.end < layer.wireEnd) return { note, length: null, lack: 'truncated' };
  const there = pieces.reduce((sum, { from, to }) => sum + to - from, 0);
  return { note, length, lack: there === length ? null : layer.end < layer.wireEnd ? 'truncated' : 'incomplete' };
}

function showSegmentData(layer: LayerBuilder, from: number, to: number, { shownIn }: FoundMessage): void {
  if (!layer.detailed) return;
  layer.field('tcp.segment_data', from, to - from, toHex(layer.bytes.subarray(from, to)), { text: `(${to - from} bytes)` });
  layer.generated('tcp.reassembled_in', shownIn, { frame: shownIn, explanation: { code: 'tcp-reassembled-in', data: { frame: shownIn } } });
}

/** `3 Reassembled TCP Segments: 3120 bytes: #4(1460), #5(1460), #7(200)`. */
function listSegments(layer: LayerBuilder, { pieces }: FoundMessage, length: number): void {
  const listed = pieces.slice(0, MOST_LISTED);
  const names = listed.map(({ frame, from, to }) => `#${frame}(${to - from})`).join(', ');
  const parent = layer.generated('tcp.segments', null, {
    label: `${pieces.length} Reassembled TCP Segments`,
    text: `${length} bytes: ${names}`,
    explanation: { code: 'tcp-segments', data: { count: pieces.length, bytes: length } },
  });
  let at = 0;
  for (const { frame, from, to } of listed) {
    const last = at + to - from - 1;
    layer.generated('tcp.segment', frame, { parent, frame, text: `${frame}, payload: ${at}-${last} (${to - from} bytes)` });
    at = last + 1;
  }
  layer.generated('tcp.segment.count', pieces.length, { parent });
  layer.generated('tcp.reassembled.length', length, { parent });
}

function printable(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i++) {
    const byte = bytes[i] as number;
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
  }
  return text;
}

export const PAYLOAD_FIELDS: Readonly<Record<string, FieldSpec>> = {
  'tcp.payload': freeBytes('TCP payload'),
  'tcp.reset_cause': freeText('Reset cause'),
  'tcp.segment_data': freeBytes('TCP segment data'),
  'tcp.reassembled_in': generated('Reassembled PDU in frame'),
  'tcp.segments': { ...group('Reassembled TCP Segments'), generated: true },
  'tcp.segment': generated('Frame'),
  'tcp.segment.count': generated('Segment count'),
  'tcp.reassembled.length': generated('Reassembled TCP length'),
};
