/** Where SSH messages end: lines, then binary packets, then bytes that only the ends can divide (RFC 4253 sections 4.2, 6, 7). */
import { readUint32 } from '../../../shared/base/bytes';
import { PDU, remembered, type StreamSide } from '../message-stream';
import { asciiText, lineEnd, startsWith } from '../text-scan';

const BANNER = 'SSH-';
/** With its line end (RFC 4253 section 4.2); lines before it may be longer. */
const LONGEST_LINE = 1024;
/** Every implementation takes 35000 bytes (RFC 4253 section 6.1); OpenSSH takes 256 KiB. */
const LONGEST_PACKET = 1 << 18;
const SHORTEST_PACKET = 8;
export const MESSAGE = { keyExchangeInit: 20, newKeys: 21 } as const;
/** Cookie, padding length and message code before the first list. */
const LISTS_AT = 4 + 1 + 1 + 16;

interface Sender {
  greeted: boolean;
  encrypted: boolean;
  /** Key exchange methods of its KEXINIT. */
  methods: readonly string[];
}

export interface SshNote {
  readonly fromClient: boolean;
  readonly encrypted: boolean;
  /** False where no line of either end was captured that tells the version. */
  readonly greeted: boolean;
  /** Key exchange method agreed on; empty while it is not known. */
  readonly method: string;
}

const newSender = (): Sender => ({ greeted: false, encrypted: false, methods: [] });
const senders = remembered(() => ({ client: newSender(), server: newSender() }));

function senderOf(side: StreamSide): Sender {
  return side.fromClient ? senders(side).client : senders(side).server;
}

export function isSshBanner(bytes: Uint8Array, offset: number, end: number): boolean {
  return startsWith(bytes, offset, end, BANNER);
}

export function sshLength(bytes: Uint8Array, offset: number, end: number, side: StreamSide): number {
  const sender = senderOf(side);
  if (isSshBanner(bytes, offset, end) || (side.position !== null && !sender.greeted)) return lineLength(bytes, offset, end);
  if (sender.encrypted || !sender.greeted) return end - offset;
  if (end - offset < 4) return PDU.more;
  const length = readUint32(bytes, offset);
  return length < SHORTEST_PACKET || length > LONGEST_PACKET ? end - offset : 4 + length;
}

function lineLength(bytes: Uint8Array, offset: number, end: number): number {
  const feed = lineEnd(bytes, offset, end, LONGEST_LINE);
  if (feed >= 0) return feed + 1 - offset;
  return end - offset < LONGEST_LINE ? PDU.more : PDU.none;
}

export function followSsh(bytes: Uint8Array, offset: number, end: number, side: StreamSide): SshNote {
  const sender = senderOf(side);
  const { client, server } = senders(side);
  const encrypted = sender.encrypted || (!sender.greeted && side.position === null && !isSshBanner(bytes, offset, end));
  if (isSshBanner(bytes, offset, end)) sender.greeted = true;
  else if (sender.greeted && !encrypted && end - offset > 5) {
    const code = bytes[offset + 5];
    if (code === MESSAGE.newKeys) sender.encrypted = true;
    if (code === MESSAGE.keyExchangeInit) sender.methods = firstList(bytes, offset + LISTS_AT, end);
  }
  const method = client.methods.find((name) => server.methods.includes(name)) ?? '';
  return { fromClient: side.fromClient, encrypted, greeted: client.greeted || server.greeted, method };
}

function firstList(bytes: Uint8Array, at: number, end: number): string[] {
  if (at + 4 > end) return [];
  return asciiText(bytes, at + 4, Math.min(end, at + 4 + readUint32(bytes, at))).split(',');
}
