import type { LayerBuilder } from '../dissection';
import { freeBytes, freeUint, group } from '../field-spec';
import { MessageCursor } from '../message-cursor';
import { defineProtocol } from '../protocol';

const PREFIX = 5;
/** Messages of one DATA frame that get lines. */
const MOST_MESSAGES = 200;

/** Length-prefixed messages of a DATA frame; `note`: bytes at its beginning that end a message of earlier frames. */
function decodeGrpc(layer: LayerBuilder): void {
  const carried = typeof layer.note === 'number' ? layer.note : 0;
  const cursor = new MessageCursor(layer);
  layer.describe(layer.end - layer.offset, 'GRPC Message');
  if (carried > 0) cursor.bytes('grpc.message_continued', Math.min(carried, cursor.left));
  for (let count = 0; count < MOST_MESSAGES && cursor.left > 0; count++) readMessage(cursor);
}

/** A message may go on in the next DATA frame: what is here is shown. */
function readMessage(cursor: MessageCursor): void {
  if (cursor.left < PREFIX) {
    cursor.bytes('grpc.message_continued', cursor.left);
    return;
  }
  const length = cursor.peek(4, 1);
  const here = Math.min(length, cursor.left - PREFIX);
  const inner = cursor.group('grpc.message', PREFIX + here, {
    text: here < length ? `${length} bytes, ${here} of them in this frame` : `${length} bytes`,
  });
  inner.uint('grpc.compressed_flag', 1);
  inner.uint('grpc.message_length', 4);
  inner.bytes('grpc.message_data', here);
}

export const grpc = defineProtocol({
  id: 'grpc',
  title: 'GRPC Message',
  short: 'GRPC',
  spec: 'gRPC over HTTP/2',
  fields: {
    'grpc.message': group('Message'),
    'grpc.compressed_flag': freeUint('Compressed Flag', { values: { 0: 'Not Compressed', 1: 'Compressed' } }),
    'grpc.message_length': freeUint('Message Length'),
    'grpc.message_data': freeBytes('Message Data'),
    'grpc.message_continued': freeBytes('Rest of a message of an earlier frame'),
  },
  attach: [],
  decode: decodeGrpc,
});
