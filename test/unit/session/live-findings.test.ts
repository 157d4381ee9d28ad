/** Findings while packets arrive: scripted conversations, a clock that the test moves. */
import { describe, expect, it } from 'vitest';
import { CapturePass } from '../../../src/engine/session/capture-pass';
import { LiveFindings } from '../../../src/engine/session/live-findings';
import { LIVE_THRESHOLDS } from '../../../src/shared/contract/choices';
import type { LiveFinding } from '../../../src/shared/contract/live';
import { liveFindingText } from '../../../src/shared/locales/live-words';
import { createTexts } from '../../../src/shared/locales/texts';
import { frameOf, type ScriptedSegment } from '../../captures/conversation';

class LiveScript {
  nowMs = 0;
  readonly findings: LiveFindings;
  readonly #pass: CapturePass;
  #frames = 0;

  constructor() {
    let made: LiveFindings | null = null;
    this.#pass = new CapturePass({
      extra: (input, probes) => {
        made = new LiveFindings(input, probes, LIVE_THRESHOLDS, () => this.nowMs);
        return made;
      },
    });
    this.findings = made as unknown as LiveFindings;
    this.#pass.interface({ name: null, description: null, linkType: 1, snapLength: 0, timestampResolution: 1e6 });
  }

  /** Packets arrive when they were sent; overdue things are looked for ten times a second meanwhile. */
  play(
    segments: readonly ScriptedSegment[],
    bytesOf = (segment: ScriptedSegment, index: number) => frameOf(segment, index),
    arrivesMs: number | null = null,
  ): this {
    for (const segment of segments) {
      this.waitUntil(arrivesMs ?? segment.ms);
      const bytes = bytesOf(segment, this.#frames++);
      this.#pass.packet({
        seconds: 1_700_000_000 + Math.floor(segment.ms / 1000),
        nanoseconds: Math.round((segment.ms % 1000) * 1e6),
        hasTime: true,
        interfaceId: 0,
        offset: 0,
        capturedLength: bytes.length,
        originalLength: bytes.length,
        bytes,
        start: 0,
        sequenceUnknown: false,
      });
    }
    return this;
  }

  waitUntil(ms: number): this {
    while (this.nowMs + 100 <= ms) {
      this.nowMs += 100;
      this.findings.tick();
    }
    this.nowMs = Math.max(this.nowMs, ms);
    return this;
  }

  get all(): LiveFinding[] {
    return this.findings.since(0);
  }
}

const HANDSHAKE: ScriptedSegment[] = [
  { ms: 0, from: 'client', flags: 'S' },
  { ms: 1, from: 'server', flags: 'S.', ack: 1 },
  { ms: 2, from: 'client', flags: '.', seq: 1, ack: 1 },
];
const probe = (ms: number): ScriptedSegment => ({ ms, from: 'client', flags: '.', seq: 0, ack: 1 });
const answer = (ms: number): ScriptedSegment => ({ ms, from: 'server', flags: '.', seq: 1, ack: 1 });

