/** Captures built in code for the e2e suites: what they hold is what the suites expect to see. */
import { writePcap } from '../../src/engine/formats/write-pcap';
import { ascii, concat, TCP_FLAG, type TcpFrameFields, tcpFrame, tcpOption } from '../captures/build-packet';

/** 14 Nov 2023 22:13:20 UTC. */
export const START_SECONDS = 1_700_000_000;
export const PROBE_INTERVAL_MS = 45_000;
/** The last of them is not answered. */
export const PROBES = 5;
export const CLIENT = '10.0.0.1';
export const SERVER = '192.0.2.80';

interface Timed {
  readonly ms: number;
  readonly bytes: Uint8Array;
}

const HANDSHAKE_OPTIONS = concat(tcpOption.mss(1460), tcpOption.sackPermitted, tcpOption.nop, tcpOption.windowScale(7));

/** Segments between two ends: `out` goes to the server. */
function flow(client: string, clientPort: number, serverPort: number) {
  const out = { source: client, destination: SERVER, sourcePort: clientPort, destinationPort: serverPort } as const;
  const back = { source: SERVER, destination: client, sourcePort: serverPort, destinationPort: clientPort } as const;
  type Segment = Omit<TcpFrameFields, keyof typeof out>;
  return {
    out: (ms: number, segment: Segment): Timed => ({ ms, bytes: tcpFrame({ ...out, hopLimit: 54, ...segment } as TcpFrameFields) }),
    back: (ms: number, segment: Segment): Timed => ({ ms, bytes: tcpFrame({ ...back, ...segment } as TcpFrameFields) }),
  };
}

/**
 * Connection 0: handshake, six bytes of data, then five probes 45 s apart, of which the last is lost.
 * Connection 1: refused. Connection 2: joined midway, so that its roles are a guess.
 */
export function mixedCapture(): Uint8Array {
  const probed = flow(CLIENT, 40_001, 9000);
  const refused = flow('10.0.0.2', 40_002, 443);
  const midway = flow('10.0.0.3', 50_000, 50_001);
  const ack = TCP_FLAG.ack;
  const packets: Timed[] = [
    probed.out(0, { sequence: 1000, flags: TCP_FLAG.syn, options: HANDSHAKE_OPTIONS }),
    probed.back(10, { sequence: 5000, acknowledgment: 1001, flags: TCP_FLAG.syn | ack, options: HANDSHAKE_OPTIONS }),
    probed.out(20, { sequence: 1001, acknowledgment: 5001, flags: ack, window: 229 }),
    probed.out(30, { sequence: 1001, acknowledgment: 5001, flags: TCP_FLAG.psh | ack, window: 229, payload: ascii('PING\r\n') }),
    probed.back(40, { sequence: 5001, acknowledgment: 1007, flags: ack, window: 229 }),
    refused.out(100, { sequence: 7000, flags: TCP_FLAG.syn, options: HANDSHAKE_OPTIONS }),
    refused.back(101, { sequence: 0, acknowledgment: 7001, flags: TCP_FLAG.rst | ack, window: 0 }),
    midway.out(200, { sequence: 9000, acknowledgment: 100, flags: TCP_FLAG.psh | ack, payload: ascii('midway') }),
    midway.back(210, { sequence: 100, acknowledgment: 9006, flags: ack }),
  ];
  for (let probe = 1; probe <= PROBES; probe++) {
    const ms = 40 + probe * PROBE_INTERVAL_MS;
    packets.push(probed.out(ms, { sequence: 1006, acknowledgment: 5001, flags: ack, window: 229 }));
    if (probe < PROBES) packets.push(probed.back(ms + 12, { sequence: 5001, acknowledgment: 1007, flags: ack, window: 229 }));
  }
  return written(packets);
}

/** A handshake between IPv6 addresses that no zeros shorten. */
export function longAddressCapture(): Uint8Array {
  const [client, server] = ['2001:db8:85a3:1234:5678:8a2e:370:7334', '2001:db8:ffff:ffff:ffff:ffff:ffff:80'];
  const out = { source: client, destination: server, sourcePort: 40_001, destinationPort: 8443 } as const;
  const back = { source: server, destination: client, sourcePort: 8443, destinationPort: 40_001 } as const;
  return written([
    { ms: 0, bytes: tcpFrame({ ...out, sequence: 1000, flags: TCP_FLAG.syn }) },
    { ms: 10, bytes: tcpFrame({ ...back, sequence: 5000, acknowledgment: 1001, flags: TCP_FLAG.syn | TCP_FLAG.ack }) },
    { ms: 20, bytes: tcpFrame({ ...out, sequence: 1001, acknowledgment: 5001, flags: TCP_FLAG.ack }) },
  ]);
}

