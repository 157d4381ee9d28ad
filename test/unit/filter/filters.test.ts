/** What tshark 4.0 cannot be asked: operators of later versions, our own fields, literals, completion, the session's part. */

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseBytes, parseIpv6 } from '../../../src/engine/filter/address-literals';
import { completeFilter } from '../../../src/engine/filter/complete-filter';
import { parseSeconds, parseTime } from '../../../src/engine/filter/time-literals';
import { writePcap } from '../../../src/engine/formats/write-pcap';
import { FilterShelf } from '../../../src/engine/session/filtered-packets';
import { findPacket } from '../../../src/engine/session/packet-search';
import { CancelSource } from '../../../src/shared/base/cancellation';
import { analyse, bufferBytes, fileBytes } from '../../captures/analyse-file';
import { frameOf } from '../../captures/conversation';
import { conversationFile } from '../../captures/streams';
import { ourFrames } from './tshark-filter';

const LAB = join(import.meta.dirname, '../../captures/lab');

describe('filters', () => {
  it('take a number on the left, xor, comparisons in a row, and names of values', async () => {
    const capture = await analyse(fileBytes(join(LAB, 'redis-ping.pcap')));
    const frames = (filter: string) => ourFrames(capture, filter);
    expect(await frames('2 < frame.number <= 4')).toEqual([3, 4]);
    expect(await frames('3 > frame.number')).toEqual([1, 2]);
    expect(await frames('frame.number < 5 xor frame.number > 3 xor frame.number == 1')).toEqual(
      await frames('frame.number in {2,3} or frame.number > 4'),
    );
    expect(await frames('ip.proto == tcp or ipv6.nxt == tcp')).toEqual(await frames('tcp'));
    expect(await frames('tcp.flags.syn == true AND NOT tcp.flags.ack == true')).toEqual([3]);
    await capture.close();
  });

  it('know keep-alive probes, their answers, and copies of frames', async () => {
    const capture = await analyse(fileBytes(join(LAB, 'keepalive-answered.pcap')));
    const probes = await ourFrames(capture, 'keepalive.probe');
    expect(probes.length).toBeGreaterThan(2);
    expect(await ourFrames(capture, 'tcp.analysis.keep_alive')).toEqual(probes);
    expect((await ourFrames(capture, 'keepalive.answer')).length).toBe(probes.length);
    expect(await ourFrames(capture, 'frame.duplicate')).toEqual([]);
    await capture.close();
  });

  it('tell requests of HTTP from responses, and versions of IP', async () => {
    const said = [
      { from: 'client', payload: 'GET / HTTP/1.1\r\nHost: a\r\n\r\n' },
      { from: 'server', payload: 'HTTP/1.1 204 No Content\r\n\r\n' },
    ] as const;
    const capture = await analyse(bufferBytes('http', conversationFile(said, { serverPort: 80 })));
    expect(await ourFrames(capture, 'http.request')).toEqual([4]);
    expect(await ourFrames(capture, 'http.response == 1')).toEqual([5]);
    expect(await ourFrames(capture, 'ip.version == 6')).toEqual([]);
    await capture.close();
    const ipv6 = await analyse(
      bufferBytes(
        'ipv6',
        writePcap([{ seconds: 0, nanoseconds: 0, bytes: frameOf({ ms: 0, from: 'client', flags: 'S' }, 0, true) }], { linkType: 1 }),
      ),
    );
    expect(await ourFrames(ipv6, 'ip.version == 6')).toEqual([1]);
    await ipv6.close();
  });

  it('read literals as they are written', () => {
    expect(parseBytes('8')).toEqual(Uint8Array.of(8));
    expect(parseBytes('0x12')).toEqual(Uint8Array.of(0x12));
    expect(parseBytes('001b.44')).toEqual(Uint8Array.of(0, 0x1b, 0x44));
    expect(parseBytes('00:1b-44')).toBeNull();
    expect(parseBytes('xyz')).toBeNull();
    expect(parseIpv6('::ffff:1.2.3.4')?.slice(10)).toEqual(Uint8Array.of(0xff, 0xff, 1, 2, 3, 4));
    expect(parseIpv6('1:2:3:4:5:6:7:8:9')).toBeNull();
    expect(parseIpv6('1::2::3')).toBeNull();
    expect(parseSeconds('-0.25')).toBe(-250_000_000n);
    expect(parseTime('2026-11-22 11:02:03.5')).toBe(parseTime('2026-11-22T12:02:03.5+01:00'));
    expect(parseTime('Nov 22, 2026 11:02:03')).toBe(parseTime('2026-11-22 11:02:03Z'));
    expect(parseTime('2026-02-30')).toBeNull();
  });

  it('of text captures leave out what the text does not tell', async () => {
    const lines = [0, 1, 2].map((second) => `10:00:0${second}.000000 IP 10.0.0.1.50000 > 10.0.0.2.9000: Flags [.], ack 1, win 501, length 0\n`);
    const capture = await analyse(bufferBytes('text', new TextEncoder().encode(lines.join(''))));
    expect(await ourFrames(capture, 'ip.ttl')).toEqual([]);
    expect((await ourFrames(capture, 'tcp.port == 9000')).length).toBe(capture.pass.packets.length);
    await capture.close();
  });
});

