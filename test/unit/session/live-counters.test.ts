/** The counters of a live capture: how far the analysis is behind in packets and milliseconds, and what was lost. */
import { describe, expect, it } from 'vitest';
import type { SessionHost } from '../../../src/engine/session/host';
import { LiveCapture } from '../../../src/engine/session/live-capture';
import type { LiveProgress, LiveRecording } from '../../../src/engine/session/live-host';
import type { OpenedCapture } from '../../../src/engine/session/opened-capture';

const RECORDING: LiveProgress = {
  recording: true,
  stopping: false,
  elapsedMs: 0,
  packets: 0,
  lost: 0,
  bytes: 0,
  dropped: null,
  clockSteps: 0,
  end: null,
  files: [],
};

/** A recording and an analysis that are where the test puts them. */
class Course {
  nowMs = 0;
  readonly #packets = { length: 0 };
  #progress = RECORDING;
  #changed: () => void = () => {};
  readonly #live: LiveCapture;

  constructor() {
    const course = this;
    const recording = {
      source: 'tcpdump',
      interface: 'lo',
      filter: '',
      host: null,
      kernelTimes: true,
      startedMs: 0,
      unsaved: true,
      get progress() {
        return course.#progress;
      },
      onChange: (listener: () => void) => {
        this.#changed = listener;
        return () => {};
      },
    } as unknown as LiveRecording;
    const capture = { id: 1, pass: { packets: this.#packets } } as unknown as OpenedCapture;
    this.#live = new LiveCapture(recording, capture, null, { now: () => this.nowMs } as unknown as SessionHost);
  }

  recorded(atMs: number, progress: Partial<LiveProgress>): void {
    this.nowMs = atMs;
    this.#progress = { ...this.#progress, ...progress };
    this.#changed();
  }

  analysed(atMs: number, packets: number): void {
    this.nowMs = atMs;
    this.#packets.length = packets;
  }

  get counters() {
    return this.#live.state().counters;
  }
}

describe('the counters of a live capture', () => {
  it('tell how many packets the analysis is behind, and how long the first of them has waited', () => {
    const course = new Course();
    expect(course.counters).toMatchObject({ received: 0, backlogPackets: 0, backlogMs: 0 });
    course.recorded(100, { packets: 10 });
    course.recorded(150, { packets: 30 });
    course.nowMs = 180;
    expect(course.counters).toMatchObject({ received: 30, backlogPackets: 30, backlogMs: 80 });
    course.analysed(200, 10);
    expect(course.counters).toMatchObject({ received: 30, backlogPackets: 20, backlogMs: 50 });
    course.analysed(300, 30);
    expect(course.counters).toMatchObject({ received: 30, backlogPackets: 0, backlogMs: 0 });
  });

  it('tell what the kernel dropped as the source says it, and nothing before', () => {
    const course = new Course();
    expect(course.counters.droppedByKernel).toBeNull();
    course.recorded(100, { packets: 10, dropped: 0 });
    expect(course.counters.droppedByKernel).toBe(0);
    course.recorded(200, { packets: 20, dropped: 7 });
    expect(course.counters).toMatchObject({ received: 20, written: 20, droppedByKernel: 7 });
  });

  it('own up to packets that came and could not be written', () => {
    const course = new Course();
    course.recorded(100, { packets: 10, lost: 2 });
    course.analysed(200, 10);
    expect(course.counters).toMatchObject({ received: 12, written: 10, backlogPackets: 0 });
  });
});
