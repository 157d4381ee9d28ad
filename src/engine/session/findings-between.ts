/** What the captures that are open show together, kept with each that it is about; what is between captures is found by `keep-alive-between.ts`. */
import type { CancelSignal } from '../../shared/base/cancellation';
import type { FindingRow } from '../../shared/contract/finding-rows';
import type { Finding } from '../analyzers/analyzer';
import { CapturePoints } from './capture-points';
import { endsOf } from './connection-rows';
import type { SessionHost } from './host';
import { inSlices } from './in-slices';
import { type FindingBetween, findingsBetween } from './keep-alive-between';
import type { OpenedCapture } from './opened-capture';
import { comparedPasses } from './report-of-captures';

/** A finding between captures as one of the two lists it. */
export interface ListedBetween {
  /** The same in both; above every place in `pass.findings`. */
  readonly id: number;
  /** Of the capture `home`, whichever lists it. */
  readonly finding: Finding;
  readonly home: number;
  readonly ends: FindingRow['ends'];
  readonly elsewhere: NonNullable<FindingRow['elsewhere']>;
  /** What it is about in the capture that lists it. */
  readonly connection: number;
  readonly frames: readonly number[];
  readonly timeMs: number;
}

const FIRST_ID = 2 ** 30;

export class BetweenCaptures {
  #changes = 0;

  constructor(
    private readonly host: Pick<SessionHost, 'now' | 'pause'>,
    private readonly captures: ReadonlyMap<number, OpenedCapture>,
  ) {}

  /** Holds all captures that are read against each other. What was begun before, and what another closes meanwhile, comes to nothing. */
  async compare(signal: CancelSignal): Promise<void> {
    const change = ++this.#changes;
    const read = [...this.captures.values()].filter(({ state }) => state !== 'reading');
    const points = await inSlices(CapturePoints.of(read.map(({ pass }) => pass)), this.host, signal);
    const found = await inSlices(findingsBetween(comparedPasses(read), points), this.host, signal);
    if (change !== this.#changes) return;
    for (const [place, { pass }] of read.entries())
      pass.findingsBetween = found.flatMap((finding, i) => listedWith(place, finding, FIRST_ID + i, read));
  }

  /** Of a capture that is closed. */
  forget(capture: number): void {
    this.#changes++;
    for (const { pass } of this.captures.values()) {
      pass.findingsBetween = pass.findingsBetween.filter(({ home, elsewhere }) => home !== capture && elsewhere.capture !== capture);
    }
  }
}

/** Empty where it is not about the capture at that place. */
function listedWith(place: number, { capture, finding, elsewhere }: FindingBetween, id: number, read: readonly OpenedCapture[]): ListedBetween[] {
  const home = read[capture] as OpenedCapture;
  const other = read[elsewhere.capture] as OpenedCapture;
  const connection = finding.connection as number;
  const listed = {
    id,
    finding: { ...finding, data: { ...finding.data, nearCapture: home.id, farCapture: other.id } },
    home: home.id,
    ends: endsOf(home.pass.tracker.connections, connection),
    elsewhere: {
      capture: other.id,
      connection: elsewhere.connection,
      ends: endsOf(other.pass.tracker.connections, elsewhere.connection),
      frames: [...elsewhere.frames],
    },
  };
  const { connection: connectionThere, frames, timeMs } = elsewhere;
  if (place === elsewhere.capture) return [{ ...listed, connection: connectionThere, frames, timeMs }];
  if (place !== capture) return [];
  return [{ ...listed, connection, frames: finding.frames, timeMs: home.pass.packets.timeMs((finding.frames[0] as number) - 1) }];
}
