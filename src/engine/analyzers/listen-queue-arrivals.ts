/** How fast attempts arrive at a listener, from how many sources, and whether they look like a flood. Keeps nothing for each attempt. */

const SECOND_MS = 1000;
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
  /** Arrival times within the last second, a ring that grows with the rate. */
  #recent: number[] = [];
  #oldest = 0;
  #second: Second = { startMs: Number.NEGATIVE_INFINITY, abandoned: 0, completed: 0 };
  /** Most attempts in any one second. */
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
    const recent = this.#recent;
    recent.push(ms);
    while ((recent[this.#oldest] as number) <= ms - SECOND_MS) this.#oldest++;
    this.peak = Math.max(this.peak, recent.length - this.#oldest);
    if (this.#oldest > 1024 && this.#oldest * 2 > recent.length) {
      this.#recent = recent.slice(this.#oldest);
      this.#oldest = 0;
    }
  }

  #settle(): void {
    const { abandoned, completed } = this.#second;
    if (abandoned >= FLOOD_RATE && abandoned >= FLOOD_RATIO * completed) this.flooding += abandoned;
  }
}

/** Number of different values; sorts `values`. */
export function distinct(values: Uint32Array): number {
  values.sort();
  let count = 0;
  for (let i = 0; i < values.length; i++) if (i === 0 || values[i] !== values[i - 1]) count++;
  return count;
}