const PCAP_HEADER = 24;
const RECORD_HEADER = 16;

/** The same packets so many seconds later, or by a clock that is so fast. */
export function later(capture: Uint8Array, seconds: number): Uint8Array {
  const copy = Uint8Array.from(capture);
  const view = new DataView(copy.buffer);
  for (let at = PCAP_HEADER; at < copy.length; at += RECORD_HEADER + view.getUint32(at + 8, true))
    view.setUint32(at, view.getUint32(at, true) + seconds, true);
  return copy;
}

/** The first packet alone. */
export function onePacket(capture: Uint8Array): Uint8Array {
  const length = new DataView(capture.buffer).getUint32(PCAP_HEADER + 8, true);
  return capture.slice(0, PCAP_HEADER + RECORD_HEADER + length);
}

function written(packets: readonly Timed[]): Uint8Array {
  return writePcap(
    packets.map(({ ms, bytes }) => ({ seconds: START_SECONDS + Math.floor(ms / 1000), nanoseconds: (ms % 1000) * 1_000_000 + 789, bytes })),
    { linkType: 1, nanoseconds: true },
  );
}

/** Frame numbers of connection 0's probes, and how many packets the capture holds. */
export const PROBE_FRAMES = [10, 12, 14, 16, 18];
export const MIXED_PACKETS = 18;

/** As tcpdump prints a handshake and three probes 5 s apart. */
export const TCPDUMP_TEXT = [
  '11:40:43.937463 IP 127.0.0.1.45376 > 127.0.0.1.9000: Flags [S], seq 617778687, win 65495, options [mss 65495,sackOK,TS val 100 ecr 0,nop,wscale 7], length 0',
  '11:40:43.937475 IP 127.0.0.1.9000 > 127.0.0.1.45376: Flags [S.], seq 1368551434, ack 617778688, win 65483, options [mss 65495,sackOK,TS val 100 ecr 100,nop,wscale 7], length 0',
  '11:40:43.937483 IP 127.0.0.1.45376 > 127.0.0.1.9000: Flags [.], ack 1, win 512, options [nop,nop,TS val 100 ecr 100], length 0',
  ...[48, 53, 58].flatMap((second, i) => [
    `11:40:${second}.937483 IP 127.0.0.1.45376 > 127.0.0.1.9000: Flags [.], ack 1, win 512, options [nop,nop,TS val ${5100 + i * 5000} ecr 100], length 0`,
    `11:40:${second}.937493 IP 127.0.0.1.9000 > 127.0.0.1.45376: Flags [.], ack 1, win 512, options [nop,nop,TS val ${5100 + i * 5000} ecr 100], length 0`,
  ]),
].join('\n');

/** Time between the heartbeats of `heartbeatCapture`, and the gap before the last one. */
export const HEARTBEAT_MS = 45_000;
export const LATE_GAP_MS = 58_000;
const BEATS = 12;

/**
 * A client that sends two bytes (MQTT PINGREQ) each 45 s, up to twice `jitterMs` later; the last beat comes after 58 s, and the client resets the connection
 * at once.
 */
export function heartbeatCapture(jitterMs = 1): Uint8Array {
  const { out, back } = flow(CLIENT, 40_010, 1883);
  const ack = TCP_FLAG.ack;
  const push = TCP_FLAG.psh | ack;
  const packets: Timed[] = [
    out(0, { sequence: 1000, flags: TCP_FLAG.syn, options: HANDSHAKE_OPTIONS }),
    back(10, { sequence: 5000, acknowledgment: 1001, flags: TCP_FLAG.syn | ack, options: HANDSHAKE_OPTIONS }),
    out(20, { sequence: 1001, acknowledgment: 5001, flags: ack, window: 229 }),
  ];
  let ms = 100;
  for (let beat = 0; beat < BEATS; beat++) {
    const sequence = 1001 + 2 * beat;
    const acknowledgment = 5001 + 2 * beat;
    if (beat > 0) ms += beat === BEATS - 1 ? LATE_GAP_MS : HEARTBEAT_MS + (beat % 3) * jitterMs;
    packets.push(out(ms, { sequence, acknowledgment, flags: push, window: 229, payload: Uint8Array.of(0xc0, 0x00) }));
    packets.push(
      back(ms + 20, { sequence: acknowledgment, acknowledgment: sequence + 2, flags: push, window: 229, payload: Uint8Array.of(0xd0, 0x00) }),
    );
    packets.push(out(ms + 21, { sequence: sequence + 2, acknowledgment: acknowledgment + 2, flags: ack, window: 229 }));
  }
  packets.push(out(ms + 500, { sequence: 1001 + 2 * BEATS, acknowledgment: 5001 + 2 * BEATS, flags: TCP_FLAG.rst | ack, window: 229 }));
  return written(packets);
}

