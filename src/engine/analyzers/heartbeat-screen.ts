/**
 * Tells cheaply which connections can have no heartbeat: most have none, and to look at each costs a walk through packets that lie far apart in memory.
 * The messages of many connections are gathered in one walk over the packet table, in the order in which it lies there.
 */
import type { ConnectionTable } from '../flows/connection-table';
import { P, type PacketTable } from '../store/packet-table';
import { FEWEST_BEATS, isMessage, messageKey, periodStarts, regularGaps, SHORTEST_PERIOD_MS } from './heartbeat-periods';

/** Room for the messages of the connections that are gathered at a time, at least; a long capture is walked over this many times at most. */
const LEAST_GATHERED = 1 << 17;
const MOST_WALKS = 6;
/** Connections looked at for it, at least. */
const LEAST_CONNECTIONS = 1 << 16;
const LEAST_SLOTS = 64;

export class HeartbeatScreen {
  /** The connections gathered: from `#first` on, `#count` of them; messages of the i-th of them begin at `#starts[i]` and end at `#ends[i]`. */
  #first = 0;
  #count = 0;
  #starts = new Uint32Array(0);
  #ends = new Uint32Array(0);
  #timesMs = new Float64Array(0);
  #keys = new Uint32Array(0);
  #slots = new SeriesSlots(LEAST_SLOTS);

  /** `isCandidate`: what need not be gathered at all is false. */
  constructor(
    readonly packets: PacketTable,
    readonly connections: ConnectionTable,
    readonly isCandidate: (connection: number) => boolean,
  ) {}

  /** False: no candidate, or no end sent messages of one length at regular intervals. Quick when asked in ascending order. */
  mayHave(connection: number): boolean {
    let index = connection - this.#first;
    if (index < 0 || index >= this.#count) {
      this.#gather(connection);
      index = 0;
    }
    const from = this.#starts[index] as number;
    const to = this.#ends[index] as number;
    if (to - from < FEWEST_BEATS) return false;
    if (2 * (to - from) > this.#slots.size) this.#slots = new SeriesSlots(2 ** Math.ceil(Math.log2(2 * (to - from))));
    const slots = this.#slots;
    slots.clear();
    for (let at = from; at < to; at++) slots.add(this.#keys[at] as number, this.#timesMs[at] as number);
    return slots.anyIsRegular();
  }

  /** Gathers `first` and as many connections after it as there is room for. */
  #gather(first: number): void {
    const { packets, connections } = this;
    const room = Math.max(LEAST_GATHERED, Math.ceil(packets.length / MOST_WALKS));
    const most = Math.min(connections.length - first, Math.max(LEAST_CONNECTIONS, Math.ceil(connections.length / MOST_WALKS)));
    if (this.#starts.length <= most) this.#starts = new Uint32Array(most + 1);
    const starts = this.#starts;
    let count = 0;
    let total = 0;
    let lastFrame = 0;
    for (; count < most && (total < room || count === 0); count++) {
      starts[count] = total;
      if (!this.isCandidate(first + count)) continue;
      total += connections.packets(first + count);
      lastFrame = Math.max(lastFrame, connections.lastFrame(first + count));
    }
    starts[count] = total;
    this.#first = first;
    this.#count = count;
    this.#ends = starts.slice(0, count);
    if (this.#keys.length < total) {
      this.#timesMs = new Float64Array(total);
      this.#keys = new Uint32Array(total);
    }
    // Connections are numbered in the order of their first packets.
    this.#fill(connections.firstFrame(first) - 1, lastFrame - 1);
  }

  /** Fills in the messages among the rows from one to another, both included. */
  #fill(firstRow: number, lastRow: number): void {
    const { packets } = this;
    const { rows } = packets;
    const timesMs = this.#timesMs;
    const keys = this.#keys;
    const starts = this.#starts;
    const ends = this.#ends;
    const first = this.#first;
    for (let row = firstRow; row <= lastRow; ) {
      const words = rows.words(row);
      for (let at = rows.at(row); at < words.length && row <= lastRow; at += rows.wordsPerRow, row++) {
        const index = (words[at + P.connection] as number) - 1 - first;
        const marks = words[at + P.marks] as number;
        if (index < 0 || index >= ends.length || !isMessage(marks)) continue;
        const place = ends[index] as number;
        // Only candidates have room.
        if (place === starts[index + 1]) continue;
        timesMs[place] = packets.timeMs(row);
        keys[place] = messageKey(marks, packets.payloadLength.get(row));
        ends[index] = place + 1;
      }
    }
  }
}

/** The messages of one connection by sender and length: an open hash that is used again without being emptied, and a list of messages for each entry. */
class SeriesSlots {
  readonly #keys: Uint32Array;
  readonly #rounds: Uint32Array;
  readonly #counts: Uint32Array;
  readonly #slow: Uint32Array;
  /** First and last message of the entry, numbered in the order of `add`. */
  readonly #firsts: Uint32Array;
  readonly #lasts: Uint32Array;
  readonly #used: Uint32Array;
  #usedCount = 0;
  #round = 0;
  /** Of each message: its time, and the next one of the same entry. */
  readonly #timesMs: Float64Array;
  readonly #next: Uint32Array;
  #messages = 0;
  readonly #seriesMs: Float64Array;

