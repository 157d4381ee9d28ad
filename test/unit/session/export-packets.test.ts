/** Saving packets: whole, a time range, a connection; what interfaces, comments and drop counts say stays. */
import { describe, expect, it } from 'vitest';
import { PcapngWriter } from '../../../src/engine/formats/write-pcapng';
import { exportPackets } from '../../../src/engine/session/export-packets';
import type { SessionHost } from '../../../src/engine/session/host';
import { OpenedCapture } from '../../../src/engine/session/opened-capture';
import { writeCapture } from '../../../src/engine/session/write-capture';
import { MemoryBytes } from '../../../src/platform/capture-bytes/memory-bytes';
import { CancelSource } from '../../../src/shared/base/cancellation';
import { tcpFrame } from '../../captures/build-packet';
import { readCapture } from '../formats/read-capture';

const HOST: SessionHost = {
  version: '0',
  root: null,
  samples: [],
  open: () => Promise.reject(new Error('nothing is opened')),
  listFiles: () => Promise.reject(new Error('nothing is listed')),
  pause: async () => {},
  sleep: async () => {},
  now: () => performance.now(),
};

/** Two connections in turn, on two interfaces, one packet each 100 ms. */
function capture(): Uint8Array {
  const writer = new PcapngWriter();
  const frames = Array.from({ length: 20 }, (_, index) =>
    tcpFrame({
      source: '192.0.2.1',
      destination: '192.0.2.2',
      sourcePort: 40_000 + (index % 2),
      destinationPort: 80,
      sequence: 1,
      acknowledgment: 1,
      flags: 0x10,
      window: 500 + index,
    }),
  );
  return Buffer.concat([
    writer.section(['of the whole']),
    writer.interface({ name: 'eth7', description: 'uplink', linkType: 1, snapLength: 96, timestampResolution: 1e9 }),
    writer.interface({ name: 'eth8', description: null, linkType: 1, snapLength: 0, timestampResolution: 1e6 }),
    ...frames.map((bytes, index) =>
      writer.packet({
        interfaceId: index % 2,
        seconds: 1_700_000_000 + Math.floor(index / 10),
        nanoseconds: (index % 10) * 100_000_000,
        bytes,
        originalLength: 1500,
        ...(index === 4 && { comments: ['look here'] }),
      }),
    ),
    writer.statistics({ interfaceId: 0, received: 30, dropped: 5 }, 1_700_000_010, 0),
  ]);
}

async function exported(selection: Partial<Parameters<typeof exportPackets>[1]>, file = capture()) {
  const opened = await OpenedCapture.open(0, new MemoryBytes('x', 'x', file), HOST);
  await opened.done();
  const parts: Uint8Array[] = [];
  const whole = { format: 'pcapng', fromMs: null, toMs: null, connection: null, shown: null } as const;
  for await (const chunk of exportPackets(opened, { ...whole, ...selection }, new CancelSource())) parts.push(chunk);
  return Buffer.concat(parts);
}

const windows = (file: Uint8Array) => readCapture(file)?.packets.map(({ bytes }) => new DataView(bytes.buffer, bytes.byteOffset).getUint16(48) - 500);
const numbers = (from: number, to: number, step = 1) => Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step);

describe('saved packets', () => {
  it('as a whole are the bytes themselves', async () => {
    expect(await exported({})).toEqual(Buffer.from(capture()));
  });

  it('of a time range', async () => {
    const file = await exported({ fromMs: 300, toMs: 700 });
    const content = readCapture(file);
    expect(windows(file)).toEqual([3, 4, 5, 6, 7]);
    expect(content?.issues).toEqual([]);
    expect(content?.interfaces).toMatchObject([
      { name: 'eth7', description: 'uplink', timestampResolution: 1e9 },
      { name: 'eth8', timestampResolution: 1e6 },
    ]);
    expect(content?.packets.map(({ interfaceId }) => interfaceId)).toEqual([1, 0, 1, 0, 1]);
    expect(content?.packets[0]).toMatchObject({ seconds: 1_700_000_000, nanoseconds: 300_000_000, originalLength: 1500 });
    expect(content?.comments).toEqual([
      { frame: null, text: 'of the whole' },
      { frame: 2, text: 'look here' },
    ]);
    expect(content?.statistics).toMatchObject([{ interfaceId: 0, received: 30, dropped: 5 }]);
  });

  it('of a connection', async () => {
    expect(windows(await exported({ connection: 1 }))).toEqual(numbers(1, 20, 2));
    await expect(exported({ connection: 2 })).rejects.toMatchObject({ code: 'no-such-connection' });
  });

  it.each([
    { name: 'before 1970', resolution: 1e6, offset: -100, seconds: [-3, -1, 2], nanoseconds: 250_000_000 },
    {
      name: 'in units of a power of two',
      resolution: 2 ** 20,
      offset: 0,
      seconds: [1_700_000_000, 1_700_000_001, 1_700_000_002],
      nanoseconds: 15_258,
    },
    {
      name: 'in picoseconds, from an offset on',
      resolution: 1e12,
      offset: 1_700_000_000,
      seconds: [1_700_000_000, 1_700_000_001, 1_700_000_002],
      nanoseconds: 7,
    },
  ])('keep their times: $name', async ({ resolution, offset, seconds, nanoseconds }) => {
    const writer = new PcapngWriter();
    const file = Buffer.concat([
      writer.section(),
      writer.interface({ name: null, description: null, linkType: 1, snapLength: 0, timestampResolution: resolution }, [], offset),
      ...seconds.map((second) => writer.packet({ interfaceId: 0, seconds: second, nanoseconds, bytes: new Uint8Array(60) })),
    ]);
    const times = (bytes: Uint8Array) => readCapture(bytes)?.packets.map((packet) => [packet.seconds, packet.nanoseconds]);
    expect(times(file)?.map(([second]) => second)).toEqual(seconds);
    expect(times(await exported({ fromMs: 0 }, file))).toEqual(times(file));
    const opened = await OpenedCapture.open(0, new MemoryBytes('x', 'x', file), HOST);
    await opened.done();
    const copy = Buffer.concat([...writeCapture(opened, { comments: new Map(), plain: true, frame: (frame) => opened.frameBytes(frame) })]);
    expect(times(copy)).toEqual(times(file));
  });

  it('of a display filter', async () => {
    expect(windows(await exported({ shown: (frame) => frame % 5 === 1 }))).toEqual([0, 5, 10, 15]);
  });

  it('as pcap keep their times and lengths', async () => {
    const content = readCapture(await exported({ format: 'pcap' }));
    expect(content?.format).toBe('pcap');
    expect(content?.packets).toHaveLength(20);
    expect(content?.packets[13]).toMatchObject({ seconds: 1_700_000_001, nanoseconds: 300_000_000, originalLength: 1500 });
  });
});
