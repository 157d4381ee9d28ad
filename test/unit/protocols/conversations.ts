/** Conversations over TCP built in code: one segment a message, with sequence numbers that go on. */
import { ConversationProtocols } from '../../../src/engine/protocols/conversation-protocols';
import type { SegmentStream } from '../../../src/engine/protocols/dissection';
import { registry } from '../../../src/engine/protocols/index';
import { MessageDivider } from '../../../src/engine/protocols/message-divider';
import { type Bytes, ethernet, ipv4, tcp } from './packets';
import type { Specimen } from './specimens';

const PAYLOAD = 14 + 20 + 20;
const SOURCE_PORT = 34;

export type Turn = readonly [name: string, from: 'client' | 'server', payload: Uint8Array | readonly number[]];

/** Segments of one conversation; the server's port is the lower one. */
export function conversation(serverPort: number, clientPort: number, turns: readonly Turn[]): Specimen[] {
  const next = { client: 1000, server: 5000 };
  return turns.map(([name, from, payload]) => {
    const isClient = from === 'client';
    const bytes = tcp(payload, {
      source: isClient ? clientPort : serverPort,
      destination: isClient ? serverPort : clientPort,
      flags: 0x18,
      sequence: next[from],
      acknowledgement: next[isClient ? 'server' : 'client'],
    });
    next[from] += payload.length;
    return { name, bytes: ethernet(0x0800, ipv4(bytes)) };
  });
}

interface Side {
  readonly divider: MessageDivider;
  readonly parts: Map<number, SegmentStream['parts'][number][]>;
}

/** What the session would tell of the streams around each specimen that is a plain TCP segment, by its index. */
export function streamsOf(specimens: readonly Specimen[]): (SegmentStream | null)[] {
  const conversations = new Map<string, Side>();
  const streams: (SegmentStream | null)[] = specimens.map(() => null);
  const payloads = new Map<number, Bytes>();
  for (const [index, { bytes }] of specimens.entries()) {
    if (bytes[12] !== 8 || bytes[23] !== 6 || bytes.length <= PAYLOAD || bytes[46] !== 0x50) continue;
    const ports = [0, 2].map((at) => ((bytes[SOURCE_PORT + at] as number) << 8) | (bytes[SOURCE_PORT + at + 1] as number)) as [number, number];
    const side = sideOf(conversations, ports);
    const payload = bytes.slice(PAYLOAD);
    payloads.set(index + 1, payload);
    side.divider.segment(index + 1, payload, 0, payload.length);
    streams[index] = {
      frame: index + 1,
      get parts() {
        return side.parts.get(index + 1) ?? [];
      },
      bytesOf: (message) => Uint8Array.from(message.pieces.flatMap(({ frame, from, to }) => [...(payloads.get(frame)?.subarray(from, to) ?? [])])),
    };
  }
  for (const side of conversations.values()) side.divider.end(false);
  return streams;
}

function sideOf(conversations: Map<string, Side>, ports: readonly [number, number]): Side {
  const known = conversations.get(ports.join());
  if (known) return known;
  const protocols = new ConversationProtocols(registry, { connection: null, ports }, null);
  for (const isFirst of [true, false]) {
    const [source, destination] = isFirst ? ports : [ports[1], ports[0]];
    const parts: Side['parts'] = new Map();
    const divider = new MessageDivider(protocols, source > destination, true, ({ frame, from, to }, message) => {
      parts.set(frame, [...(parts.get(frame) ?? []), { from, to, message }]);
    });
    conversations.set(`${source},${destination}`, { divider, parts });
  }
  return conversations.get(ports.join()) as Side;
}
