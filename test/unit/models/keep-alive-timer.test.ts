import { describe, expect, it } from 'vitest';
import { type KeepAliveScenario, LINUX_DEFAULTS, predictKeepAlive } from '../../../src/engine/models/keep-alive-timer';

const seconds = (changes: Partial<Record<keyof KeepAliveScenario, number | null>>): KeepAliveScenario => {
  const milliseconds = Object.entries(changes).map(([key, value]) => [key, value === null || key === 'count' ? value : value * 1000]);
  return { ...LINUX_DEFAULTS, ...Object.fromEntries(milliseconds) };
};

describe('the end of a silent peer', () => {
  it.each([
    { name: 'the defaults of Linux', changes: {}, deathS: 7875, by: 'keep-alive' },
    { name: '5/3/2', changes: { idleMs: 5, intervalMs: 3, count: 2 }, deathS: 11, by: 'keep-alive' },
    // Measured: last heard 5.222 s, reset 14.336 s later (two late ticks of the timer).
    { name: 'a user timeout between two ticks', changes: { idleMs: 5, intervalMs: 3, userTimeoutMs: 12 }, deathS: 14, by: 'user-timeout' },
    { name: 'a user timeout on a tick', changes: { idleMs: 5, intervalMs: 3, userTimeoutMs: 11 }, deathS: 11, by: 'user-timeout' },
    { name: 'a user timeout below the idle time', changes: { idleMs: 5, intervalMs: 3, userTimeoutMs: 2 }, deathS: 8, by: 'user-timeout' },
    { name: 'beats that keep the probes away', changes: { heartbeatMs: 30 }, deathS: 954.6, by: 'retransmission' },
    { name: 'beats with a user timeout', changes: { heartbeatMs: 30, userTimeoutMs: 20 }, deathS: 50, by: 'user-timeout' },
    { name: 'beats rarer than probes', changes: { idleMs: 20, intervalMs: 5, count: 3, heartbeatMs: 30 }, deathS: 35, by: 'keep-alive' },
  ])('$name', ({ changes, deathS, by }) => {
    const { deathMs, detectedBy, steps } = predictKeepAlive(seconds(changes));
    expect(deathMs).toBe(deathS * 1000);
    expect(detectedBy).toBe(by);
    expect(steps.at(-1)?.atMs).toBe(deathMs);
  });

  it('sends as many probes as the count says, an interval apart, and resets', () => {
    expect(predictKeepAlive(seconds({ idleMs: 5, intervalMs: 3, count: 2 })).steps).toEqual([
      { kind: 'probe', atMs: 5000, number: 1 },
      { kind: 'probe', atMs: 8000, number: 2 },
      { kind: 'reset', atMs: 11_000 },
    ]);
  });
});

describe('a device on the path', () => {
  it('is named when it forgets the connection before the first probe, with a setting that keeps it', () => {
    const { device, recommended, steps } = predictKeepAlive(seconds({ deviceTimeoutMs: 350 }));
    expect(device).toEqual({ verdict: 'device-first', timeoutMs: 350_000, names: ['AWS Network Load Balancer'] });
    expect(steps[0]).toEqual({ kind: 'device-forgets', atMs: 350_000 });
    expect(predictKeepAlive({ ...seconds({ deviceTimeoutMs: 350 }), ...recommended }).device?.verdict).toBe('kept');
  });

  it.each([
    { name: 'probes in time', changes: { idleMs: 100, intervalMs: 30, deviceTimeoutMs: 240 }, verdict: 'kept' },
    {
      name: 'answered probes are as far apart as the interval',
      changes: { idleMs: 100, intervalMs: 300, deviceTimeoutMs: 240 },
      verdict: 'device-first',
    },
    { name: 'the first probe comes when it has forgotten', changes: { idleMs: 240, deviceTimeoutMs: 240 }, verdict: 'device-first' },
    { name: 'beats in time', changes: { heartbeatMs: 60, deviceTimeoutMs: 240 }, verdict: 'kept' },
  ])('$name', ({ changes, verdict }) => {
    expect(predictKeepAlive(seconds(changes)).device?.verdict).toBe(verdict);
  });
});

describe('the cost towards a living peer', () => {
  it.each([
    { changes: { idleMs: 5, intervalMs: 3 }, packets: 1440 },
    { changes: { idleMs: 5, intervalMs: 10 }, packets: 720 },
    { changes: { idleMs: 60, heartbeatMs: 30 }, packets: 0 },
  ])('$changes: $packets packets an hour', ({ changes, packets }) => {
    expect(predictKeepAlive(seconds(changes)).packetsPerHour).toBe(packets);
  });
});
