/** A TCP conversation written as a script, run through the pass: what the flows make of it. */
import { CapturePass } from '../../src/engine/session/capture-pass';
import { connectionReport } from '../../src/engine/session/connection-report';
import { PACKET_MARK, type PacketMark } from '../../src/shared/contract/packet-marks';
import type { ConnectionReport } from '../../src/shared/contract/report';
import { TCP_FLAG, tcpFrame, tcpOption } from './build-packet';

const FLAG_LETTERS: Readonly<Record<string, number>> = {
  S: TCP_FLAG.syn,
  F: TCP_FLAG.fin,
  R: TCP_FLAG.rst,
  P: TCP_FLAG.psh,
  '.': TCP_FLAG.ack,
};

/** Sequence and acknowledgement numbers are relative to the initial sequence numbers of the ends, as Wireshark shows them. */
export interface ScriptedSegment {
  readonly ms: number;
  readonly from: 'client' | 'server';
  /** As tcpdump writes them: `S`, `S.`, `.`, `P.`, `F.`, `R`. */
  readonly flags: string;
  readonly seq?: number;
  readonly ack?: number;
  readonly length?: number;
  /** In place of `length` zeros. */
  readonly payload?: string;
  readonly window?: number;
  readonly identification?: number;
  readonly hopLimit?: number;
  readonly sequenceUnknown?: boolean;
}

export const CLIENT = { address: '192.0.2.1', port: 40_000, base: 0xfffffff0 } as const;
export const SERVER = { address: '198.51.100.7', port: 9000, base: 7_000_000 } as const;

export function frameOf(segment: ScriptedSegment, index: number, ipv6 = false): Uint8Array {
  const [sender, receiver] = segment.from === 'client' ? [CLIENT, SERVER] : [SERVER, CLIENT];
  const address = (end: typeof CLIENT | typeof SERVER) => (ipv6 ? (end === CLIENT ? '2001:db8::1' : '2001:db8::2') : end.address);
  const flags = [...segment.flags].reduce((sum, letter) => sum | (FLAG_LETTERS[letter] ?? 0), 0);
  return tcpFrame({
    source: address(sender),
    destination: address(receiver),
    hopLimit: segment.hopLimit ?? 64,
    identification: segment.identification ?? index + 1,
    sourcePort: sender.port,
    destinationPort: receiver.port,
    sequence: (sender.base + (segment.seq ?? 0)) >>> 0,
    acknowledgment: segment.ack === undefined ? 0 : (receiver.base + segment.ack) >>> 0,
    flags,
    window: segment.window ?? 501,
    options: (flags & TCP_FLAG.syn) !== 0 ? tcpOption.windowScale(7) : new Uint8Array(0),
    payload: segment.payload === undefined ? new Uint8Array(segment.length ?? 0) : new TextEncoder().encode(segment.payload),
  });
}

export interface Outcome {
  readonly pass: CapturePass;
  readonly connections: readonly ConnectionReport[];
  /** Names of the marks of a frame (1-based), without those of its flags. */
  marks(frame: number): PacketMark[];
}

const PLAIN: readonly PacketMark[] = ['reverse', 'syn', 'fin', 'rst', 'data', 'sequenceUnknown', 'cut', 'noTime'];

export function follow(script: readonly ScriptedSegment[], ipv6 = false): Outcome {
  return followFrames(
    script.map((segment, i) => ({ ms: segment.ms, bytes: frameOf(segment, i, ipv6), sequenceUnknown: segment.sequenceUnknown ?? false })),
  );
}

/** Runs Ethernet frames through a pass. `interfaceId` 0 is made for them. */
export function followFrames(frames: readonly { ms: number; bytes: Uint8Array; sequenceUnknown?: boolean }[]): Outcome {
  const pass = new CapturePass();
  pass.interface({ name: null, description: null, linkType: 1, snapLength: 0, timestampResolution: 1e6 });
  for (const { ms, bytes, sequenceUnknown } of frames) {
    pass.packet({
      seconds: 1_700_000_000 + Math.floor(ms / 1000),
      nanoseconds: Math.round((ms % 1000) * 1e6),
      hasTime: true,
      interfaceId: 0,
      offset: 0,
      capturedLength: bytes.length,
      originalLength: bytes.length,
      bytes,
      start: 0,
      sequenceUnknown: sequenceUnknown ?? false,
    });
  }
  const count = pass.tracker.connections.length;
  return {
    pass,
    connections: Array.from({ length: count }, (_, id) => connectionReport(pass, 0, id)),
    marks: (frame) =>
      (Object.keys(PACKET_MARK) as PacketMark[]).filter(
        (mark) => !PLAIN.includes(mark) && (pass.packets.marks.get(frame - 1) & PACKET_MARK[mark]) !== 0,
      ),
  };
}

/** Three-way handshake at 0, 1 and 2 ms: frames 1 to 3. */
export const HANDSHAKE: readonly ScriptedSegment[] = [
  { ms: 0, from: 'client', flags: 'S' },
  { ms: 1, from: 'server', flags: 'S.', ack: 1 },
  { ms: 2, from: 'client', flags: '.', seq: 1, ack: 1 },
];
