/** That so many packets were written by that moment. */
interface Milestone {
  readonly packets: number;
  readonly atMs: number;
}

/** What of a recording is written and not analysed yet, and since when. It keeps nothing of what the analysis has reached, whether anybody asks or not. */
export class LiveBacklog {
  readonly #milestones: Milestone[] = [];

  /** Moments that are kept. */
  get length(): number {
    return this.#milestones.length;
  }

  /** `written`, `analysed`: packets from the recording's first on. */
  note(written: number, analysed: number, atMs: number): void {
    this.#forget(analysed);
    if (written > (this.#milestones.at(-1)?.packets ?? analysed)) this.#milestones.push({ packets: written, atMs });
  }

  /** When the first packet was written that the analysis has not reached; null when it has reached them all. */
  oldestMs(analysed: number): number | null {
    this.#forget(analysed);
    return this.#milestones[0]?.atMs ?? null;
  }

  #forget(analysed: number): void {
    while (this.#milestones[0] !== undefined && this.#milestones[0].packets <= analysed) this.#milestones.shift();
  }
}
