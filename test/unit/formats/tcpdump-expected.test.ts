import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compareWithCapture } from './compare-text';
import { readCapture } from './read-capture';

const PUBLIC = fileURLToPath(new URL('../../../../shared/captures/public/', import.meta.url));
const LIST = `${PUBLIC}tcpdump-expected/TESTLIST.tsv`;
const present = existsSync(LIST);
if (!present) console.log("skipped: tcpdump's expected outputs are not beside this checkout (../shared/captures/public/tcpdump-expected)");

const rows = (present ? readFileSync(LIST, 'utf8').split('\n') : [])
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t') as [string, string, string, string]);

describe.skipIf(!present)('texts that tcpdump printed give the packets of their captures', () => {
  for (const [name, captureName, output, options] of rows) {
    it(`${name} (${options.trim() || 'no options'})`, () => {
      const text = readCapture(readFileSync(`${PUBLIC}tcpdump-expected/${output}`));
      const capture = readCapture(readFileSync(PUBLIC + captureName));
      if (!text || !capture) throw new Error('not recognised');
      expect(text.format).toBe('tcpdump-text');
      const skip = Number(/--skip (\d+)/.exec(options)?.[1] ?? 0);
      const limit = Number(/-c (\d+)/.exec(options)?.[1] ?? Number.POSITIVE_INFINITY);
      expect(text.packets.length).toBe(Math.min(capture.packets.length - skip, limit));
      expect(text.issues.filter((issue) => issue.code === 'unreadable-line')).toEqual([]);
      compareWithCapture(text, capture, skip, options.includes('--nano') ? 9 : 6);
    });
  }
});
