import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { registry } from '../../../src/engine/protocols/index';
import { PacketPath } from '../../../src/engine/protocols/packet-path';
import { stepPlainSegment } from '../../../src/engine/protocols/plain-segment';
import { walk } from '../../../src/engine/protocols/walk';
import { ethernet, ipv4, ipv6, tcp } from './packets';

const PLAIN = ethernet(0x0800, ipv4(tcp()));
/** Of the headers that lead to TCP. */
const HEADER_BYTES = 34;
const ETHERNET = registry.lookup('link-type', 1);

function pathOf(bytes: Uint8Array, captured: number, original: number): PacketPath {
  const path = new PacketPath();
  path.start(bytes, 0, captured, original);
  return path;
}

/** What the step finds: null where it leaves the packet to the walk. Holds it against the walk. */
function stepped(bytes: Uint8Array, captured = bytes.length, original = bytes.length): PacketPath | null {
  const [quick, whole, untouched] = [pathOf(bytes, captured, original), pathOf(bytes, captured, original), pathOf(bytes, captured, original)];
  if (!stepPlainSegment(quick)) {
    expect(quick).toEqual(untouched);
    return null;
  }
  expect(walk(whole, ETHERNET, registry)?.id).toBe('tcp');
  expect(quick).toEqual(whole);
  return quick;
}

describe('the step to a plain TCP segment', () => {
  it('finds what the walk finds', () => {
    expect(stepped(Uint8Array.from(PLAIN))?.transportOffset).toBe(HEADER_BYTES);
  });

  it('leaves other packets to the walk', () => {
    expect(stepped(ethernet(0x86dd, ipv6(tcp())))).toBeNull();
    expect(stepped(ethernet(0x0800, ipv4(tcp(), { options: [1, 1, 1, 0] })))).toBeNull();
    expect(stepped(Uint8Array.from(PLAIN), HEADER_BYTES + 15)).toBeNull();
  });

  it('agrees with the walk whatever stands in the headers and wherever the capture was cut', () => {
    const change = fc.tuple(fc.integer({ min: 0, max: HEADER_BYTES + 19 }), fc.integer({ min: 0, max: 255 }));
    let found = 0;
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 3 }),
        fc.integer({ min: 0, max: PLAIN.length }),
        fc.integer({ min: 0, max: 2000 }),
        (changes, cut, more) => {
          const bytes = Uint8Array.from(PLAIN);
          for (const [at, value] of changes) bytes[at] = value;
          if (stepped(bytes, bytes.length - Math.floor(cut / 4), bytes.length + more) !== null) found++;
        },
      ),
      { numRuns: 2000 },
    );
    expect(found).toBeGreaterThan(200);
  });
});
