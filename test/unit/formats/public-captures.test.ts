import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { detectCompression, nameForeignFormat } from '../../../src/engine/formats/detect';
import { readCapture } from './read-capture';

const SHARED = fileURLToPath(new URL('../../../../shared/captures/', import.meta.url));
const present = existsSync(`${SHARED}public-truth`);
if (!present) console.log('skipped: the public captures are not beside this checkout (../shared/captures)');

interface Truth {
  readonly file: string;
  readonly status: 'ok' | 'empty' | 'partial' | 'unreadable';
  readonly packets: number;
  readonly packets_without_timestamp: number;
  readonly first_ts: string | null;
  readonly last_ts: string | null;
}

/** tshark prints nanoseconds that are no fraction as they stand; such a time cannot be compared. */
const IMPOSSIBLE_TIME = /\.\d{10,}$/;

function truths(): Truth[] {
  if (!present) return [];
  const folder = `${SHARED}public-truth/`;
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(folder + name, 'utf8')) as Truth)
    .filter((truth) => existsSync(`${SHARED}public/${truth.file}`));
}

function load(file: string): Uint8Array {
  const bytes = readFileSync(`${SHARED}public/${file}`);
  return detectCompression(bytes, bytes.length) === 'gzip' ? gunzipSync(bytes) : bytes;
}

/** Files read otherwise than tshark does, and why. */
const DIFFERENCES: Readonly<Record<string, { readonly because: string; readonly packets: number | null }>> = {
  'pcpp__solaris.snoop': { because: 'snoop is named, not read', packets: null },
  'sv__bug-6875-01-fuzz.pcap': {
    because: 'tshark takes the second record for one of a patched libpcap of 1999 and reads a packet of the year 2106 from it',
    packets: 1,
  },
};

const timeText = (packet: { seconds: number; nanoseconds: number } | undefined) =>
  packet ? `${packet.seconds}.${String(packet.nanoseconds).padStart(9, '0')}` : null;

describe.skipIf(!present)('public captures read as tshark 4.0.17 reads them', () => {
  for (const truth of truths()) {
    it(`${truth.file} (${truth.status})`, () => {
      const content = readCapture(load(truth.file));
      const difference = DIFFERENCES[truth.file];
      if (difference) {
        expect(content?.packets.length ?? null, difference.because).toBe(difference.packets);
        if (!content) expect(nameForeignFormat(load(truth.file), 64)).not.toBeNull();
        else expect(content.issues.length).toBeGreaterThan(0);
        return;
      }
      if (truth.status === 'unreadable') {
        expect(content === null || content.packets.length > 0 || content.issues.length > 0).toBe(true);
        return;
      }
      if (!content) throw new Error('not recognised');
      if (truth.status === 'partial') {
        expect(content.packets.length).toBeGreaterThanOrEqual(truth.packets);
        expect(content.issues.length).toBeGreaterThan(0);
        return;
      }
      expect(content.packets.length).toBe(truth.packets);
      if (truth.packets_without_timestamp === 0 && truth.first_ts && truth.last_ts) {
        expect(timeText(content.packets[0])).toBe(truth.first_ts);
        if (!IMPOSSIBLE_TIME.test(truth.last_ts)) expect(timeText(content.packets.at(-1))).toBe(truth.last_ts);
      }
    });
  }
});
