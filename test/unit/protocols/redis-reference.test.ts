import { describe, expect, it } from 'vitest';
import { type DissectedPacket, dissect } from '../../../src/engine/protocols/dissect';
import type { SegmentFacts } from '../../../src/engine/protocols/dissection';
import { registry } from '../../../src/engine/protocols/index';
import { plainFacts } from './capture-frames';
import { findNode } from './nodes';
import { fromHex } from './packets';

const RAW_IPV4 = 228;
const SYN = fromHex(`4500 003c 08cf 4000 3606 14a5 0ab3 b561 0a60 5cd4 989e 18eb f65a ebff 0000 0000
  a002 7210 872f 0000 0204 05b4 0402 080a b062 e330 0000 0000 0103 0307`);
const PING = fromHex(`4500 0042 08d1 4000 3606 149d 0ab3 b561 0a60 5cd4 989e 18eb f65a ec00 fe33 5504
  8018 00e5 4b5f 0000 0101 080a b062 ecac bab2 6fe6 2a31 0d0a 2434 0d0a 7069 6e67 0d0a`);

function dissected(bytes: Uint8Array, segment: SegmentFacts | null = null): DissectedPacket {
  return dissect(bytes, { ...plainFacts(1, RAW_IPV4, bytes.length), segment }, registry);
}

const segment: SegmentFacts = {
  connection: 0,
  senderBase: 4133153791,
  receiverBase: 4264776963,
  windowScale: 7,
  marks: [],
  sincePrevious: 2.427996,
  sinceFirst: 2.427996,
  sequenceUnknown: false,
};

type Row = readonly [name: string, offset: number, length: number, value: unknown, text: string];

const SYN_ROWS: readonly Row[] = [
  ['ip.version', 0, 1, 4, '4'],
  ['ip.hdr_len', 0, 1, 5, '20 bytes (5)'],
  ['ip.len', 2, 2, 60, '60'],
  ['ip.id', 4, 2, 0x08cf, '0x08cf (2255)'],
  ['ip.flags.df', 6, 1, true, 'Set'],
  ['ip.ttl', 8, 1, 54, '54'],
  ['ip.proto', 9, 1, 6, 'TCP (6)'],
  ['ip.checksum', 10, 2, 0x14a5, '0x14a5 [correct]'],
  ['ip.src', 12, 4, '10.179.181.97', '10.179.181.97'],
  ['ip.dst', 16, 4, '10.96.92.212', '10.96.92.212'],
  ['tcp.srcport', 20, 2, 39070, '39070'],
  ['tcp.dstport', 22, 2, 6379, '6379'],
  ['tcp.seq_raw', 24, 4, 4133153791, '4133153791'],
  ['tcp.hdr_len', 32, 1, 10, '40 bytes (10)'],
  ['tcp.flags', 32, 2, 2, '0x002 (SYN)'],
  ['tcp.flags.syn', 33, 1, true, 'Set'],
  ['tcp.window_size_value', 34, 2, 29200, '29200'],
  ['tcp.checksum', 36, 2, 0x872f, '0x872f [correct]'],
  ['tcp.options.mss', 40, 4, '020405b4', 'Maximum segment size: 1460 bytes'],
  ['tcp.options.mss_val', 42, 2, 1460, '1460'],
  ['tcp.options.sack_perm', 44, 2, '0402', 'SACK permitted'],
  ['tcp.options.timestamp.tsval', 48, 4, 2959270704, '2959270704'],
  ['tcp.options.timestamp.tsecr', 52, 4, 0, '0'],
  ['tcp.options.nop', 56, 1, '01', 'No-Operation (NOP)'],
  ['tcp.options.wscale', 57, 3, '030307', 'Window scale: 7 (multiply by 128)'],
  ['tcp.options.wscale.shift', 59, 1, 7, '7'],
  ['tcp.options.wscale.multiplier', 59, 1, 128, '128'],
];