describe('keep-alive while packets arrive', () => {
  it('says nothing while probes are answered', () => {
    const script = new LiveScript().play([...HANDSHAKE, probe(5000), answer(5001), probe(10_000), answer(10_001)]).waitUntil(14_000);
    expect(script.all).toEqual([]);
  });

  it('tells an unanswered probe when its time is over, and takes it back when the answer comes', () => {
    const script = new LiveScript().play([...HANDSHAKE, probe(5000)]).waitUntil(5900);
    expect(script.all).toEqual([]);
    script.waitUntil(6100);
    expect(script.all).toMatchObject([{ rule: 'probe-unanswered', severity: 'warning', connection: 0, frames: [4], resolved: false }]);
    const { version } = script.findings;
    script.play([answer(7000)]);
    expect(script.findings.since(version)).toMatchObject([{ id: 0, resolved: true }]);
  });

  it('goes by a threshold that is changed meanwhile', () => {
    const script = new LiveScript().play([...HANDSHAKE, probe(5000)]).waitUntil(5200);
    script.findings.setThresholds({ ...LIVE_THRESHOLDS, probeUnansweredMs: 300, deathAfterProbes: 5 });
    script.waitUntil(5400);
    expect(script.all).toMatchObject([{ rule: 'probe-unanswered', frames: [4] }]);
    script.play([probe(7000)]);
    expect(script.all.map(({ rule }) => rule)).toEqual(['probe-unanswered']);
  });

  it('tells when the end will give up from the second probe on, and that it did', () => {
    const script = new LiveScript().play([...HANDSHAKE, probe(5000), answer(5001), probe(10_000), probe(12_000)]);
    expect(script.all.map(({ rule }) => rule)).toEqual(['probe-unanswered', 'death-predicted']);
    script.play([probe(14_000)]);
    const [unanswered, death] = script.all;
    expect(unanswered).toMatchObject({
      timeMs: 14_000,
      frames: [6, 7, 8],
      data: { end: 'client', client: '192.0.2.1:40000', server: '198.51.100.7:9000', probes: 3 },
    });
    // Nine probes of Linux's default, two seconds apart, the first at 10 s.
    expect(death).toMatchObject({ timeMs: 14_000, data: { count: 9, assumed: true, deathMs: 28_000, leftMs: 14_000 } });
    script.play([{ ms: 28_000, from: 'client', flags: 'R.', seq: 1, ack: 1 }]);
    expect(script.all.map(({ rule, resolved }) => `${rule} ${resolved}`)).toEqual([
      'probe-unanswered true',
      'death-predicted true',
      'given-up false',
    ]);
    expect(script.all.at(-1)).toMatchObject({ severity: 'error', frames: [6, 7, 8, 9], data: { probes: 3 } });
  });

  it('tells a peer that does not know the connection any more', () => {
    const script = new LiveScript().play([...HANDSHAKE, probe(5000), { ms: 5001, from: 'server', flags: 'R', seq: 1 }]);
    expect(script.all).toMatchObject([{ rule: 'peer-reset', severity: 'error', frames: [4, 5] }]);
  });
});

describe('heartbeats while packets arrive', () => {
  const beats = (count: number, firstSeq = 1): ScriptedSegment[] =>
    Array.from({ length: count }, (_, index) => [
      { ms: 1000 + index * 2000, from: 'client', flags: 'P.', seq: firstSeq + index * 10, ack: 1, length: 10 } as const,
      { ms: 1001 + index * 2000, from: 'server', flags: '.', seq: 1, ack: firstSeq + index * 10 + 10 } as const,
    ]).flat();

  it('tells a late beat by its period, and that it came', () => {
    const script = new LiveScript().play([...HANDSHAKE, ...beats(6)]).waitUntil(13_400);
    expect(script.all).toEqual([]);
    script.waitUntil(13_700);
    expect(script.all).toMatchObject([
      { rule: 'beat-late', connection: 0, resolved: false, data: { end: 'client', periodMs: 2000, thresholdMs: 2500 } },
    ]);
    script.play([{ ms: 14_000, from: 'client', flags: 'P.', seq: 61, ack: 1, length: 10 }]);
    expect(script.all).toMatchObject([{ rule: 'beat-late', resolved: true }]);
  });

  it('expects nothing of a connection that is closed', () => {
    const script = new LiveScript().play([...HANDSHAKE, ...beats(6), { ms: 11_500, from: 'client', flags: 'F.', seq: 61, ack: 1 }]).waitUntil(30_000);
    expect(script.all).toEqual([]);
  });

  it('does not take a clock that is set forward for a late beat', () => {
    const script = new LiveScript().play([...HANDSHAKE, ...beats(6)]);
    // An hour passes on the capture's clock between two beats, two seconds on this machine's.
    script.waitUntil(13_000);
    script.play([{ ms: 3_613_000, from: 'client', flags: 'P.', seq: 61, ack: 1, length: 10 }], undefined, script.nowMs);
    expect(script.all).toEqual([]);
  });
});

