import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writePcap } from '../../../src/engine/formats/write-pcap';
import { dissect } from '../../../src/engine/protocols/dissect';
import { registry } from '../../../src/engine/protocols/index';
import { plainFacts } from './capture-frames';
import { type Bytes, fromHex, ipv4, join, tcp, uint16 } from './packets';
import { hasTshark, readPdml } from './pdml';
import { compareFields } from './peer';

const LINK_TYPE = 105;
const ONE = '020000000001';
const TWO = '020000000002';
const snap = join(fromHex('aaaa030000000800'), ipv4(tcp([1, 2, 3])));
const mac = (control: string, after = '', body: Uint8Array = snap): Bytes =>
  join(fromHex(`${control} 2c00 ${ONE} ${TWO} 020000000003 1000 ${after}`), body);
const subframe = (body: Uint8Array, padding: number): Bytes =>
  join(fromHex(`020000000004 020000000005`), uint16(body.length), body, new Array<number>(padding).fill(0));

const FRAMES: readonly { readonly name: string; readonly bytes: Bytes; readonly info?: string }[] = [
  { name: 'data', bytes: mac('0801') },
  { name: 'data between stations of a bridge', bytes: mac('0803', '020000000004') },
  { name: 'QoS data, priority 6', bytes: mac('8802', '0600') },
  { name: 'aggregate of two', bytes: mac('8801', '8000', join(subframe(snap, 3), subframe(snap, 0))) },
  { name: 'encrypted', bytes: mac('0841', '', fromHex('0102032000000000 aaaaaaaa')), info: 'Data' },
  { name: 'no data', bytes: mac('4811', '', new Uint8Array(0)), info: 'Null function (No data)' },
  { name: 'QoS, no data', bytes: mac('c801', '0000', new Uint8Array(0)), info: 'QoS Null function (No data)' },
  { name: 'beacon', bytes: mac('8000', '', fromHex('0000000000000000 6400 1104 0000')), info: 'Beacon frame' },
  { name: 'deauthentication', bytes: mac('c000', '', fromHex('0700')), info: 'Deauthentication' },
  { name: 'acknowledgement', bytes: fromHex(`d400 0000 ${ONE}`), info: 'Acknowledgement' },
  { name: 'request to send', bytes: fromHex(`b400 0000 ${ONE} ${TWO}`), info: 'Request-to-send' },
  { name: 'reserved control frame', bytes: fromHex(`4400 0000 ${ONE}`), info: 'Control frame, subtype 4' },
];

/** What frames of other stations look like, and what a Wi-Fi capture is filtered by. */
const COMPARED = /^wlan\.(fc(\.\w+)?|duration|ra|ta|da|sa|bssid|seq|frag|qos(\.(tid|priority|ack|amsdupresent))?)$/;

describe('802.11 frames', () => {
  it.each(FRAMES)('$name: cut at every length', ({ bytes, info }) => {
    const whole = dissect(bytes, plainFacts(1, LINK_TYPE, bytes.length), registry);
    expect(whole.issues).toEqual([]);
    expect(whole.columns.info).toMatch(info ?? /^\d+ → \d+ \[/);
    for (let length = 0; length < bytes.length; length++) {
      const { issues } = dissect(bytes.slice(0, length), plainFacts(1, LINK_TYPE, bytes.length), registry);
      expect(issues.filter(({ kind }) => kind !== 'truncated')).toEqual([]);
    }
  });

  it.skipIf(!hasTshark())('have the fields that tshark shows', () => {
    const folder = mkdtempSync(joinPath(tmpdir(), 'tcpulse-wlan-'));
    try {
      const path = joinPath(folder, 'frames.pcap');
      const packets = FRAMES.map(({ bytes }, seconds) => ({ seconds, nanoseconds: 0, bytes }));
      writeFileSync(path, writePcap(packets, { linkType: LINK_TYPE }));
      const expected = readPdml(path, FRAMES.length, /./) ?? [];
      const differences = FRAMES.flatMap(({ name, bytes }, i) => {
        const packet = dissect(bytes, plainFacts(i + 1, LINK_TYPE, bytes.length), registry);
        const compared = (expected[i] ?? []).filter((field) => COMPARED.test(field.name));
        expect(compared.length).toBeGreaterThan(5);
        return compareFields(packet, compared, {}).map((difference) => `${name}: ${difference}`);
      });
      expect(differences).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
