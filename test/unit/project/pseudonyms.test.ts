import { describe, expect, it } from 'vitest';
import { Pseudonyms } from '../../../src/engine/project/pseudonyms';
import { SipHash } from '../../../src/engine/project/sip-hash';
import { readTarHeader, tarHeader } from '../../../src/engine/project/tar';

const KEY = Uint8Array.from({ length: 16 }, (_, i) => i);

it('SipHash gives what its authors publish', () => {
  const messages = [0, 1, 2, 8, 15, 63].map((length) => Uint8Array.from({ length }, (_, i) => i));
  // Test vectors of the reference implementation (vectors.h, little-endian).
  const expected = ['726fdb47dd0e0e31', '74f839c593dc67fd', '0d6c8009d9a94f5a', '93f5f5799a932462', 'a129ca6149be45e5', '958a324ceb064572'];
  expect(messages.map((message) => new SipHash(KEY).hash(message).toString(16).padStart(16, '0'))).toEqual(expected);
});

const bits = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');

function sharedPrefix(a: Uint8Array, b: Uint8Array): number {
  const [x, y] = [bits(a), bits(b)];
  let length = 0;
  while (length < x.length && x[length] === y[length]) length++;
  return length;
}

describe('pseudonyms', () => {
  const other = new Pseudonyms(KEY);

  it('share a prefix as long as the originals do, from the first octet on', () => {
    const originals = [
      [10, 0, 0, 1],
      [10, 0, 0, 2],
      [10, 0, 0, 130],
      [10, 0, 1, 1],
      [10, 128, 0, 1],
      [11, 0, 0, 1],
      [192, 0, 2, 80],
      [169, 253, 0, 1],
      [169, 253, 128, 1],
      [169, 254, 0, 1],
      [169, 254, 0, 2],
    ].map((quad) => Uint8Array.from(quad));
    const made = originals.map((address) => other.ip(address));
    for (let i = 0; i < originals.length; i++) {
      expect(made[i]).not.toEqual(originals[i]);
      for (let j = 0; j < i; j++) {
        const before = sharedPrefix(originals[i] as Uint8Array, originals[j] as Uint8Array);
        const after = sharedPrefix(made[i] as Uint8Array, made[j] as Uint8Array);
        if (before >= 8) expect(after).toBe(before);
        else expect(after).toBeLessThan(8);
      }
    }
  });

  it('are as many as the originals', () => {
    const seen = new Set<string>();
    for (let a = 1; a < 224; a++) for (const last of [0, 1, 255]) if (a !== 127) seen.add(other.ip(Uint8Array.of(a, 2, 3, last)).join('.'));
    expect(seen.size).toBe(222 * 3);
  });

  it.each(['0.0.0.0', '127.0.0.1', '255.255.255.255', '224.0.0.251', '::', '::1', 'ff02::1', 'ff02::fb'])('%s stays what it is', (address) => {
    expect(other.text(address)).toBe(address);
  });

  it('of IPv4 link-local addresses are link-local, and no others are', () => {
    const prefix = (a: number, b: number) =>
      other
        .ip(Uint8Array.of(a, b, 3, 4))
        .subarray(0, 2)
        .join('.');
    expect(prefix(169, 254)).toBe('169.254');
    expect(other.text('169.254.3.4')).not.toBe('169.254.3.4');
    const seen = new Set<string>();
    for (let first = 1; first < 224; first++) seen.add(prefix(first, first === 169 ? 253 : 254));
    expect(seen).not.toContain('169.254');
    const others = Array.from({ length: 256 }, (_, second) => prefix(169, second));
    expect(new Set(others).size).toBe(256);
  });

  it.each([
    ['240.1.2.3', /^2[45]\d\./],
    ['fe80::1234', /^fe[89ab]/],
    ['fd00:1::5', /^f[cd]/],
    ['2001:db8::1', /^[23]/],
    ['ff02::1:ff12:3456', /^ff02:/],
    ['::ffff:10.0.0.1', /^::ffff:\d+\./],
  ])('%s becomes another of its kind', (address, kind) => {
    expect(other.text(address)).toMatch(kind);
    expect(other.text(address)).not.toBe(address);
  });

  it.each(['host', '10.0.0', '1:2:3', '10.0.0.256', ''])('%j is no address', (text) => expect(other.text(text)).toBeNull());

  it('differ with the key', () => {
    expect(new Pseudonyms(KEY.map((byte) => byte ^ 0x5a)).text('10.1.2.3')).not.toBe(other.text('10.1.2.3'));
  });

  it('of MAC addresses keep who is a group', () => {
    expect(other.mac(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff))).toEqual(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff));
    expect((other.mac(Uint8Array.of(0x33, 0x33, 0xff, 0, 0, 1))[0] as number) & 1).toBe(1);
    expect((other.mac(Uint8Array.of(0, 0x1b, 0x44, 0x11, 0x3a, 0xb7))[0] as number) & 1).toBe(0);
  });
});

describe('a tar header', () => {
  it('is read as it was written', () => {
    expect(readTarHeader(tarHeader('captures/1-a.pcap', 12_345, 1_700_000_000))).toEqual({ name: 'captures/1-a.pcap', bytes: 12_345 });
    expect(readTarHeader(new Uint8Array(512))).toBeNull();
  });

  it('that was damaged is refused', () => {
    const header = tarHeader('a', 1, 0);
    header[0] = 0x62;
    expect(() => readTarHeader(header)).toThrow(RangeError);
    expect(() => tarHeader('x'.repeat(101), 1, 0)).toThrow(RangeError);
  });
});
