import { describe, expect, it } from 'vitest';
import { HostCosts } from '../../../src/engine/analyzers/keep-alive-host-costs';
import { connectionReport } from '../../../src/engine/session/connection-report';
import { writeTextReport } from '../../../src/engine/session/report-text';
import type { KeepAliveCost } from '../../../src/shared/contract/keep-alive-cost';
import { createTexts } from '../../../src/shared/locales/texts';
import { TCP_FLAG, tcpFrame } from '../../captures/build-packet';
import { followFrames, HANDSHAKE } from '../../captures/conversation';
import { find, probe, probed } from '../../captures/findings';
import { joinText, reportSource } from '../cli/report-samples';

const costOf = (script: Parameters<typeof find>[0], pricePerGb: number | null): KeepAliveCost | undefined =>
  connectionReport(find(script).pass, 0, 0, { pricePerGb }).keepAlive[0]?.cost;

/** Frames of 54 bytes (Ethernet 14, IPv4 20, TCP 20); the SYNs have a window scale option more: 58. */
const FOUR_PROBES = [...HANDSHAKE, ...[20_000, 40_000, 60_000, 80_000].flatMap(probed)];

describe('the cost of an end that probes', () => {
  it('is counted as captured, and an hour, a day and a month of it at the observed rate', () => {
    // Three intervals of 20 s: 180 probes and as many answers an hour, 54 bytes each. A month has 730 hours.
    expect(costOf(FOUR_PROBES, null)).toEqual({
      packets: 8,
      bytes: 432,
      packetsPerHour: 360,
      bytesPerHour: 19_440,
      packetsPerDay: 8640,
      bytesPerDay: 466_560,
      packetsPerMonth: 262_800,
      bytesPerMonth: 14_191_200,
      shareOfTraffic: 432 / (58 + 58 + 54 + 432),
      price: null,
    });
  });

  it('has a price on a metered link', () => {
    const price = costOf(FOUR_PROBES, 2.5)?.price;
    expect(price?.perHour).toBeCloseTo(0.0000486, 12);
    expect(price?.perDay).toBeCloseTo(0.0011664, 12);
    expect(price?.perMonth).toBeCloseTo(0.035478, 12);
  });

  it('counts lost probes without an answer', () => {
    expect(costOf([...HANDSHAKE, probe(10_000), probe(20_000)], null)).toMatchObject({
      packets: 2,
      bytes: 108,
      packetsPerHour: 360,
      bytesPerHour: 19_440,
    });
  });

  it('has no rate where a single probe was seen', () => {
    expect(costOf([...HANDSHAKE, ...probed(20_000)], 2.5)).toMatchObject({ packets: 2, packetsPerHour: null, bytesPerMonth: null, price: null });
  });
});

interface Ends {
  readonly a: string;
  readonly aPort: number;
  readonly b: string;
}

/** One byte of data each way, then probes of A at these seconds, each answered by B: 54 bytes a frame, 55 with the byte. */
function probing({ a, aPort, b }: Ends, seconds: readonly number[]) {
  const segment = (ms: number, fromA: boolean, sequence: number, acknowledgment: number, bytes = 0) => ({
    ms,
    bytes: tcpFrame({
      source: fromA ? a : b,
      destination: fromA ? b : a,
      sourcePort: fromA ? aPort : 80,
      destinationPort: fromA ? 80 : aPort,
      sequence,
      acknowledgment,
      flags: TCP_FLAG.ack,
      payload: new Uint8Array(bytes),
    }),
  });
  const probes = seconds.flatMap((second) => [segment(second * 1000, true, 100, 201), segment(second * 1000 + 1, false, 201, 101)]);
  return [segment(0, true, 100, 200, 1), segment(1, false, 200, 101, 1), segment(2, true, 101, 201), ...probes];
}

describe('the cost of a host', () => {
  const pools = [
    ...probing({ a: '192.0.2.1', aPort: 1001, b: '198.51.100.1' }, [36, 72, 108]),
    ...probing({ a: '192.0.2.1', aPort: 1002, b: '198.51.100.1' }, [36, 72, 108]),
    ...probing({ a: '192.0.2.1', aPort: 1003, b: '198.51.100.2' }, [72, 144]),
  ].sort((x, y) => x.ms - y.ms);
  const { pass } = followFrames(pools);
  const hosts = new HostCosts(pass.keepAlive.probes).reports(0, 10);
  const host = (address: string) => hosts.find((item) => item.address === address);

  it('is that of all its connections, whichever end probes', () => {
    // 36 s apart: 6 packets in two intervals are 200 an hour; 72 s apart: 100 an hour.
    expect(host('192.0.2.1')).toMatchObject({
      connections: 3,
      probes: 3,
      probed: 0,
      cost: { packets: 16, packetsPerHour: 500, bytesPerHour: 27_000 },
    });
    expect(host('198.51.100.1')).toMatchObject({
      connections: 2,
      probes: 0,
      probed: 2,
      cost: { packets: 12, packetsPerHour: 400, bytesPerDay: 518_400 },
    });
    expect(host('198.51.100.2')).toMatchObject({ connections: 1, cost: { packetsPerHour: 100, packetsPerMonth: 73_000, bytesPerMonth: 3_942_000 } });
    expect(host('198.51.100.2')?.cost.price?.perMonth).toBeCloseTo(0.03942, 10);
    expect(host('192.0.2.1')?.cost.shareOfTraffic).toBeCloseTo((16 * 54) / (16 * 54 + 3 * (55 + 55 + 54)), 10);
  });

  it('counts a connection of a host with itself once', () => {
    const loopback = followFrames(probing({ a: '127.0.0.1', aPort: 1001, b: '127.0.0.1' }, [36, 72]));
    expect(new HostCosts(loopback.pass.keepAlive.probes).reports(0, null)).toMatchObject([
      { address: '127.0.0.1', connections: 1, probes: 1, probed: 1, cost: { packets: 4, packetsPerHour: 200 } },
    ]);
  });

  it('stands in the text report beside that of each end', () => {
    const connections = [0, 1, 2].map((id) => connectionReport(pass, 0, id, { pricePerGb: 10 }));
    const text = joinText(writeTextReport(reportSource({ connections, keepAliveHosts: hosts }), createTexts('en').t));
    expect(text).toMatch(
      /What keep-alive costs at the observed rate: 3 probing ends\n.*\n +0 .*client +200 packets, 10\.8 kB +4,800 packets, 259 kB/,
    );
    expect(text).toMatch(/What keep-alive costs by host: 3 hosts\n.*\n +192\.0\.2\.1 +3 +500 packets, 27 kB .* 64 % +0\.197\n/);
  });
});
