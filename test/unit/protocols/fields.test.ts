import { describe, expect, it } from 'vitest';
import { dissect } from '../../../src/engine/protocols/dissect';
import { registry } from '../../../src/engine/protocols/index';
import { FieldSelection } from '../../../src/engine/session/packet-lines';
import { plainFacts } from './capture-frames';
import { ethernet, fromHex, ipv4, tcp } from './packets';

const bytes = ethernet(0x0800, ipv4(tcp([1, 2], { flags: 0x18, options: [...fromHex('0101050a0000012c00000190')], acknowledgement: 9 })));
const packet = dissect(bytes, plainFacts(7, 1, bytes.length), registry);

describe('the values of fields', () => {
  it.each([
    ['frame.number', '7'],
    ['frame.protocols', 'eth:ip:tcp:data'],
    ['ip.src', '10.0.0.1'],
    ['ip.addr', '10.0.0.1,10.0.0.2'],
    ['ip.hdr_len', '20'],
    ['ip.id', '0x0001'],
    ['ip.flags.df', '0'],
    ['tcp.port', '1000,80'],
    ['tcp.hdr_len', '32'],
    ['tcp.flags', '0x0018'],
    ['tcp.flags.push', '1'],
    ['tcp.option_kind', '1,1,5'],
    ['tcp.options.sack_le', '300'],
    ['tcp.payload', '0102'],
    ['tcp.options.mss_val', ''],
    ['_ws.col.Protocol', 'TCP'],
  ])('%s', (name, expected) => {
    expect(new FieldSelection([name], registry).textLine(packet)).toBe(`${expected}\n`);
  });
});

describe('a TCP header cut behind its window', () => {
  const cut = bytes.subarray(0, 14 + 20 + 16);
  const packet = dissect(cut, plainFacts(7, 1, bytes.length), registry);

  it.each([
    ['tcp.flags', '0x0018'],
    ['tcp.hdr_len', '32'],
    ['tcp.len', '2'],
    ['tcp.window_size_value', '100'],
    ['tcp.checksum', ''],
    ['_ws.col.Info', '1000 → 80 [PSH, ACK] Seq=1 Ack=9 Win=100 Len=2[Packet size limited during capture]'],
  ])('still tells %s', (name, expected) => {
    expect(new FieldSelection([name], registry).textLine(packet)).toBe(`${expected}\n`);
  });

  it('is truncated, not malformed', () => {
    expect(packet.issues).toMatchObject([{ kind: 'truncated', layer: 'tcp' }]);
  });
});