/** When the server of `httpCapture` closes a connection that was idle, in ms. */
export const HTTP_TIMEOUT_MS = 5000;

/** Three requests on one connection, 1 s and 3 s apart; the server closes after five idle seconds, as announced, and a request crosses its FIN. */
export function httpCapture(): Uint8Array {
  const { out, back } = flow(CLIENT, 40_020, 80);
  const ack = TCP_FLAG.ack;
  const push = TCP_FLAG.psh | ack;
  const response = ascii('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nKeep-Alive: timeout=5\r\n\r\n');
  const packets: Timed[] = [
    out(0, { sequence: 1000, flags: TCP_FLAG.syn, options: HANDSHAKE_OPTIONS }),
    back(10, { sequence: 5000, acknowledgment: 1001, flags: TCP_FLAG.syn | ack, options: HANDSHAKE_OPTIONS }),
    out(20, { sequence: 1001, acknowledgment: 5001, flags: ack, window: 229 }),
  ];
  let sequence = 1001;
  let acknowledgment = 5001;
  let ms = 30;
  for (const pauseMs of [0, 1000, 3000]) {
    const request = ascii(`GET /page-${pauseMs} HTTP/1.1\r\nHost: example.com\r\n\r\n`);
    ms += pauseMs;
    packets.push(out(ms, { sequence, acknowledgment, flags: push, window: 229, payload: request }));
    sequence += request.length;
    packets.push(back(ms + 40, { sequence: acknowledgment, acknowledgment: sequence, flags: push, window: 229, payload: response }));
    acknowledgment += response.length;
    packets.push(out(ms + 50, { sequence, acknowledgment, flags: ack, window: 229 }));
    ms += 40;
  }
  const late = ascii('GET /too-late HTTP/1.1\r\nHost: example.com\r\n\r\n');
  packets.push(back(ms + HTTP_TIMEOUT_MS, { sequence: acknowledgment, acknowledgment: sequence, flags: TCP_FLAG.fin | ack, window: 229 }));
  packets.push(out(ms + HTTP_TIMEOUT_MS + 2, { sequence, acknowledgment, flags: push, window: 229, payload: late }));
  packets.push(back(ms + HTTP_TIMEOUT_MS + 12, { sequence: acknowledgment + 1, acknowledgment: 0, flags: TCP_FLAG.rst, window: 0 }));
  return written(packets);
}

/** A frame of HTTP/2. */
function http2Frame(type: number, flags: number, stream: number, ...payload: readonly (number | string)[]): number[] {
  const bytes = payload.flatMap((part) => (typeof part === 'string' ? [part.length, ...ascii(part)] : [part]));
  return [0, 0, bytes.length, type, flags, 0, 0, 0, stream, ...bytes];
}

