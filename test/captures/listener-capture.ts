/**
 * A listener whose accept queue of limit 4 overflows, beside a healthy one, built in code: what it holds is what the suites expect to see.
 * Five clients wait for an application that never accepts; the sixth comes in the same burst, so that its final ACK is ignored; of later ones the SYNs are.
 */
import { writePcap } from '../../src/engine/formats/write-pcap';
import { ascii, concat, TCP_FLAG, type TcpFrameFields, tcpFrame, tcpOption } from './build-packet';

export const START_SECONDS = 1_700_000_000;
export const LISTENER_ADDRESS = '192.0.2.80';
export const FULL_PORT = 8080;
export const HEALTHY_PORT = 80;
/** Clients that the kernel takes: the limit and one more. */
export const WAITING = 5;
export const LATER_CLIENTS = 8;
/** Client SYNs of a kernel with four linear timeouts, in seconds since the first. */
export const SYN_SECONDS = [0, 1, 2, 3, 4, 5, 7, 11, 19, 35] as const;
/** SYN-ACKs of the stalled attempt, in seconds since the first. */
export const SYN_ACK_SECONDS = [0, 1, 3, 7, 15, 31] as const;
/** Port of the client whose final ACK is ignored. */
export const STALLED_PORT = 41_000 + WAITING;
const DATA_SECONDS = [0.2, 0.6, 1.4, 3, 6.2, 12.6, 25.4, 51] as const;
const END_MS = 66_000;

interface Timed {
  readonly ms: number;
  readonly bytes: Uint8Array;
}

const OPTIONS = concat(tcpOption.mss(1460), tcpOption.sackPermitted, tcpOption.nop, tcpOption.windowScale(7));

/** Segments between a client and a port of the listener. */
class Dialogue {
  constructor(
    readonly client: string,
    readonly clientPort: number,
    readonly port: number,
  ) {}

  out(ms: number, segment: Partial<TcpFrameFields>): Timed {
    const ends = { source: this.client, destination: LISTENER_ADDRESS, sourcePort: this.clientPort, destinationPort: this.port };
    return { ms, bytes: tcpFrame({ ...ends, window: 229, ...segment } as TcpFrameFields) };
  }

  back(ms: number, segment: Partial<TcpFrameFields>): Timed {
    const ends = { source: LISTENER_ADDRESS, destination: this.client, sourcePort: this.port, destinationPort: this.clientPort };
    return { ms, bytes: tcpFrame({ ...ends, window: 229, ...segment } as TcpFrameFields) };
  }

  syn(ms: number): Timed {
    return this.out(ms, { sequence: 1000, flags: TCP_FLAG.syn, options: OPTIONS });
  }

  synAck(ms: number): Timed {
    return this.back(ms, { sequence: 5000, acknowledgment: 1001, flags: TCP_FLAG.syn | TCP_FLAG.ack, options: OPTIONS });
  }

  ack(ms: number): Timed {
    return this.out(ms, { sequence: 1001, acknowledgment: 5001, flags: TCP_FLAG.ack });
  }

  data(ms: number): Timed {
    return this.out(ms, { sequence: 1001, acknowledgment: 5001, flags: TCP_FLAG.psh | TCP_FLAG.ack, payload: ascii('PING\r\n') });
  }

  dataTaken(ms: number): Timed {
    return this.back(ms, { sequence: 5001, acknowledgment: 1007, flags: TCP_FLAG.ack });
  }

  answer(ms: number): Timed {
    return this.back(ms, { sequence: 5001, acknowledgment: 1007, flags: TCP_FLAG.psh | TCP_FLAG.ack, payload: ascii('PONG\r\n') });
  }
}

export function listenerCapture(): Uint8Array {
  const packets = [...waiting(), ...stalled(), ...later(), ...healthy()].sort((a, b) => a.ms - b.ms);
  return fileOf(packets);
}

function fileOf(packets: readonly Timed[]): Uint8Array {
  return writePcap(
    packets.map(({ ms, bytes }) => ({
      seconds: START_SECONDS + Math.floor(ms / 1000),
      nanoseconds: Math.round((ms % 1000) * 1e6),
      bytes,
    })),
    { linkType: 1, nanoseconds: true },
  );
}

/** Taken by the kernel, their data acknowledged, never answered by the application. */
function waiting(): Timed[] {
  return Array.from({ length: WAITING }, (_, index) => {
    const dialogue = new Dialogue('10.0.0.1', 41_000 + index, FULL_PORT);
    const ms = 10 + index * 0.01;
    return [dialogue.syn(ms), dialogue.synAck(ms + 0.1), dialogue.ack(ms + 10), dialogue.data(ms + 10.2), dialogue.dataTaken(ms + 10.3)];
  }).flat();
}

/** Its SYN came while places were free, its final ACK when there were none. */
function stalled(): Timed[] {
  const dialogue = new Dialogue('10.0.0.1', STALLED_PORT, FULL_PORT);
  const ms = 10.06;
  const synAcks = SYN_ACK_SECONDS.map((seconds) => dialogue.synAck(ms + 0.1 + seconds * 1000));
  const acks = SYN_ACK_SECONDS.map((seconds) => dialogue.ack(ms + 10.1 + seconds * 1000));
  const data = [0, ...DATA_SECONDS].map((seconds) => dialogue.data(ms + 10.3 + seconds * 1000));
  const forgotten = dialogue.back(END_MS, { sequence: 5001, acknowledgment: 0, flags: TCP_FLAG.rst, window: 0 });
  return [dialogue.syn(ms), ...synAcks, ...acks, ...data, dialogue.data(END_MS - 0.1), forgotten];
}

/** Nothing answers their SYNs. */
function later(): Timed[] {
  return Array.from({ length: LATER_CLIENTS }, (_, index) => {
    const dialogue = new Dialogue(`10.0.0.${2 + (index % 4)}`, 42_000 + index, FULL_PORT);
    return SYN_SECONDS.map((seconds) => dialogue.syn(2000 + index * 250 + seconds * 1000));
  }).flat();
}

function healthy(): Timed[] {
  return Array.from({ length: 10 }, (_, index) => {
    const dialogue = new Dialogue('10.0.0.9', 43_000 + index, HEALTHY_PORT);
    const ms = 500 + index * 3000;
    return [
      dialogue.syn(ms),
      dialogue.synAck(ms + 0.1),
      dialogue.ack(ms + 10),
      dialogue.data(ms + 10.2),
      dialogue.dataTaken(ms + 10.3),
      dialogue.answer(ms + 12),
    ];
  }).flat();
}

/** `attempts` SYNs a millisecond apart from as many addresses to `FULL_PORT`, each answered at once by a SYN-ACK that nobody takes up. */
export function answeredFlood(attempts: number): Uint8Array {
  const packets = Array.from({ length: attempts }, (_, index) => {
    const dialogue = new Dialogue(`198.51.${index >> 8}.${index & 0xff}`, 5000, FULL_PORT);
    return [dialogue.syn(index), dialogue.synAck(index + 0.1)];
  });
  return fileOf(packets.flat());
}
