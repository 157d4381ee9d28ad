import { readUint24 } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { freeHex, freeUint } from './field-spec';
import { MessageCursor } from './message-cursor';
import { PDU } from './message-stream';
import { defineProtocol } from './protocol';
import { isSmb2, smb2 } from './smb2/smb2';

/** The frame of four bytes around SMB (RFC 1002 section 4.3.1; without NetBIOS on port 445: MS-SMB2 section 2.1). */
const HEADER_LENGTH = 4;
const SESSION_MESSAGE = 0x00;
const KEEP_ALIVE = 0x85;
const TYPES: Readonly<Record<number, string>> = {
  0: 'Session message',
  129: 'Session request',
  130: 'Positive session response',
  131: 'Negative session response',
  132: 'Retarget session response',
  133: 'Session keep-alive',
};

function messageLength(bytes: Uint8Array, offset: number, end: number): number {
  if (TYPES[bytes[offset] as number] === undefined) return PDU.none;
  return end - offset < HEADER_LENGTH ? PDU.more : HEADER_LENGTH + readUint24(bytes, offset + 1);
}

function decodeNbss(layer: LayerBuilder): void {
  const cursor = new MessageCursor(layer);
  layer.describe(HEADER_LENGTH, 'NetBIOS Session Service');
  const type = cursor.uint('nbss.type', 1);
  cursor.uint('nbss.length', 3);
  if (cursor.failed) return;
  layer.column('info', TYPES[type] ?? `Unknown message type (${type})`);
  if (type === KEEP_ALIVE || cursor.left === 0) return;
  if (type === SESSION_MESSAGE && isSmb2(layer.bytes, cursor.at, layer.end)) layer.nextProtocol(smb2, cursor.at);
  else layer.data(cursor.at, layer.end);
}

export const nbss = defineProtocol({
  id: 'nbss',
  title: 'NetBIOS Session Service',
  short: 'NBSS',
  spec: 'RFC 1002',
  fields: {
    'nbss.type': freeHex('Message Type', { values: TYPES, digits: 2 }),
    'nbss.length': freeUint('Length'),
  },
  attach: [{ table: 'tcp-port', keys: [139, 445] }],
  pdu: messageLength,
  decode: decodeNbss,
});