/** Calls of gRPC in the clear on one connection, 0 and 30 s after its begin, each answered with status 200 and grpc-status as given; see RFC 7541 for the bytes. */
export function grpcCapture(grpcStatuses: readonly string[] = ['0', '14']): Uint8Array {
  const { out, back } = flow(CLIENT, 40_050, 50_051);
  const { ack, psh, syn } = TCP_FLAG;
  const [DATA, HEADERS, SETTINGS] = [0, 1, 4];
  const [END_STREAM, END_HEADERS] = [1, 4];
  const [METHOD_POST, STATUS_200, PATH_LITERAL, NEW_NAME] = [0x83, 0x88, 0x04, 0x00];
  const packets: Timed[] = [
    out(0, { sequence: 1000, flags: syn, options: HANDSHAKE_OPTIONS }),
    back(10, { sequence: 5000, acknowledgment: 1001, flags: syn | ack, options: HANDSHAKE_OPTIONS }),
    out(20, { sequence: 1001, acknowledgment: 5001, flags: ack, window: 229 }),
  ];
  let sequence = 1001;
  let acknowledgment = 5001;
  const ask = (ms: number, ...bytes: number[]): void => {
    packets.push(out(ms, { sequence, acknowledgment, flags: psh | ack, window: 229, payload: Uint8Array.from(bytes) }));
    sequence += bytes.length;
  };
  const answer = (ms: number, ...bytes: number[]): void => {
    packets.push(back(ms, { sequence: acknowledgment, acknowledgment: sequence, flags: psh | ack, window: 229, payload: Uint8Array.from(bytes) }));
    acknowledgment += bytes.length;
  };
  ask(30, ...ascii('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), ...http2Frame(SETTINGS, 0, 0));
  answer(40, ...http2Frame(SETTINGS, 0, 0));
  for (const [call, status] of grpcStatuses.entries()) {
    const stream = 1 + 2 * call;
    const ms = 50 + 30_000 * call;
    const message = [0, 0, 0, 0, 2, 8, 1];
    ask(
      ms,
      ...http2Frame(HEADERS, END_HEADERS, stream, METHOD_POST, PATH_LITERAL, '/bank.Accounts/Read'),
      ...http2Frame(DATA, END_STREAM, stream, ...message),
    );
    answer(ms + 20, ...http2Frame(HEADERS, END_HEADERS, stream, STATUS_200), ...http2Frame(DATA, 0, stream, ...message));
    answer(ms + 30, ...http2Frame(HEADERS, END_HEADERS | END_STREAM, stream, NEW_NAME, 'grpc-status', status));
  }
  return written(packets);
}

/** What the client of `lifeCapture` sends at a time, and how long both ends are silent before a probe. */
export const LIFE_BYTES = 64;
export const LIFE_SILENCE_MS = 45_000;

/**
 * One connection from SYN to the last ACK: a request, the same again after 300 ms, a response, a probe after 45 s with its answer, a closed window that opens
 * again, and a close in four packets on which the server sends once more. Frame numbers are those of `LIFE_FRAMES`.
 */
export function lifeCapture(): Uint8Array {
  const { out, back } = flow(CLIENT, 40_030, 9000);
  const { ack, fin, psh, syn } = TCP_FLAG;
  const bytes = new Uint8Array(LIFE_BYTES).fill(0x61);
  const window = 229;
  return written([
    out(0, { sequence: 1000, flags: syn, options: HANDSHAKE_OPTIONS }),
    back(10, { sequence: 5000, acknowledgment: 1001, flags: syn | ack, options: HANDSHAKE_OPTIONS }),
    out(20, { sequence: 1001, acknowledgment: 5001, flags: ack, window }),
    out(30, { sequence: 1001, acknowledgment: 5001, flags: psh | ack, window, payload: bytes }),
    out(330, { sequence: 1001, acknowledgment: 5001, flags: psh | ack, window, payload: bytes }),
    back(340, { sequence: 5001, acknowledgment: 1065, flags: ack, window }),
    back(350, { sequence: 5001, acknowledgment: 1065, flags: psh | ack, window, payload: bytes }),
    out(360, { sequence: 1065, acknowledgment: 5065, flags: ack, window: 0 }),
    out(560, { sequence: 1065, acknowledgment: 5065, flags: ack, window }),
    out(560 + LIFE_SILENCE_MS, { sequence: 1064, acknowledgment: 5065, flags: ack, window }),
    back(572 + LIFE_SILENCE_MS, { sequence: 5065, acknowledgment: 1065, flags: ack, window }),
    out(700 + LIFE_SILENCE_MS, { sequence: 1065, acknowledgment: 5065, flags: fin | ack, window }),
    back(710 + LIFE_SILENCE_MS, { sequence: 5065, acknowledgment: 1066, flags: ack, window }),
    back(720 + LIFE_SILENCE_MS, { sequence: 5065, acknowledgment: 1066, flags: psh | ack, window, payload: bytes }),
    out(730 + LIFE_SILENCE_MS, { sequence: 1066, acknowledgment: 5129, flags: ack, window }),
    back(740 + LIFE_SILENCE_MS, { sequence: 5129, acknowledgment: 1066, flags: fin | ack, window }),
    out(750 + LIFE_SILENCE_MS, { sequence: 1066, acknowledgment: 5130, flags: ack, window }),
  ]);
}

/** Frames of `lifeCapture`, by what they are. */
export const LIFE_FRAMES = { request: 4, again: 5, response: 7, zeroWindow: 8, probe: 10, answer: 11, fin: 12, finAck: 13, last: 17 } as const;
