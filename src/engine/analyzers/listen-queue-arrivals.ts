/** How fast attempts arrive at a listener, from how many sources, and whether they look like a flood. Keeps nothing for each attempt. */

const SECOND_MS = 1000;
const TENTHS = 10;
/** Unfinished attempts in one second, and how many of them to one that completes, that make it a second of a flood. */
const FLOOD_RATE = 20;
const FLOOD_RATIO = 4;

/** A second of a flood or of ordinary traffic. */
interface Second {
  startMs: number;
  abandoned: number;
  completed: number;
}

export class Arrivals {
  /** Attempts in each tenth of the last second, a ring; the tenth that is being counted, and their sum. */
  readonly #tenths = new Uint32Array(TENTHS);
  #tenth = Number.NEGATIVE_INFINITY;
  #lastSecond = 0;
  #second: Second = { startMs: Number.NEGATIVE_INFINITY, abandoned: 0, completed: 0 };
  /** Most attempts in any one second, which begins at a tenth of one. */
  peak = 0;
  /** Abandoned attempts in seconds that hold little else. */
  flooding = 0;

  /** `abandoned`: one SYN, never sent again, never followed by an ACK. Times come in order, but for what the capture swapped. */
  add(ms: number, abandoned: boolean, completed: boolean): void {
    this.#slide(ms);
    if (ms >= this.#second.startMs + SECOND_MS) {
      this.#settle();
      this.#second = { startMs: ms, abandoned: 0, completed: 0 };
    }
    if (abandoned) this.#second.abandoned++;
    if (completed) this.#second.completed++;
  }

  finish(): void {
    this.#settle();
  }

  #slide(ms: number): void {
    const tenth = Math.floor((ms * TENTHS) / SECOND_MS);
    const passed = Math.min(TENTHS, tenth - this.#tenth);
    for (let i = 1; i <= passed; i++) {
      const place = (((tenth - passed + i) % TENTHS) + TENTHS) % TENTHS;
      this.#lastSecond -= this.#tenths[place] as number;
      this.#tenths[place] = 0;
    }
    if (tenth > this.#tenth) this.#tenth = tenth;
    const place = ((this.#tenth % TENTHS) + TENTHS) % TENTHS;
    this.#tenths[place] = (this.#tenths[place] as number) + 1;
    this.peak = Math.max(this.peak, ++this.#lastSecond);
  }

  #settle(): void {
    const { abandoned, completed } = this.#second;
    if (abandoned >= FLOOD_RATE && abandoned >= FLOOD_RATIO * completed) this.flooding += abandoned;
  }
}

/** Number of different values; sorts `values`. */
export function distinct(values: Uint32Array): number {
  if (values.length < 2) return values.length;
  values.sort();
  let count = 0;
  for (let i = 0; i < values.length; i++) if (i === 0 || values[i] !== values[i - 1]) count++;
  return count;
}