describe('listeners while packets arrive', () => {
  /** Attempts of clients of different ports. */
  const from = (port: number) => (segment: ScriptedSegment, index: number) => {
    const bytes = frameOf(segment, index);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const at = 34 + (segment.from === 'client' ? 0 : 2);
    view.setUint16(at, port);
    return bytes;
  };

  it('tells one that ignores final ACKs after three handshakes', () => {
    const script = new LiveScript();
    for (const client of [1, 2, 3]) {
      const at = client * 100;
      const handshake = HANDSHAKE.map((segment) => ({ ...segment, ms: at + segment.ms }));
      script.play(handshake, from(50_000 + client));
    }
    expect(script.all).toEqual([]);
    for (const client of [1, 2, 3]) script.play([{ ms: 1000 + client * 100, from: 'server', flags: 'S.', ack: 1 }], from(50_000 + client));
    expect(script.all).toMatchObject([
      { rule: 'listener-overflow', severity: 'error', data: { listener: '198.51.100.7:9000', handshakes: 3, finalAcks: 3, syns: 0 } },
    ]);
    expect(script.all[0]?.frames).toHaveLength(3);
  });

  it('tells SYNs that nobody answers apart from it', () => {
    const script = new LiveScript();
    for (const round of [0, 1])
      for (const client of [1, 2, 3]) script.play([{ ms: round * 1000 + client * 10, from: 'client', flags: 'S' }], from(50_000 + client));
    expect(script.all).toMatchObject([{ rule: 'syn-unanswered', severity: 'warning', data: { handshakes: 3, syns: 3 } }]);
  });

  it('says nothing again while it ignores the same handshakes, and once a second when it ignores others', () => {
    const syn = (ms: number): ScriptedSegment[] => [{ ms, from: 'client', flags: 'S' }];
    const script = new LiveScript();
    for (const round of [0, 1]) for (const client of [1, 2, 3]) script.play(syn(round * 1000 + client * 10), from(50_000 + client));
    const { version } = script.findings;
    for (const client of [1, 2, 3]) script.play(syn(2000 + client * 10), from(50_000 + client));
    expect(script.waitUntil(3900).findings.since(version)).toEqual([]);
    for (const client of [4, 5, 6]) script.play(syn(3900 + client), from(50_000 + client));
    for (const client of [4, 5, 6]) script.play(syn(4900 + client * 10), from(50_000 + client));
    script.waitUntil(5100);
    expect(script.findings.since(version)).toMatchObject([{ id: 0, data: { handshakes: 6, syns: 6 } }]);
    expect(script.findings.version).toBeLessThanOrEqual(version + 2);
  });

  it('forgets handshakes after ten seconds, and those of a clock that was set back', () => {
    const script = new LiveScript();
    const ignored = (ms: number): ScriptedSegment[] => [ms, ms + 1000].map((at) => ({ ms: at, from: 'client', flags: 'S' }));
    const play = (ms: number, client: number) => script.play(ignored(ms), from(50_000 + client), script.nowMs);
    play(60_000, 1);
    play(60_000, 2);
    play(71_500, 3);
    play(20_000, 4);
    expect(script.all).toEqual([]);
    play(20_100, 5);
    play(20_200, 6);
    expect(script.all).toMatchObject([{ rule: 'syn-unanswered', data: { handshakes: 3 } }]);
  });

  // Going through all of them at each packet took forty seconds.
  it('names a few frames of a flood, and takes no longer for its last packets than for its first', { timeout: 25_000 }, () => {
    const CLIENTS = 40_000;
    const script = new LiveScript();
    for (const round of [0, 1])
      for (let client = 0; client < CLIENTS; client++)
        script.play([{ ms: round * 4500 + client / 10, from: 'client', flags: 'S' }], from(10_000 + client), round * 4500);
    script.waitUntil(10_000);
    expect(script.all).toMatchObject([{ rule: 'syn-unanswered', data: { handshakes: CLIENTS, syns: CLIENTS } }]);
    expect(script.all[0]?.frames).toHaveLength(64);
  });
});

describe.each(['en', 'zh-CN'])('words in %s', (language) => {
  it('fill every place', () => {
    const script = new LiveScript().play([...HANDSHAKE, probe(5000), answer(5001), probe(10_000), probe(12_000)]);
    script.play([{ ms: 28_000, from: 'client', flags: 'R.', seq: 1, ack: 1 }]);
    for (const finding of script.all) {
      const { title, detail } = liveFindingText(finding, createTexts(language).t);
      expect(title).not.toMatch(/live\.|\{\{/);
      expect(detail).not.toMatch(/live\.|\{\{|undefined|null/);
    }
  });
});
