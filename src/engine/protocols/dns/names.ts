import { readUint16 } from '../../../shared/base/bytes';
import type { FieldOptions } from '../dissection';
import type { MessageCursor } from '../message-cursor';

/** RFC 1035 section 2.3.4; a chain of more pointers than a name has labels can only be a trap. */
const MAX_LENGTH = 255;
const MAX_POINTERS = 128;
const POINTER = 0xc0;

export const LOOPS = '<Name contains a pointer that loops>';

export interface DomainName {
  /** Labels with dots between them, `<Root>` for none. */
  readonly text: string;
  /** Bytes where the name stands: up to its first pointer or its end. */
  readonly length: number;
  readonly labels: number;
  /** `cut`: it goes on behind the end of the message or of the capture; `illegal`: a label of a kind that does not exist. */
  readonly fault: 'cut' | 'loop' | 'illegal' | null;
}

/** Reads the name at `at`, following pointers into the message that begins at `start` (RFC 1035 section 4.1.4). */
export function readDomain(bytes: Uint8Array, start: number, at: number, end: number): DomainName {
  const labels: string[] = [];
  let position = at;
  let length = -1;
  let size = 0;
  let pointers = 0;
  const name = (fault: DomainName['fault']): DomainName => ({
    text: fault === 'loop' ? LOOPS : labels.length === 0 ? '<Root>' : labels.join('.'),
    length: length < 0 ? position - at : length,
    labels: Math.max(1, labels.length),
    fault,
  });
  while (position < end) {
    const first = bytes[position] as number;
    if (first === 0) {
      position++;
      return name(null);
    }
    if ((first & POINTER) === POINTER) {
      if (position + 2 > end) return name('cut');
      const target = start + (readUint16(bytes, position) & 0x3fff);
      position += 2;
      if (length < 0) length = position - at;
      if (++pointers > MAX_POINTERS) return name('loop');
      position = target;
    } else {
      if ((first & POINTER) !== 0) return name('illegal');
      if (position + 1 + first > end) return name('cut');
      labels.push(labelText(bytes, position + 1, position + 1 + first));
      size += first + 1;
      position += 1 + first;
      if (size > MAX_LENGTH) return name('loop');
    }
  }
  return name('cut');
}

/** Bytes that are no printable ASCII as decimal escapes (RFC 1035 section 5.1). */
function labelText(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i++) {
    const byte = bytes[i] as number;
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\${String(byte).padStart(3, '0')}`;
  }
  return text;
}

/** Adds the name where the cursor stands and moves it behind; null when there is none to be read. `start`: where the message begins. */
export function addDomain(cursor: MessageCursor, start: number, name: string, options?: FieldOptions): DomainName | null {
  if (cursor.failed) return null;
  const { layer } = cursor;
  const domain = readDomain(layer.bytes, start, cursor.at, layer.end);
  if (domain.fault === 'cut') layer.has(layer.end, 1);
  else if (domain.fault !== null) layer.issue('malformed', cursor.at, domain.length + 1);
  if (domain.fault === 'cut' || domain.fault === 'illegal' || !cursor.has(domain.length)) {
    cursor.failed = true;
    return null;
  }
  cursor.add(name, domain.length, domain.text, options);
  return domain;
}
