/** Names the protocol of small messages that are heartbeats in it, by their first bytes or by the port. */

export type HeartbeatProtocol = 'amqp' | 'bgp' | 'http2' | 'mqtt' | 'mysql' | 'redis' | 'ssh' | 'tls' | 'websocket';

const TLS_APPLICATION_DATA = 0x17;
const TLS_VERSION_MAJOR = 3;
const WEBSOCKET_PING = 0x89;
const WEBSOCKET_PONG = 0x8a;
const WEBSOCKET_MASK = 0x80;
/** Longest control frame of WebSocket with its mask (RFC 6455 section 5.5): no heartbeat of a known form is longer, TLS records apart. */
const LONGEST = 131;

/** A known heartbeat message with its length in bytes; `null` stands for any byte. */
const FORMS: readonly { readonly protocol: HeartbeatProtocol; readonly bytes: readonly (number | null)[]; readonly length: number }[] = [
  // PINGREQ and PINGRESP (MQTT 3.1.1 sections 3.12, 3.13).
  { protocol: 'mqtt', bytes: [0xc0, 0x00], length: 2 },
  { protocol: 'mqtt', bytes: [0xd0, 0x00], length: 2 },
  // KEEPALIVE (RFC 4271 section 4.4).
  { protocol: 'bgp', bytes: [...new Array<number>(16).fill(0xff), 0, 19, 4], length: 19 },
  // Heartbeat frame (AMQP 0-9-1 section 4.2.7).
  { protocol: 'amqp', bytes: [8, 0, 0, 0, 0, 0, 0, 0xce], length: 8 },
  // PING frame (RFC 9113 section 6.7).
  { protocol: 'http2', bytes: [0, 0, 8, 6, null, 0, 0, 0, 0], length: 17 },
  // COM_PING.
  { protocol: 'mysql', bytes: [1, 0, 0, 0, 0x0e], length: 5 },
  // PING as an array, inline, and its answer (RESP).
  { protocol: 'redis', bytes: ascii('*1\r\n$4\r\nPING\r\n'), length: 14 },
  { protocol: 'redis', bytes: ascii('*1\r\n$4\r\nping\r\n'), length: 14 },
  { protocol: 'redis', bytes: ascii('PING\r\n'), length: 6 },
  { protocol: 'redis', bytes: ascii('+PONG\r\n'), length: 7 },
];

function ascii(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}

/** Protocol of the message in `bytes` from `at` to `end`, `length` bytes long on the wire; null when it is no known heartbeat. */
export function heartbeatProtocol(bytes: Uint8Array, at: number, end: number, length: number): HeartbeatProtocol | null {
  const captured = end - at;
  if (captured >= 2 && bytes[at] === TLS_APPLICATION_DATA && bytes[at + 1] === TLS_VERSION_MAJOR) return 'tls';
  if (captured >= 4 && bytes[at] === 0x53 && bytes[at + 1] === 0x53 && bytes[at + 2] === 0x48 && bytes[at + 3] === 0x2d) return 'ssh';
  if (length > LONGEST || captured < 2) return null;
  const first = bytes[at] as number;
  if (first === WEBSOCKET_PING || first === WEBSOCKET_PONG) return isWebSocketControl(bytes[at + 1] as number, length) ? 'websocket' : null;
  for (const form of FORMS) {
    if (form.length === length && form.bytes[0] === first && matches(form.bytes, bytes, at, end)) return form.protocol;
  }
  return null;
}

function isWebSocketControl(second: number, length: number): boolean {
  return length === 2 + (second & ~WEBSOCKET_MASK) + ((second & WEBSOCKET_MASK) !== 0 ? 4 : 0);
}

function matches(form: readonly (number | null)[], bytes: Uint8Array, at: number, end: number): boolean {
  return at + form.length <= end && form.every((byte, i) => byte === null || byte === bytes[at + i]);
}

const PORTS: ReadonlyMap<number, HeartbeatProtocol> = new Map([
  [22, 'ssh'],
  [443, 'tls'],
  [8883, 'tls'],
  [5671, 'tls'],
]);
/** Protocols whose heartbeats are encrypted: known by length only. */
const ENCRYPTED: ReadonlySet<string> = new Set(['ssh', 'tls']);

/** What the port of the server tells where the payload does not. */
export function protocolOfPort(port: number): HeartbeatProtocol | null {
  return PORTS.get(port) ?? null;
}

export function isEncrypted(protocol: string): boolean {
  return ENCRYPTED.has(protocol);
}
