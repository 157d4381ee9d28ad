import type { CancelSignal } from '../../../shared/base/cancellation';
import { AppError } from '../../../shared/contract/errors';
import type { StatisticsProgress } from '../../../shared/contract/statistics';
import type { OpenedCapture } from '../opened-capture';
import { PacketStatistics } from './packet-statistics';

/** Rows between two looks at the clock. */
const ROWS_PER_LOOK = 256;
/** Longest work between two pauses. */
const SLICE_MS = 20;

/** The statistics of a capture, counted slice by slice as far as somebody asked. */
export class CountedPackets {
  readonly statistics: PacketStatistics;
  #counted = 0;
  #running: Promise<void> | null = null;
  #kept: { readonly key: string; readonly rows: unknown } | null = null;

  constructor(readonly capture: OpenedCapture) {
    this.statistics = new PacketStatistics(capture);
  }

  progress(): StatisticsProgress {
    const packets = this.capture.pass.packets.length;
    return { scanned: this.#counted, packets, done: this.#counted >= packets && this.capture.state !== 'reading' };
  }

  /** Counts the packets that are there, pausing often; one slice at a time, whoever asks. Throws AppError `cancelled`, `file-not-readable`. */
  async count(signal: CancelSignal, until: () => boolean): Promise<void> {
    while (this.#counted < this.capture.pass.packets.length && !until()) {
      if (signal.cancelled) throw new AppError('cancelled');
      await this.#slice();
    }
  }

  /** The last rows made under this name, while no packet was counted since. */
  rows<Row>(name: string, make: () => Row[]): Row[] {
    const key = `${name} ${this.#counted}`;
    if (this.#kept?.key === key) return this.#kept.rows as Row[];
    const rows = make();
    this.#kept = { key, rows };
    return rows;
  }

  async #slice(): Promise<void> {
    if (this.#running === null) {
      this.#countSlice();
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
      const stop = Math.min(pass.packets.length, this.#counted + ROWS_PER_LOOK);
      while (this.#counted < stop) this.statistics.add(this.#counted++);
    } while (this.#counted < pass.packets.length && host.now() < end);
  }
}
