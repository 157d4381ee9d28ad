/** What is known otherwise when the last packet is in, made of the packets that are there while a capture is recorded. */
import type { CapturePass } from './capture-pass';
import type { SessionHost } from './host';
import type { OpenedCapture } from './opened-capture';

/** Nothing is studied again sooner. */
const PAUSE_MS = 1000;
/** It rests so many times as long as it worked: packets go first. */
const REST = 9;
/** Packets are read between slices of this length. */
const SLICE_MS = 15;

/** Studies of captures being recorded: made when they are asked for, at most once a second and for at most a tenth of the time. */
export class LiveStudies {
  readonly #studies = new WeakMap<CapturePass, LiveStudy>();

  /** `study`: goes once over what is there; it may be left alone for long at each `yield`, and is as good as before there. */
  constructor(readonly study: (pass: CapturePass) => Iterator<void>) {}

  /** Resolves when a study that is due has been made; at once when none is, and for a capture that is not being recorded. */
  async upToDate({ pass, bytes, state, host }: OpenedCapture): Promise<void> {
    if (bytes.live !== true || state !== 'reading') return;
    let study = this.#studies.get(pass);
    if (study === undefined) {
      study = new LiveStudy(host, () => this.study(pass));
      this.#studies.set(pass, study);
    }
    await study.upToDate();
  }
}

class LiveStudy {
  #running: Promise<void> | null = null;
  #dueMs = Number.NEGATIVE_INFINITY;

  constructor(
    readonly host: Pick<SessionHost, 'now' | 'pause'>,
    readonly begin: () => Iterator<void>,
  ) {}

  async upToDate(): Promise<void> {
    if (this.#running === null && this.host.now() >= this.#dueMs) {
      this.#running = this.#run().finally(() => {
        this.#running = null;
      });
    }
    await this.#running;
  }

  async #run(): Promise<void> {
    const { host } = this;
    const steps = this.begin();
    let workedMs = 0;
    for (let over = false; !over; ) {
      const sinceMs = host.now();
      while (!over && host.now() - sinceMs < SLICE_MS) over = steps.next().done === true;
      workedMs += host.now() - sinceMs;
      if (!over) await host.pause();
    }
    this.#dueMs = host.now() + Math.max(PAUSE_MS, REST * workedMs);
  }
}
