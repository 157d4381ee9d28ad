import { describe, expect, it } from 'vitest';
import type { ScriptedSegment } from '../../captures/conversation';
import { HANDSHAKE } from '../../captures/conversation';
import { answer, client, find, giveUp, probe, probed, server } from '../../captures/findings';

const settingsOf = (script: readonly ScriptedSegment[]) => {
  const [keepAlive] = find(script).connections[0]?.keepAlive ?? [];
  if (!keepAlive) throw new Error('no end probes');
  return keepAlive.settings;
};
/** Probes at these seconds, each answered. */
const answered = (...seconds: number[]) => seconds.flatMap((second) => probed(second * 1000 + 30));

describe('settings of an end whose probes are answered', () => {
  it('gives the idle time; the interval is at most as long', () => {
    const settings = settingsOf([...HANDSHAKE, ...answered(20, 40, 60, 80)]);
    expect(settings).toMatchObject({ idleMs: 20_000, intervalMs: null, count: null, userTimeoutMs: null, confidence: 0.9 });
    expect(settings.alternatives).toEqual([
      { idleMs: 20_000, intervalMs: 20_000, count: null, userTimeoutMs: null, reason: 'interval-as-long-as-idle' },
    ]);
    expect(settings.unknown).toEqual({ intervalMs: 'every-probe-answered', count: 'never-given-up', userTimeoutMs: 'not-on-the-wire' });
  });

  it('takes probes that are exact to the second at their word, however long the answers take', () => {
    const slow = [45, 90, 135, 180].flatMap((second) => [probe(second * 1000), answer(second * 1000 + 40)]);
    expect(settingsOf([...HANDSHAKE, ...slow])).toMatchObject({ idleMs: 45_000, intervalMs: null, presets: ['chrome'] });
    expect(settingsOf(slow)).toMatchObject({ idleMs: 45_000 });
  });

  it('takes probes further apart than the first silence for the interval', () => {
    expect(settingsOf([...HANDSHAKE, ...answered(10, 85, 160)])).toMatchObject({ idleMs: 10_000, intervalMs: 75_000 });
  });

  it('names both readings where the capture began on an idle connection', () => {
    const settings = settingsOf(answered(0, 20, 40, 60));
    expect(settings).toMatchObject({ idleMs: 20_000, confidence: 0.5 });
    expect(settings.alternatives).toEqual([{ idleMs: null, intervalMs: 20_000, count: null, userTimeoutMs: null, reason: 'spacing-is-interval' }]);
  });

  it('counts the silence from the last segment of the peer, data included', () => {
    const data = [client(33_000, 'P.', { seq: 1, ack: 1, length: 10 }), server(33_001, '.', { seq: 1, ack: 11 })];
    const later = [53_030, 73_060].flatMap((ms) => [server(ms, '.', { seq: 0, ack: 11 }), client(ms + 1, '.', { seq: 11, ack: 1 })]);
    expect(settingsOf([...HANDSHAKE, ...answered(20), ...data, ...later])).toMatchObject({ idleMs: 20_000, intervalMs: null });
  });

  it('does not trust a first silence that is longer than all later ones: the option was set late', () => {
    const settings = settingsOf([...HANDSHAKE, ...answered(300, 320, 340, 360)]);
    expect(settings).toMatchObject({ idleMs: 20_000, confidence: 0.5 });
  });
});

describe('settings of an end that gives up', () => {
  const death = [...HANDSHAKE, ...answered(20, 40), probe(60_060), probe(70_060), probe(80_060), giveUp(90_060)];

  it('gives idle time, interval and count, and a user timeout as another reading', () => {
    const settings = settingsOf(death);
    expect(settings).toMatchObject({ idleMs: 20_000, intervalMs: 10_000, count: 3, userTimeoutMs: null });
    expect(settings.confidence).toBeLessThanOrEqual(0.8);
    expect(settings.alternatives).toEqual([
      { idleMs: 20_000, intervalMs: 10_000, count: null, userTimeoutMs: 50_000, reason: 'user-timeout-instead-of-count' },
    ]);
  });

  it('counts a probe that the capture lost', () => {
    const gap = [...HANDSHAKE, ...answered(20, 40), probe(60_060), probe(70_060), probe(90_060), probe(100_060), giveUp(110_060)];
    expect(settingsOf(gap)).toMatchObject({ intervalMs: 10_000, count: 5 });
  });

  it('tells the spacing of answered probes from the interval where the capture began on an idle connection', () => {
    const script = [...answered(0, 30, 60), probe(90_090), probe(95_090), probe(100_090), giveUp(105_090)];
    expect(settingsOf(script)).toMatchObject({ idleMs: 30_000, intervalMs: 5000, count: 3 });
  });

  it('names the defaults that fit', () => {
    const nine = Array.from({ length: 9 }, (_, i) => probe(7_200_100 + i * 75_010));
    expect(settingsOf([...HANDSHAKE, ...nine, giveUp(7_200_100 + 9 * 75_010)]).presets).toEqual(['linux']);
  });
});

it('finds the interval in answers that the prober did not get', () => {
  const settings = settingsOf([...HANDSHAKE, ...answered(20, 40), ...answered(50), ...answered(70, 90)]);
  expect(settings).toMatchObject({ idleMs: 20_000, intervalMs: 10_000 });
});
