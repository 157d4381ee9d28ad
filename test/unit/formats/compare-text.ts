/** Holds packets read from tcpdump's text against the packets of the capture that it was printed from. */
import { expect } from 'vitest';
import { headersOf } from './header-view';
import type { CaptureContent, KeptPacket } from './read-capture';

export interface Comparison {
  /** How many packets were compared down to their TCP header. */
  tcp: number;
  /** How many were compared down to their ports or addresses. */
  ip: number;
}

/** `textFrames[i]` of the text stands for `frames[i]` of the capture; `digits`: decimals of a second printed. */
export function compareWithCapture(text: CaptureContent, capture: CaptureContent, skip: number, digits: number, name = ''): Comparison {
  const compared: Comparison = { tcp: 0, ip: 0 };
  const [firstReal] = capture.packets;
  text.packets.forEach((mine, index) => {
    const real = capture.packets[index + skip];
    if (!real || !firstReal) throw new Error(`the capture has no frame ${index + skip + 1}`);
    const where = `${name} frame ${index + 1}`;
    compareTimes(text, mine, real, firstReal, digits, where);
    compareHeaders(text, mine, index + 1, capture, real, where, compared);
  });
  return compared;
}

function compareTimes(text: CaptureContent, mine: KeptPacket, real: KeptPacket, first: KeptPacket, digits: number, where: string): void {
  if (!mine.hasTime) return;
  const unit = 10n ** BigInt(9 - digits);
  const ns = (packet: KeptPacket) => (BigInt(packet.seconds) * 1_000_000_000n + BigInt(packet.nanoseconds)) / unit;
  let expected = ns(real);
  const day = 86_400n * 10n ** BigInt(digits);
  if (text.timeBase === 'time-of-day') expected -= (ns(first) / day) * day;
  if (text.timeBase === 'relative') expected -= ns(first);
  const difference = ns(mine) - expected;
  // Differences between cut times may be one unit off each, and -ttt adds them up.
  const tolerance = text.timeBase === 'relative' ? BigInt(text.packets.length) : 0n;
  expect(difference <= tolerance && -difference <= tolerance, `${where} time: ${ns(mine)} for ${expected}`).toBe(true);
}

function compareHeaders(
  text: CaptureContent,
  mine: KeptPacket,
  frame: number,
  capture: CaptureContent,
  real: KeptPacket,
  where: string,
  compared: Comparison,
): void {
  const read = headersOf(mine.bytes, text.interfaces[mine.interfaceId]?.linkType ?? -1);
  const truth = headersOf(real.bytes, capture.interfaces[real.interfaceId]?.linkType ?? -1);
  if (!truth || !read) return;
  const absent = text.reader.derived?.origin(frame)?.absent ?? [];
  const known = (field: string) => !absent.includes(field);
  const name = truth.version === 4 ? 'ip' : 'ipv6';
  expect(read.version, where).toBe(truth.version);
  if (known(`${name}.src`)) expect(read.source, where).toBe(truth.source);
  if (known(`${name}.dst`)) expect(read.destination, where).toBe(truth.destination);
  if (known('ip.ttl') && known('ipv6.hlim')) expect(read.hopLimit, where).toBe(truth.hopLimit);
  if (known('ip.id')) expect(read.identification, where).toBe(truth.identification);
  compared.ip++;
  if (!truth.ports || !read.ports) return;
  expect(read.ports, where).toEqual(truth.ports);
  if (!truth.tcp || !read.tcp || !known('tcp')) return;
  expect(read.tcp.payloadBytes, `${where} payload`).toBe(known('tcp.hdr_len') ? truth.tcp.payloadBytes : read.tcp.payloadBytes);
  if (known('tcp.flags')) expect(read.tcp.flags, `${where} flags`).toBe(truth.tcp.flags);
  if (known('tcp.seq_raw')) expect(read.tcp.sequence, `${where} sequence`).toBe(truth.tcp.sequence);
  if (known('tcp.ack_raw') && truth.tcp.flags & 0x10) expect(read.tcp.acknowledgment, `${where} acknowledgment`).toBe(truth.tcp.acknowledgment);
  if (known('tcp.window_size_value')) expect(read.tcp.window, `${where} window`).toBe(truth.tcp.window);
  if (known('tcp.options')) expect(read.tcp.options, `${where} options`).toBe(truth.tcp.options);
  if (known('tcp.checksum')) expect(read.tcp.checksum, `${where} checksum`).toBe(truth.tcp.checksum);
  compared.tcp++;
}