const PING_ROWS: readonly Row[] = [
  ['ip.len', 2, 2, 66, '66'],
  ['ip.checksum', 10, 2, 0x149d, '0x149d [correct]'],
  ['tcp.seq', 24, 4, 1, '1 (relative sequence number)'],
  ['tcp.ack', 28, 4, 1, '1 (relative ack number)'],
  ['tcp.flags', 32, 2, 0x18, '0x018 (PSH, ACK)'],
  ['tcp.window_size', 34, 2, 29312, '29312'],
  ['tcp.checksum', 36, 2, 0x4b5f, '0x4b5f [correct]'],
  ['tcp.payload', 52, 14, '2a310d0a24340d0a70696e670d0a', '(14 bytes)'],
  ['resp.array', 52, 14, null, 'Array (1)'],
  ['resp.array.length', 52, 4, 1, '1'],
  ['resp.bulk_string', 56, 10, null, 'ping'],
  ['resp.bulk_string.length', 56, 4, 4, '4'],
  ['resp.bulk_string.value', 60, 4, 'ping', 'ping'],
];

describe('the Redis PING of the reference dissection', () => {
  const first = dissected(SYN);
  const second = dissected(PING, segment);

  it.each(SYN_ROWS)('SYN: %s', (name, offset, length, value, text) => {
    expect(findNode(first, name)).toMatchObject({ offset, length, value, text });
  });

  it.each(PING_ROWS)('PING: %s', (name, offset, length, value, text) => {
    expect(findNode(second, name)).toMatchObject({ offset, length, value, text });
  });

  it('explains what a learner asks about', () => {
    expect(findNode(first, 'ip.ttl')?.explanation).toEqual({ code: 'ttl', data: { ttl: 54, initial: 64, hops: 10 } });
    expect(findNode(first, 'tcp.hdr_len')?.explanation).toEqual({ code: 'tcp-data-offset-options', data: { words: 10, bytes: 40, options: 20 } });
    expect(findNode(second, 'tcp.window_size')?.explanation).toEqual({
      code: 'tcp-window-scaled',
      data: { window: 229, shift: 7, factor: 128, bytes: 29312 },
    });
    expect(findNode(second, 'tcp.ack')?.explanation?.code).toBe('tcp-ack-syn');
    expect(findNode(dissected(PING), 'tcp.window_size')?.explanation?.code).toBe('tcp-window-unknown');
  });

  it('says it in the columns', () => {
    expect(first.columns).toMatchObject({ source: '10.179.181.97', destination: '10.96.92.212', protocol: 'TCP' });
    const options = 'MSS=1460 SACK_PERM TSval=2959270704 TSecr=0 WS=128';
    expect(first.columns.info).toBe(`39070 → 6379 [SYN] Seq=4133153791 Win=29200 Len=0 ${options}`);
    expect(dissected(SYN, segment).columns.info).toBe(`39070 → 6379 [SYN] Seq=0 Win=29200 Len=0 ${options}`);
    expect(second.columns).toMatchObject({ protocol: 'RESP', info: 'PING' });
    expect(first.issues).toEqual([]);
    expect(second.issues).toEqual([]);
  });

  it('knows a damaged checksum, a cut packet and one left to the network card', () => {
    const damaged = PING.slice();
    damaged[60] = 0x71;
    expect(findNode(dissected(damaged), 'tcp.checksum')?.text).toMatch(/^0x4b5f \[incorrect, should be 0x4a5f\]$/);
    const cut = dissect(PING.subarray(0, 60), plainFacts(1, RAW_IPV4, PING.length), registry);
    expect(findNode(cut, 'tcp.checksum')?.text).toBe('0x4b5f [cannot tell: cut]');
    expect(cut.issues.map((issue) => issue.kind)).toEqual(['truncated']);
    const offloaded = PING.slice();
    offloaded.set(fromHex('277d'), 36);
    expect(findNode(dissected(offloaded), 'tcp.checksum')?.text).toBe('0x277d [cannot tell: offloaded]');
  });
});