  /** `size`: a power of two, at least twice the number of messages. */
  constructor(readonly size: number) {
    this.#keys = new Uint32Array(size);
    this.#rounds = new Uint32Array(size);
    this.#counts = new Uint32Array(size);
    this.#slow = new Uint32Array(size);
    this.#firsts = new Uint32Array(size);
    this.#lasts = new Uint32Array(size);
    this.#used = new Uint32Array(size);
    this.#timesMs = new Float64Array(size);
    this.#next = new Uint32Array(size);
    this.#seriesMs = new Float64Array(size);
  }

  clear(): void {
    this.#round++;
    this.#usedCount = 0;
    this.#messages = 0;
  }

  add(key: number, ms: number): void {
    const mask = this.size - 1;
    const message = this.#messages++;
    this.#timesMs[message] = ms;
    let slot = (Math.imul(key, 0x9e3779b1) >>> 7) & mask;
    for (; this.#rounds[slot] === this.#round; slot = (slot + 1) & mask) {
      if (this.#keys[slot] !== key) continue;
      const last = this.#lasts[slot] as number;
      this.#counts[slot] = (this.#counts[slot] as number) + 1;
      if (ms - (this.#timesMs[last] as number) >= SHORTEST_PERIOD_MS) this.#slow[slot] = (this.#slow[slot] as number) + 1;
      this.#next[last] = message;
      this.#lasts[slot] = message;
      return;
    }
    this.#rounds[slot] = this.#round;
    this.#keys[slot] = key;
    this.#counts[slot] = 1;
    this.#slow[slot] = 0;
    this.#firsts[slot] = message;
    this.#lasts[slot] = message;
    this.#used[this.#usedCount++] = slot;
  }

  anyIsRegular(): boolean {
    for (let i = 0; i < this.#usedCount; i++) {
      const slot = this.#used[i] as number;
      const count = this.#counts[slot] as number;
      // A median gap of a period or more needs half of the gaps to be.
      if (count < FEWEST_BEATS || 2 * (this.#slow[slot] as number) < count - 1) continue;
      const timesMs = this.#series(slot, count);
      if (regularGaps(timesMs) !== null || periodStarts(timesMs).length > 1) return true;
    }
    return false;
  }

  /** Times of an entry's messages, in a buffer that the next call uses again. */
  #series(slot: number, count: number): Float64Array {
    let message = this.#firsts[slot] as number;
    for (let i = 0; i < count; i++) {
      this.#seriesMs[i] = this.#timesMs[message] as number;
      message = this.#next[message] as number;
    }
    return this.#seriesMs.subarray(0, count);
  }
}
