/** TCP connections with payload, built in code: what both ends say, segment by segment. */
import { writePcap } from '../../src/engine/formats/write-pcap';
import { ascii, TCP_FLAG, tcpFrame } from './build-packet';

export const CLIENT = { address: '10.0.0.1', base: 1000 } as const;
export const SERVER = { address: '10.0.0.2', base: 0xffff_fff0 } as const;

export interface Said {
  readonly from: 'client' | 'server';
  readonly payload: string | Uint8Array;
  /** Offset in the stream of its direction; behind what this end sent last when absent. */
  readonly at?: number;
  /** Bytes captured of the payload; all when absent. */
  readonly captured?: number;
  readonly fin?: boolean;
  /** Not in the capture, though it was sent. */
  readonly lost?: boolean;
}

export interface ConversationChoices {
  readonly serverPort?: number;
  readonly clientPort?: number;
  /** False: the capture begins behind the handshake. */
  readonly handshake?: boolean;
  /** Distance of the initial sequence numbers of SYN-ACKs that came before the one that counts: its server began anew each time. */
  readonly synAcksBefore?: readonly number[];
}

/** A pcap file of one connection: a handshake of three packets, then a frame for each thing said, 10 ms apart. */
export function conversationFile(said: readonly Said[], choices: ConversationChoices = {}): Uint8Array {
  const { serverPort = 9000, clientPort = 40_000, handshake = true, synAcksBefore = [] } = choices;
  const sent = { client: 0, server: 0 };
  const packets: { bytes: Uint8Array; cut: number }[] = [];
  const push = (from: 'client' | 'server', flags: number, relative: number, payload: Uint8Array, captured: number): void => {
    const [own, peer, ownPort, peerPort] = from === 'client' ? [CLIENT, SERVER, clientPort, serverPort] : [SERVER, CLIENT, serverPort, clientPort];
    const bytes = tcpFrame({
      source: own.address,
      destination: peer.address,
      identification: packets.length + 1,
      sourcePort: ownPort,
      destinationPort: peerPort,
      sequence: (own.base + relative) >>> 0,
      acknowledgment: (flags & TCP_FLAG.ack) === 0 ? 0 : (peer.base + 1 + sent[from === 'client' ? 'server' : 'client']) >>> 0,
      flags,
      payload,
    });
    packets.push({ bytes, cut: payload.length - captured });
  };
  if (handshake) {
    push('client', TCP_FLAG.syn, 0, new Uint8Array(0), 0);
    for (const distance of synAcksBefore) push('server', TCP_FLAG.syn | TCP_FLAG.ack, distance, new Uint8Array(0), 0);
    push('server', TCP_FLAG.syn | TCP_FLAG.ack, 0, new Uint8Array(0), 0);
    push('client', TCP_FLAG.ack, 1, new Uint8Array(0), 0);
  }
  for (const { from, payload, at, captured, fin, lost } of said) {
    const bytes = typeof payload === 'string' ? ascii(payload) : payload;
    const place = at ?? sent[from];
    if (lost !== true) push(from, TCP_FLAG.psh | TCP_FLAG.ack | (fin === true ? TCP_FLAG.fin : 0), 1 + place, bytes, captured ?? bytes.length);
    sent[from] = Math.max(sent[from], place + bytes.length);
  }
  return writePcap(
    packets.map(({ bytes, cut }, place) => ({
      seconds: 1_700_000_000,
      nanoseconds: place * 10_000_000,
      bytes: bytes.subarray(0, bytes.length - cut),
      originalLength: bytes.length,
    })),
    { linkType: 1 },
  );
}
