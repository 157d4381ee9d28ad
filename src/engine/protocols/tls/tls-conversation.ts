/** Where TLS records end, and what a conversation has agreed on so far. */
import { readUint16, readUint24 } from '../../../shared/base/bytes';
import { PDU, remembered, type StreamSide } from '../message-stream';
import { CONTENT_TYPE, HANDSHAKE } from './tls-values';

export const RECORD_HEADER = 5;
/** 2^14 bytes and what encryption may add (RFC 5246 section 6.2.3). */
const LONGEST_RECORD = 0x4000 + 2048;
const VERSION_1_3 = 0x0304;
const SUPPORTED_VERSIONS = 43;

/** Of both directions; the decoder sees it as it is at the end, as far as the capture was read. */
export interface TlsSession {
  /** What the server chose; 0 while it is not known. */
  version: number;
}

export interface TlsNote {
  readonly session: TlsSession;
  /** The sender has changed to encryption before this record. */
  readonly encrypted: boolean;
  /** Bytes at the record's beginning that end a handshake message of earlier records. */
  readonly carried: number;
}

interface Direction {
  encrypted: boolean;
  /** Bytes outstanding of a handshake message. */
  carried: number;
}

const session = remembered<TlsSession>(() => ({ version: 0 }));
const directions = remembered(() => ({ client: { encrypted: false, carried: 0 }, server: { encrypted: false, carried: 0 } }));

/** A record header that makes sense: type, version, length. */
export function isTls(bytes: Uint8Array, offset: number, end: number): boolean {
  if (end - offset < RECORD_HEADER) return false;
  const type = bytes[offset] as number;
  const minor = bytes[offset + 2] as number;
  const length = readUint16(bytes, offset + 3);
  if (type < CONTENT_TYPE.changeCipherSpec || type > CONTENT_TYPE.heartbeat || bytes[offset + 1] !== 3 || minor > 4) return false;
  if (length === 0 || length > LONGEST_RECORD) return length === 0 && type === CONTENT_TYPE.applicationData;
  if (type === CONTENT_TYPE.changeCipherSpec) return length === 1;
  return type !== CONTENT_TYPE.alert || length >= 2;
}

export function recordLength(bytes: Uint8Array, offset: number, end: number): number {
  const first = bytes[offset] as number;
  if (first < CONTENT_TYPE.changeCipherSpec || first > CONTENT_TYPE.heartbeat) return PDU.none;
  if (end - offset < RECORD_HEADER) return PDU.more;
  return isTls(bytes, offset, end) ? RECORD_HEADER + readUint16(bytes, offset + 3) : PDU.none;
}

/** Learns versions and the change to encryption, and follows handshake messages over records. */
export function followRecord(bytes: Uint8Array, offset: number, end: number, side: StreamSide): TlsNote {
  const agreed = session(side);
  const direction: Direction = side.fromClient ? directions(side).client : directions(side).server;
  const note = { session: agreed, encrypted: direction.encrypted, carried: direction.carried };
  if (end - offset <= RECORD_HEADER) return note;
  const type = bytes[offset];
  // Since TLS 1.3 it means nothing: what is encrypted comes as application data, and hellos may follow (RFC 8446 appendix D.4).
  if (type === CONTENT_TYPE.changeCipherSpec && agreed.version !== VERSION_1_3) direction.encrypted = true;
  if (type !== CONTENT_TYPE.handshake || direction.encrypted) return note;
  const wireEnd = offset + RECORD_HEADER + readUint16(bytes, offset + 3);
  let at = offset + RECORD_HEADER + direction.carried;
  direction.carried = Math.max(0, at - wireEnd);
  while (at + 4 <= end) {
    const bodyEnd = at + 4 + readUint24(bytes, at + 1);
    if (bytes[at] === HANDSHAKE.serverHello) agreed.version = serverVersion(bytes, at + 4, Math.min(end, bodyEnd));
    direction.carried = Math.max(0, bodyEnd - wireEnd);
    at = bodyEnd;
  }
  return note;
}

/** The version that a ServerHello chooses: in its extension since TLS 1.3 (RFC 8446 section 4.2.1). */
function serverVersion(bytes: Uint8Array, body: number, end: number): number {
  if (end - body < 35) return 0;
  const legacy = readUint16(bytes, body);
  let at = body + 35 + (bytes[body + 34] as number) + 5;
  while (at + 4 <= end) {
    const length = readUint16(bytes, at + 2);
    if (readUint16(bytes, at) === SUPPORTED_VERSIONS && length === 2 && at + 6 <= end) return readUint16(bytes, at + 4);
    at += 4 + length;
  }
  return Math.min(legacy, VERSION_1_3);
}
