/** SYNs to ports that let nobody in, as a scan sends them, built in code. */
import { writePcap } from '../../src/engine/formats/write-pcap';
import { TCP_FLAG, tcpFrame } from './build-packet';

const SERVER = '198.51.100.7';
const START_SECONDS = 1_700_000_000;
/** After the last SYN: what was not answered by now is not. */
const SILENCE_MS = 90_000;

/** One SYN, and a reset in answer where it is refused. */
export interface AskedPort {
  readonly client: string;
  readonly port: number;
  readonly refused: boolean;
}

/** A pcap file with a SYN each millisecond, and a stray ACK long after. */
export function scanCapture(asked: readonly AskedPort[]): Uint8Array {
  const packets = asked.flatMap(({ client, port, refused }, index) => {
    const clientPort = 20_000 + index;
    const sequence = 1000 + index;
    const syn = tcpFrame({ source: client, destination: SERVER, sourcePort: clientPort, destinationPort: port, sequence, flags: TCP_FLAG.syn });
    if (!refused) return [packetAt(index, syn)];
    const flags = TCP_FLAG.rst | TCP_FLAG.ack;
    const ends = { source: SERVER, destination: client, sourcePort: port, destinationPort: clientPort };
    return [packetAt(index, syn), packetAt(index + 0.1, tcpFrame({ ...ends, sequence: 0, acknowledgment: sequence + 1, flags }))];
  });
  const stray = tcpFrame({ source: '192.0.2.1', destination: SERVER, sourcePort: 1, destinationPort: 1, sequence: 1, flags: TCP_FLAG.ack });
  return writePcap([...packets, packetAt(asked.length + SILENCE_MS, stray)], { linkType: 1, nanoseconds: true });
}

function packetAt(ms: number, bytes: Uint8Array) {
  return { seconds: START_SECONDS + Math.floor(ms / 1000), nanoseconds: Math.round((ms % 1000) * 1e6), bytes };
}
