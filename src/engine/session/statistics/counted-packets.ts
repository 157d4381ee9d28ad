import type { CancelSignal } from '../../../shared/base/cancellation';
import type { StatisticsLayer } from '../../../shared/contract/choices';
import { AppError } from '../../../shared/contract/errors';
import type { StatisticsProgress } from '../../../shared/contract/statistics';
import type { TimeSpan } from '../connection-rows';
import type { FilteredPackets } from '../filtered-packets';
import { inSlices, type SlicedWork } from '../in-slices';
import type { OpenedCapture } from '../opened-capture';
import { type EndpointSums, endpointSums } from './conversation-tally';
import { PacketStatistics } from './packet-statistics';

/** Rows between two looks at the clock. */
const ROWS_PER_LOOK = 256;
/** Longest work between two pauses. */
const SLICE_MS = 20;

interface Kept<T> {
  readonly key: string;
  readonly value: T;
}

/** The statistics of the packets of a capture, or of those that a filter shows, in a part of the time: counted slice by slice as far as somebody asked. */
export class CountedPackets {
  readonly statistics: PacketStatistics;
  /** Made when the capture was read to its end: what a filter finds changes while it is read. */
  readonly isFinal: boolean;
  /** Rows looked at. */
  #scanned = 0;
  /** Of what the filter found: those counted. */
  #taken = 0;
  #running: Promise<void> | null = null;
  #order: Kept<Uint32Array> | null = null;
  #sums: Kept<EndpointSums> | null = null;

  /** `found`: null for all packets. */
  constructor(
    readonly capture: OpenedCapture,
    readonly found: FilteredPackets | null,
    readonly span: TimeSpan,
  ) {
    this.statistics = new PacketStatistics(capture);
    this.isFinal = capture.state !== 'reading';
  }

  progress(): StatisticsProgress {
    const packets = this.capture.pass.packets.length;
    return { scanned: this.#scanned, packets, done: this.#scanned >= packets && this.capture.state !== 'reading' };
  }

  /** Counts the packets that are there, pausing often; one slice at a time, whoever asks. Throws AppError `cancelled`, `file-not-readable`. */
  async count(signal: CancelSignal, until: () => boolean): Promise<void> {
    while (this.#scanned < this.capture.pass.packets.length && !until()) {
      if (signal.cancelled) throw new AppError('cancelled');
      await this.found?.scan(signal, () => this.#hasNew());
      await this.#slice();
    }
  }

  /** The last order made under this name, while no packet was counted since. Throws AppError `cancelled`. */
  async order(name: string, make: () => SlicedWork<Uint32Array>, signal: CancelSignal): Promise<Uint32Array> {
    const key = `${name} ${this.#scanned}`;
    if (this.#order?.key === key) return this.#order.value;
    const value = await inSlices(make(), this.capture.host, signal);
    this.#order = { key, value };
    return value;
  }

  endpointSums(layer: StatisticsLayer): EndpointSums {
    const key = `${layer} ${this.#scanned}`;
    if (this.#sums?.key === key) return this.#sums.value;
    const { tallies, ends } = this.statistics;
    const value = endpointSums(tallies[layer], ends[layer].length);
    this.#sums = { key, value };
    return value;
  }

  #hasNew(): boolean {
    return this.found === null || this.found.progress().scanned > this.#scanned;
  }

  async #slice(): Promise<void> {
    if (this.#running === null) {
      if (this.found === null) this.#countSlice();
      else this.#takeSlice(this.found);
      this.#running = this.capture.host.pause().then(() => {
        this.#running = null;
      });
    }
    await this.#running;
  }

  #countSlice(): void {
    const { host, pass } = this.capture;
    const end = host.now() + SLICE_MS;
    do {
      const stop = Math.min(pass.packets.length, this.#scanned + ROWS_PER_LOOK);
      while (this.#scanned < stop) this.#add(this.#scanned++);
    } while (this.#scanned < pass.packets.length && host.now() < end);
  }

  /** What the filter found since. */
  #takeSlice(found: FilteredPackets): void {
    const { host } = this.capture;
    const end = host.now() + SLICE_MS;
    do {
      const stop = Math.min(found.shown, this.#taken + ROWS_PER_LOOK);
      while (this.#taken < stop) this.#add(found.frame(this.#taken++) - 1);
    } while (this.#taken < found.shown && host.now() < end);
    this.#scanned = this.#taken < found.shown ? found.frame(this.#taken) - 1 : found.progress().scanned;
  }

  #add(row: number): void {
    const { fromMs, toMs } = this.span;
    if (fromMs !== null || toMs !== null) {
      const timeMs = this.capture.pass.packets.timeMs(row);
      if ((fromMs !== null && timeMs < fromMs) || (toMs !== null && timeMs > toMs)) return;
    }
    this.statistics.add(row);
  }
}
