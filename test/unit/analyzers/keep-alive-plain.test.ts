import { describe, expect, it } from 'vitest';
import { plainTiming } from '../../../src/engine/analyzers/keep-alive-plain';
import type { ProbeSeries } from '../../../src/engine/analyzers/keep-alive-series';
import { probeTiming } from '../../../src/engine/analyzers/keep-alive-timing';
import { follow, HANDSHAKE, type ScriptedSegment } from '../../captures/conversation';

const client = (ms: number, seq: number, more: Partial<ScriptedSegment> = {}): ScriptedSegment => ({
  ms,
  from: 'client',
  flags: '.',
  seq,
  ack: 1,
  ...more,
});
const server = (ms: number, ack: number, more: Partial<ScriptedSegment> = {}): ScriptedSegment => ({
  ms,
  from: 'server',
  flags: '.',
  seq: 1,
  ack,
  ...more,
});
const PROBES = [client(5000, 0), server(5001, 1), client(10_000, 0), server(10_001, 1)];

function timings(script: readonly ScriptedSegment[]) {
  const { pass } = follow(script);
  const series = pass.keepAlive.probes.seriesOf(0, 0) as ProbeSeries;
  return { plain: plainTiming(pass.keepAlive.probes, series), walked: probeTiming(pass.keepAlive.probes.input, 0, 0) };
}

describe('timing read from the probes alone', () => {
  const plain = [
    { name: 'idle from the start', script: [...HANDSHAKE, ...PROBES] },
    {
      name: 'data between',
      script: [...HANDSHAKE, ...PROBES, client(11_000, 1, { flags: 'P.', length: 30 }), server(11_001, 31), client(16_001, 30), server(16_002, 31)],
    },
    {
      name: 'the server speaks last',
      script: [
        ...HANDSHAKE,
        server(10, 1, { flags: 'P.', length: 9 }),
        client(11, 1, { ack: 10 }),
        client(5010, 0, { ack: 10 }),
        server(5011, 1, { seq: 10 }),
      ],
    },
  ];
  it.each(plain)('$name: equals what the packets tell', ({ script }) => {
    const { plain: found, walked } = timings(script);
    expect(found).not.toBeNull();
    expect({ ...found, dataSegments: found?.dataSegments === 0 }).toEqual({ ...walked, dataSegments: walked.dataSegments === 0 });
  });

  const others = [
    { name: 'a probe unanswered', script: [...HANDSHAKE, ...PROBES, client(15_000, 0)] },
    { name: 'a close', script: [...HANDSHAKE, ...PROBES, client(11_000, 1, { flags: 'F.' })] },
    { name: 'a reset', script: [...HANDSHAKE, ...PROBES, client(11_000, 1, { flags: 'R.' })] },
    { name: 'data in flight', script: [...HANDSHAKE, ...PROBES, client(11_000, 1, { flags: 'P.', length: 30 })] },
    { name: 'both ends probe', script: [...HANDSHAKE, ...PROBES, server(11_000, 1, { seq: 0 }), client(11_001, 1)] },
    { name: 'a capture that begins with the probe', script: PROBES },
  ];
  it.each(others)('$name: left to the packets', ({ script }) => {
    expect(timings(script).plain).toBeNull();
  });
});
