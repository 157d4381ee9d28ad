/** Which colour rule the rows of a real capture get, over the contract's own method. */
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { SessionHost } from '../../../src/engine/session/host';
import { Session } from '../../../src/engine/session/session';
import { CancelSource } from '../../../src/shared/base/cancellation';
import type { ColourTest } from '../../../src/shared/contract/colour-rules';
import { PACKET_MARK } from '../../../src/shared/contract/packet-marks';
import { fileBytes, HOST } from '../../captures/analyse-file';

const CAPTURE = join(import.meta.dirname, '../../captures/lab/keepalive-answered.pcap');
const ALL = { from: 0, count: 100, frames: null, connection: null, filter: null };
let session: Session | null = null;

afterEach(async () => {
  await session?.dispose();
});

async function rowsWith(colours: ColourTest[], filter: string | null = null) {
  const host: SessionHost = { ...HOST, open: () => Promise.resolve(fileBytes(CAPTURE)) };
  session = new Session(host);
  const { handlers } = session;
  const context = { signal: new CancelSource() };
  const { capture } = await handlers['captures.open']({ source: { kind: 'file', path: CAPTURE } }, context);
  for await (const progress of handlers['captures.progress']({ capture }, context)) if (progress.state !== 'reading') break;
  const rows = await handlers['packets.rows']({ capture, ...ALL, filter, colours }, context);
  return Array.from(rows.frames, (frame, i) => ({ frame, marks: rows.marks[i] as number, colour: rows.colours?.[i] }));
}

const has = (marks: number, bit: number) => (marks & bit) !== 0;

describe('colours of rows', () => {
  it('are those of the first rule that fits: by marks, by a filter over columns, by one that reads the packet', async () => {
    const rows = await rowsWith([
      { marks: ['keepAlive'], filter: '' },
      { marks: [], filter: 'tcp.flags.syn == 1' },
      { marks: [], filter: 'frame contains 00' },
    ]);
    expect(rows.length).toBeGreaterThan(3);
    for (const { frame, marks, colour } of rows) {
      const expected = has(marks, PACKET_MARK.keepAlive) ? 1 : has(marks, PACKET_MARK.syn) ? 2 : 3;
      expect(colour, `frame ${frame}`).toBe(expected);
    }
    expect(new Set(rows.map(({ colour }) => colour))).toEqual(new Set([1, 2, 3]));
  });

  it('need both the mark and the filter where a rule has both', async () => {
    const rows = await rowsWith([{ marks: ['syn'], filter: 'tcp.flags.ack == 1' }]);
    expect(rows.filter(({ colour }) => colour === 1)).toHaveLength(1);
    expect(rows.filter(({ marks }) => has(marks, PACKET_MARK.syn))).toHaveLength(2);
  });

  it('are given to the rows of a filter too', async () => {
    const rows = await rowsWith([{ marks: [], filter: 'tcp' }], 'keepalive.probe');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ colour }) => colour === 1)).toBe(true);
  });

  it.each<[string, ColourTest]>([
    ['a wrong filter', { marks: [], filter: 'tcp.port =' }],
    ['neither marks nor a filter', { marks: [], filter: '' }],
    ['a mark that there is not', { marks: ['no-such-mark'], filter: '' }],
  ])('are none for a rule with %s', async (_, test) => {
    expect((await rowsWith([test])).map(({ colour }) => colour)).not.toContain(1);
  });
});
