/** The probing ends of a capture with what lists sort them by, gathered once for each state of the capture. */
import type { KeepAliveRow } from '../../shared/contract/methods';
import type { KeepAliveProbes } from '../analyzers/keep-alive-probes';
import { medianIntervalMs } from '../analyzers/keep-alive-report';
import type { ProbeSeries } from '../analyzers/keep-alive-series';
import type { CapturePass } from './capture-pass';
import type { SlicedWork } from './in-slices';

/** Probing ends between two places where the work may be interrupted. */
const ENDS_A_STEP = 256;
/** Rows of the list that are kept: some windows of it. */
const MOST_ROWS = 2000;

export class KeepAliveIndex {
  readonly #rows = new Map<number, KeepAliveRow>();
  #medians: Float64Array | null = null;

  private constructor(
    readonly probes: KeepAliveProbes,
    /** In order: twice the connection's id, and one more for the direction that is not its first packet's. */
    readonly ids: Uint32Array,
  ) {}

  static *of(probes: KeepAliveProbes): SlicedWork<KeepAliveIndex> {
    const ids: number[] = [];
    for (const { connection, direction } of probes.series()) {
      if (ids.length % ENDS_A_STEP === 0) yield;
      ids.push(connection * 2 + direction);
    }
    return new KeepAliveIndex(probes, Uint32Array.from(ids).sort());
  }

  /** `id`: one of `ids`. */
  series(id: number): ProbeSeries {
    return this.probes.seriesOf(id >> 1, (id & 1) as 0 | 1) as ProbeSeries;
  }

  /** Median interval of each of `ids` in ms; Infinity where there is none. */
  *medians(): SlicedWork<Float64Array> {
    if (this.#medians !== null) return this.#medians;
    const medians = new Float64Array(this.ids.length);
    for (let place = 0; place < medians.length; place++) {
      if (place % ENDS_A_STEP === 0) yield;
      medians[place] = medianIntervalMs(this.probes, this.series(this.ids[place] as number)) ?? Number.POSITIVE_INFINITY;
    }
    this.#medians = medians;
    return medians;
  }

  /** The row of an end, as it was made before. */
  row(id: number, make: () => KeepAliveRow): KeepAliveRow {
    const known = this.#rows.get(id);
    if (known !== undefined) return known;
    const row = make();
    this.#rows.set(id, row);
    for (const oldest of this.#rows.keys()) {
      if (this.#rows.size <= MOST_ROWS) break;
      this.#rows.delete(oldest);
    }
    return row;
  }
}

interface State {
  readonly packets: number;
  readonly isFinished: boolean;
  readonly index: KeepAliveIndex;
}

const indexes = new WeakMap<CapturePass, State>();

/** The index of what was read so far. */
export function* keepAliveIndex(pass: CapturePass): SlicedWork<KeepAliveIndex> {
  const known = indexes.get(pass);
  if (known?.packets === pass.packets.length && known.isFinished === pass.listenQueue.isFinished) return known.index;
  const packets = pass.packets.length;
  const index = yield* KeepAliveIndex.of(pass.keepAlive.probes);
  if (packets === pass.packets.length) indexes.set(pass, { packets, isFinished: pass.listenQueue.isFinished, index });
  return index;
}
