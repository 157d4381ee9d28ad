import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { detectCompression } from '../../../src/engine/formats/detect';
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

const timeText = (packet: { seconds: number; nanoseconds: number } | undefined) =>
  packet ? `${packet.seconds}.${String(packet.nanoseconds).padStart(9, '0')}` : null;

describe.skipIf(!present)('public captures read as tshark 4.0.17 reads them', () => {
  for (const truth of truths()) {
    it(`${truth.file} (${truth.status})`, () => {
      const content = readCapture(load(truth.file));
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
