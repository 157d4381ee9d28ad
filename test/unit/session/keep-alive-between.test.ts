import { describe, expect, it } from 'vitest';
import type { CapturePass } from '../../../src/engine/session/capture-pass';
import { CapturePoints } from '../../../src/engine/session/capture-points';
import { findingReport } from '../../../src/engine/session/finding-report';
import { atOnce } from '../../../src/engine/session/in-slices';
import { findingsBetween } from '../../../src/engine/session/keep-alive-between';
import { createTexts } from '../../../src/shared/locales/texts';
import { CLIENT, follow, type ScriptedSegment } from '../../captures/conversation';
import { client, find, giveUp, probe } from '../../captures/findings';
import { answered, LOST_ANSWER, LOST_PROBES, OPENED, passing, type Seen, scriptsOf } from '../../captures/two-points';

function capturesOf(seen: readonly Seen[], clockMs = 0): { near: CapturePass; far: CapturePass } {
  const { near, far } = scriptsOf(seen, clockMs);
  return { near: find(near).pass, far: find(far).pass };
}

const pointsOf = (passes: readonly CapturePass[]): CapturePoints => atOnce(CapturePoints.of(passes));

/** In the order of the captures given. */
function found(passes: readonly CapturePass[]) {
  const points = pointsOf(passes);
  const captures = passes.map((pass, i) => ({ name: `point-${i}.pcap`, pass }));
  return atOnce(findingsBetween(captures, points)).map(({ capture, finding }) => ({
    capture,
    code: finding.code,
    frames: finding.frames,
    confidence: finding.confidence,
    text: findingReport(finding, capture, createTexts('en').t).detail,
  }));
}

const SILENT_PEER = [...OPENED, ...answered(20), ...[40_100, 50_100, 60_100].map((ms) => passing(probe(ms))), passing(giveUp(70_100))];

describe('probes and answers between two capture points', () => {
  it.each([0, 5000, -3_600_000])('tells a lost answer from a lost probe, clocks %d ms apart', (clockMs) => {
    const answerLost = capturesOf(LOST_ANSWER, clockMs);
    expect(found([answerLost.near, answerLost.far])).toMatchObject([{ capture: 0, code: 'keepalive.answer-lost', frames: [6], confidence: 0.9 }]);
    const probesLost = capturesOf(LOST_PROBES, clockMs);
    expect(found([probesLost.near, probesLost.far])).toMatchObject([{ capture: 0, code: 'keepalive.probe-lost', frames: [6, 7], confidence: 0.9 }]);
  });

  it('finds out itself which point is nearer to the prober', () => {
    const { near, far } = capturesOf(LOST_ANSWER);
    const [finding] = found([far, near]);
    expect(finding).toMatchObject({ capture: 1, code: 'keepalive.answer-lost' });
    expect(finding?.text).toContain('point-0.pcap holds what it answered, point-1.pcap, captured nearer to the server, does not');
  });

  it('puts the loss beyond the last point when both saw the probes and neither an answer', () => {
    const { near, far } = capturesOf(SILENT_PEER);
    const [finding] = found([near, far]);
    expect(finding).toMatchObject({ capture: 0, code: 'keepalive.probe-lost', frames: [6, 7, 8], confidence: 0.9 });
    expect(finding?.text).toContain(`on the side of ${CLIENT.address}:${CLIENT.port} beyond the last point`);
  });

  it('says nothing of two points that saw the same', () => {
    const { near, far } = capturesOf([...OPENED, ...answered(20), ...answered(40)]);
    expect(found([near, far])).toEqual([]);
  });

  it('is less sure where the far capture may have ended before', () => {
    const dead = [...OPENED, ...answered(20), ...[40_100, 50_100].map((ms) => passing(probe(ms), 'between')), passing(giveUp(60_100), 'between')];
    const { near, far } = capturesOf(dead);
    const [finding] = found([near, far]);
    expect(finding).toMatchObject({ code: 'keepalive.probe-lost', confidence: 0.5 });
    expect(finding?.text).toContain('unless point-1.pcap, which holds nothing later, had ended by then');
  });

  it('compares three points: the stretch on which it was lost', () => {
    const { near, far } = capturesOf(LOST_PROBES);
    const middle = capturesOf(LOST_PROBES.map(({ near: seen }) => ({ near: seen.map((segment) => moved(segment, 5)), far: [] }))).near;
    const results = found([far, near, middle]);
    expect(results).toMatchObject([{ capture: 2, code: 'keepalive.probe-lost' }]);
    expect(results[0]?.text).toContain('point-2.pcap holds 2 probes of the server 198.51.100.7:9000 that point-0.pcap');
  });
});

/** Seen later on the way, by `ms` one way. */
function moved(segment: ScriptedSegment, ms: number): ScriptedSegment {
  return { ...segment, ms: segment.ms + (segment.from === 'server' ? ms : -ms) };
}

describe('the same connection in several captures', () => {
  it('is known by its initial sequence numbers, and by its segments where the handshake is missing', () => {
    const { near, far } = capturesOf(LOST_ANSWER);
    const late = find(LOST_ANSWER.slice(3).flatMap(({ far: seen }) => seen)).pass;
    const points = pointsOf([near, far, late]);
    expect(points.elsewhere(0, 0)).toMatchObject([
      { capture: 1, connection: 0 },
      { capture: 2, connection: 0 },
    ]);
    expect(points.elsewhere(2, 0)).toHaveLength(2);
  });

  it('is none that uses the same ports with other sequence numbers', () => {
    const { near } = capturesOf(LOST_ANSWER);
    const other = follow([client(0, 'S', { seq: 999_999 }), { ms: 1, from: 'server', flags: 'S.', ack: 1_000_000, seq: 4 }]).pass;
    expect(pointsOf([near, other]).elsewhere(0, 0)).toEqual([]);
  });
});
