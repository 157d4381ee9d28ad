/** Captures of connections that die of keep-alive, built in code for the e2e suites. */
import { writePcap } from '../../src/engine/formats/write-pcap';
import { ascii, TCP_FLAG, tcpFrame } from '../captures/build-packet';

const CLIENT = '10.0.0.1';
const SERVER = '192.0.2.80';
const START_SECONDS = 1_700_000_000;
const CLIENT_PORT = 40_030;
const SERVER_PORT = 9000;

interface Segment {
  readonly seconds: number;
  readonly from: 'client' | 'server';
  readonly sequence: number;
  readonly acknowledgment: number;
  readonly flags: number;
  readonly payload?: string;
}

interface Death {
  /** When six bytes are sent, and answered at once; the last is the last that is heard of the server. */
  readonly dataAtS: readonly number[];
  readonly idleS: number;
  readonly intervalS: number;
  readonly count: number;
}

/** The client probes a server that is silent after its last answer, and gives up: exactly on time. */
export function deathCapture({ dataAtS, idleS, intervalS, count }: Death): Uint8Array {
  const { syn, ack, psh, rst } = TCP_FLAG;
  const segments: Segment[] = [
    { seconds: 0, from: 'client', sequence: 1000, acknowledgment: 0, flags: syn },
    { seconds: 0.001, from: 'server', sequence: 5000, acknowledgment: 1001, flags: syn | ack },
    { seconds: 0.002, from: 'client', sequence: 1001, acknowledgment: 5001, flags: ack },
  ];
  let sequence = 1001;
  for (const seconds of dataAtS) {
    segments.push({ seconds: seconds - 0.001, from: 'client', sequence, acknowledgment: 5001, flags: psh | ack, payload: 'PING\r\n' });
    sequence += 6;
    segments.push({ seconds, from: 'server', sequence: 5001, acknowledgment: sequence, flags: ack });
  }
  const heardS = dataAtS.at(-1) ?? 0;
  for (let probe = 0; probe < count; probe++) {
    segments.push({ seconds: heardS + idleS + probe * intervalS, from: 'client', sequence: sequence - 1, acknowledgment: 5001, flags: ack });
  }
  segments.push({ seconds: heardS + idleS + count * intervalS, from: 'client', sequence, acknowledgment: 5001, flags: rst | ack });
  return writePcap(
    segments.map((segment) => ({
      seconds: START_SECONDS + Math.floor(segment.seconds),
      nanoseconds: Math.round((segment.seconds % 1) * 1e9),
      bytes: frameOf(segment),
    })),
    { linkType: 1, nanoseconds: true },
  );
}

function frameOf({ from, sequence, acknowledgment, flags, payload }: Segment): Uint8Array {
  const ends =
    from === 'client'
      ? { source: CLIENT, destination: SERVER, sourcePort: CLIENT_PORT, destinationPort: SERVER_PORT }
      : { source: SERVER, destination: CLIENT, sourcePort: SERVER_PORT, destinationPort: CLIENT_PORT };
  return tcpFrame({ ...ends, sequence, acknowledgment, flags, window: 229, payload: ascii(payload ?? '') });
}
