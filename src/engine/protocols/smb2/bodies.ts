import { toHex } from '../../../shared/base/bytes';
import { addFlags } from '../little-flags';
import type { MessageCursor } from '../message-cursor';
import { CAPABILITIES, SECURITY_MODES } from './numbers';

const NEGOTIATE = 0;

/** What follows the header: negotiation by field, of others the size of their fixed part and the rest as bytes. */
export function addBody(body: MessageCursor, command: number, isResponse: boolean): void {
  if (body.left === 0) return;
  addSize(body);
  if (command === NEGOTIATE && isResponse) addNegotiateResponse(body);
  else if (command === NEGOTIATE) addNegotiateRequest(body);
  if (body.left > 0) body.rest('smb2.body');
}

/** The lowest bit says that a part of varying length follows. */
function addSize(body: MessageCursor): void {
  const { layer, at } = body;
  const value = body.peekLittle(2);
  const parent = body.add('smb2.buffer_code', 2, value);
  if (body.failed) return;
  layer.field('smb2.buffer_code.length', at, 2, value >> 1, { parent });
  layer.field('smb2.buffer_code.dynamic', at, 2, (value & 1) === 1, { parent });
}

/** MS-SMB2 section 2.2.3. */
function addNegotiateRequest(body: MessageCursor): void {
  const count = body.uintLittle('smb2.dialect_count', 2);
  addFlags(body, 'smb2.sec_mode', SECURITY_MODES, 1);
  body.skip(1);
  body.bytes('smb2.reserved', 2);
  addFlags(body, 'smb2.capabilities', CAPABILITIES);
  addGuid(body, 'smb2.client_guid');
  body.uintLittle('smb2.negotiate_context.offset', 4);
  body.uintLittle('smb2.negotiate_context.count', 2);
  body.bytes('smb2.reserved', 2);
  for (let i = 0; i < count && body.left > 0; i++) body.uintLittle('smb2.dialect', 2);
}

/** MS-SMB2 section 2.2.4, up to the sizes. */
function addNegotiateResponse(body: MessageCursor): void {
  addFlags(body, 'smb2.sec_mode', SECURITY_MODES, 1);
  body.skip(1);
  body.uintLittle('smb2.dialect', 2);
  body.uintLittle('smb2.negotiate_context.count', 2);
  addGuid(body, 'smb2.server_guid');
  addFlags(body, 'smb2.capabilities', CAPABILITIES);
  body.uintLittle('smb2.max_trans_size', 4);
  body.uintLittle('smb2.max_read_size', 4);
  body.uintLittle('smb2.max_write_size', 4);
}

/** Three little-endian numbers, then bytes in order (MS-DTYP section 2.3.4). */
function addGuid(body: MessageCursor, field: string): void {
  if (!body.has(16)) return;
  const { layer, at } = body;
  const part = (from: number, to: number) => toHex(Uint8Array.from(layer.bytes.subarray(at + from, at + to)).reverse());
  const tail = toHex(layer.bytes.subarray(at + 8, at + 16));
  body.add(field, 16, `${part(0, 4)}-${part(4, 6)}-${part(6, 8)}-${tail.slice(0, 4)}-${tail.slice(4)}`);
}
