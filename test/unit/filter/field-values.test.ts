/** Filters over what fields hold: any field's own value finds its packet, numbers written as text and times compare by what they stand for. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CompiledFilter, compileFilter } from '../../../src/engine/filter/compile-filter';
import { writePcap } from '../../../src/engine/formats/write-pcap';
import { registry } from '../../../src/engine/protocols';
import type { OpenedCapture } from '../../../src/engine/session/opened-capture';
import { FieldSelection } from '../../../src/engine/session/packet-lines';
import { dissectFrame } from '../../../src/engine/session/packet-rows';
import { fieldTest } from '../../../src/renderer/filter-bar/field-test';
import { analyse, bufferBytes, fileBytes } from '../../captures/analyse-file';
import { conversationFile, type Said } from '../../captures/streams';
import { APPLICATIONS } from '../protocols/application-specimens';
import { allNodes } from '../protocols/nodes';
import { ETHERNET_SPECIMENS, type Specimen } from '../protocols/specimens';
import { STREAMS, UPGRADE_REQUEST, UPGRADE_RESPONSE, webSocketFrame } from '../protocols/stream-specimens';
import { TUNNELS } from '../protocols/tunnel-specimens';
import { ourFrames } from './tshark-filter';

const LAB = join(import.meta.dirname, '../../captures/lab');
const ETHERNET = 1;

const inFile = (name: string, specimens: readonly Specimen[], linkType = ETHERNET): Promise<OpenedCapture> =>
  analyse(
    bufferBytes(
      name,
      writePcap(
        specimens.map(({ bytes }, i) => ({ seconds: 1_700_000_000 + i, nanoseconds: 0, bytes })),
        { linkType },
      ),
    ),
  );
const talk = (said: readonly Said[], serverPort: number): Promise<OpenedCapture> =>
  analyse(bufferBytes('talk', conversationFile(said, { serverPort })));

/** Fields whose own test does not find their packet. */
async function lostFields(capture: OpenedCapture): Promise<string[]> {
  const { packets } = capture.pass;
  const compiled = new Map<string, CompiledFilter | null>();
  const lost: string[] = [];
  for (let frame = 1; frame <= packets.length; frame++) {
    const packet = dissectFrame(capture, frame);
    for (const node of allNodes(packet)) {
      const text = fieldTest(node);
      if (text === null) continue;
      if (!compiled.has(text)) compiled.set(text, await compileFilter(text).catch(() => null));
      if (!compiled.get(text)?.matches(packet, packets.marks.get(frame - 1))) lost.push(`${frame}: ${text}`);
    }
  }
  await capture.close();
  return lost;
}

describe('the test made from a field', () => {
  it('finds the packet in recordings', { timeout: 120_000 }, async () => {
    for (const name of readdirSync(LAB).filter((file) => file.endsWith('.pcap'))) {
      expect({ name, lost: await lostFields(await analyse(fileBytes(join(LAB, name)))) }).toEqual({ name, lost: [] });
    }
  });

  it('finds the packet among messages of every protocol', { timeout: 120_000 }, async () => {
    const lost = await lostFields(await inFile('ethernet', ETHERNET_SPECIMENS));
    for (const { name, specimens } of APPLICATIONS) lost.push(...(await lostFields(await inFile(name, specimens))));
    for (const tunnel of TUNNELS) lost.push(...(await lostFields(await inFile(tunnel.name, [tunnel], tunnel.linkType))));
    for (const { said } of STREAMS) lost.push(...(await lostFields(await talk(said, 443))));
    expect(lost).toEqual([]);
  });

  it('finds payload that was masked on its way, and copies of frames', async () => {
    const hello = new TextEncoder().encode('hello');
    const capture = await talk(
      [
        { from: 'client', payload: UPGRADE_REQUEST },
        { from: 'server', payload: UPGRADE_RESPONSE },
        { from: 'client', payload: webSocketFrame(1, hello, Uint8Array.of(1, 2, 3, 4)) },
      ],
      80,
    );
    expect(await ourFrames(capture, 'websocket.payload == "hello"')).toEqual([6]);
    await capture.close();
    const twice = ETHERNET_SPECIMENS.slice(0, 1).flatMap((specimen) => [specimen, specimen]);
    expect(await lostFields(await inFile('twice', twice))).toEqual([]);
  });
});

describe('numbers that are written as text', () => {
  it('compare as numbers', async () => {
    const capture = await talk(
      [
        { from: 'server', payload: ':9\r\n' },
        { from: 'server', payload: ':10\r\n' },
        { from: 'server', payload: ':-3\r\n' },
        { from: 'server', payload: ':99999999999999999999999\r\n' },
        { from: 'server', payload: ':\r\n' },
      ],
      6379,
    );
    expect(await ourFrames(capture, 'resp.integer > 9')).toEqual([5]);
    expect(await ourFrames(capture, 'resp.integer < 0')).toEqual([6]);
    expect(await ourFrames(capture, 'resp.integer')).toEqual([4, 5, 6, 7, 8]);
    expect(await lostFields(capture)).toEqual([]);
  });

  it('are those of HTTP/2, gRPC, SMB2 and memcached', async () => {
    const grpc = STREAMS.find(({ name }) => /grpc/i.test(name));
    const capture = await talk(grpc?.said ?? [], 443);
    expect((await ourFrames(capture, 'http2.headers.status >= 200 and http2.headers.status < 1000')).length).toBeGreaterThan(0);
    expect((await ourFrames(capture, 'grpc.status_code < 1')).length).toBeGreaterThan(0);
    await capture.close();
    for (const field of ['smb2.sesid >= 0', 'memcache.cas > 0', 'smb2.sesid == 0x0']) await compileFilter(field);
  });

  it('keep a long string of Redis whole', async () => {
    const capture = await talk([{ from: 'client', payload: `*1\r\n$300\r\n${'a'.repeat(299)}z\r\n` }], 6379);
    expect(await ourFrames(capture, 'resp.bulk_string.value contains "az"')).toEqual([4]);
    await capture.close();
  });
});

describe('what is wrong with a packet', () => {
  it('is printed by the names that filters have', async () => {
    const whole = ETHERNET_SPECIMENS.find(({ name }) => name === 'ARP request')?.bytes ?? new Uint8Array(0);
    const capture = await inFile('cut', [
      { name: 'whole', bytes: whole },
      { name: 'cut', bytes: whole.slice(0, 20) },
    ]);
    const selection = new FieldSelection(['frame.number', '_ws.malformed'], registry);
    expect([1, 2].map((frame) => selection.textLine(dissectFrame(capture, frame)))).toEqual(['1\t\n', '2\t1\n']);
    expect(await ourFrames(capture, '_ws.malformed')).toEqual([2]);
    await capture.close();
  });
});

describe('times of the calendar', () => {
  it('compare as times', async () => {
    const specimens = APPLICATIONS.find(({ name }) => name === 'NTP')?.specimens ?? [];
    const capture = await inFile('NTP', specimens);
    const all = await ourFrames(capture, 'ntp.xmt');
    expect(all.length).toBeGreaterThan(5);
    expect(await ourFrames(capture, 'ntp.xmt > "1980-01-01 00:00:00"')).toEqual(all);
    expect(await ourFrames(capture, 'ntp.xmt > "2090-01-01 00:00:00"')).toEqual([]);
    expect(await ourFrames(capture, 'ntp.reftime == "1970-01-01"')).toEqual([1]);
    await capture.close();
  });
});