describe('completion', () => {
  const texts = (text: string) => completeFilter(text, text.length).items.map((item) => item.text);

  it('offers fields, operators and values where they may stand', () => {
    expect(texts('tcp.po')).toEqual(expect.arrayContaining(['tcp.port']));
    expect(texts('keep')[0]).toMatch(/^keepalive\./);
    expect(texts('tcp.port ')).toEqual(expect.arrayContaining(['==', 'in', 'and']));
    expect(texts('http.host ')).toEqual(expect.arrayContaining(['contains', 'matches']));
    expect(texts('keepalive.probe ')).toEqual(['and', 'or', 'xor']);
    expect(texts('tcp.flags.syn == ')).toEqual(['1', '0']);
    expect(texts('arp.opcode == ')).toContain('1');
    expect(texts('tcp.port == 80 ')).toEqual(['and', 'or', 'xor']);
    expect(texts('tcp.port == 80 and ip.ad')).toContain('ip.addr');
    expect(texts('http.host contains "tcp.')).toEqual([]);
  });

  it('takes the place of the whole word under the cursor', () => {
    expect(completeFilter('tcp.port == 80', 5)).toMatchObject({ from: 0, to: 8 });
  });
});

describe('the session', () => {
  it('keeps what a filter found, in windows, and finds text and bytes around it', async () => {
    const capture = await analyse(fileBytes(join(LAB, 'redis-ping.pcap')));
    const shelf = new FilterShelf();
    const found = await shelf.filtered(capture, 'tcp.len > 0');
    const signal = new CancelSource();
    await found.scan(signal);
    expect(await shelf.filtered(capture, 'tcp.len > 0')).toBe(found);
    expect(found.progress()).toMatchObject({ done: true, scanned: capture.pass.packets.length });
    expect([...found.frames(0, 2)]).toEqual([found.frame(0), found.frame(1)]);
    expect(found.frame(found.rowFrom(found.frame(1)))).toBe(found.frame(1));
    const search = { what: 'text', pattern: 'PING', within: 'bytes', matchCase: false } as const;
    const first = await findPacket(capture, null, 0, false, search, signal);
    expect(first).not.toBeNull();
    const last = await findPacket(capture, null, 1, true, search, signal);
    expect(last).toBeGreaterThanOrEqual(first as number);
    expect(await findPacket(capture, null, 0, false, { ...search, what: 'bytes', pattern: '50 49 4e 47' }, signal)).not.toBeNull();
    expect(await findPacket(capture, null, 0, false, { ...search, pattern: 'no such text' }, signal)).toBeNull();
    expect(await findPacket(capture, found, 1, false, { ...search, what: 'filter', pattern: 'frame' }, signal)).toBe(found.frame(0));
    await expect(findPacket(capture, null, 0, false, { ...search, what: 'bytes', pattern: 'zz' }, signal)).rejects.toMatchObject({
      code: 'invalid-params',
    });
    await capture.close();
  });

  it('finds text in the letters that were looked for, also beyond ASCII', async () => {
    const capture = await analyse(bufferBytes('text', conversationFile([{ from: 'client', payload: new TextEncoder().encode('Hällo ÄRGER') }])));
    const found = (pattern: string, matchCase: boolean) =>
      findPacket(capture, null, 0, false, { what: 'text', pattern, within: 'bytes', matchCase }, new CancelSource());
    expect(await found('ÄRGER', false)).toBe(4);
    expect(await found('hällo Ärger', false)).toBe(4);
    expect(await found('hällo', true)).toBeNull();
    await capture.close();
  });

  it('stops when it is cancelled', async () => {
    const capture = await analyse(fileBytes(join(LAB, 'redis-ping.pcap')));
    const found = await new FilterShelf().filtered(capture, 'ip.ttl == 64');
    const cancelled = new CancelSource();
    cancelled.cancel();
    await expect(found.scan(cancelled)).rejects.toMatchObject({ code: 'cancelled' });
    expect(found.progress()).toMatchObject({ scanned: 0, done: false });
    await capture.close();
  });
});
