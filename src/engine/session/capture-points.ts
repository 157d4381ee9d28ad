/** Which connections of several captures are one and the same, captured at different places: both ends, or the two sides of a router. */
import { EVENT } from '../flows/connection-table';
import { type ComparedCapture, type ConnectionKeys, type ConnectionPair, keySteps, pairSteps } from '../project/match-connections';
import { segmentSteps, type TimeDifference } from '../project/match-segments';
import type { CapturePass } from './capture-pass';
import type { SlicedWork } from './in-slices';

/** A connection in one of the captures; `client`: direction of the end that is called the client at every point. */
export interface CapturePoint {
  readonly capture: number;
  readonly connection: number;
  readonly client: 0 | 1;
}

/** Of one connection, in the order of the captures; two at least. */
export type ConnectionPoints = readonly CapturePoint[];

/** Where the connections of several captures were seen; captures are numbered in the order given. */
export class CapturePoints {
  readonly #byConnection: readonly Map<number, CapturePoint[]>[];

  private constructor(captures: number) {
    this.#byConnection = Array.from({ length: captures }, () => new Map());
  }

  static *of(passes: readonly CapturePass[]): SlicedWork<CapturePoints> {
    const points = new CapturePoints(passes.length);
    const compared: ConnectionKeys[] = [];
    for (const pass of passes) compared.push(yield* keySteps(comparedCapture(pass)));
    for (let second = 1; second < compared.length; second++) {
      for (let first = 0; first < second; first++) yield* points.#join(compared, first, second);
    }
    return points;
  }

  /** Every connection that was seen at two points or more, once. */
  *all(): Generator<ConnectionPoints> {
    for (const [capture, connections] of this.#byConnection.entries()) {
      for (const points of connections.values()) if (points[0]?.capture === capture) yield points;
    }
  }

  /** Where else a connection was seen. */
  elsewhere(capture: number, connection: number): CapturePoint[] {
    return (this.#byConnection[capture]?.get(connection) ?? []).filter((point) => point.capture !== capture);
  }

  *#join(compared: readonly ConnectionKeys[], firstCapture: number, secondCapture: number): SlicedWork<void> {
    const first = compared[firstCapture] as ConnectionKeys;
    const second = compared[secondCapture] as ConnectionKeys;
    const firstPoints = this.#byConnection[firstCapture] as Map<number, CapturePoint[]>;
    const secondPoints = this.#byConnection[secondCapture] as Map<number, CapturePoint[]>;
    for (const pair of yield* pairSteps(first, second)) {
      if (secondPoints.has(pair.second) || !(yield* isSame(first.capture, second.capture, pair))) continue;
      const points = firstPoints.get(pair.first) ?? [{ capture: firstCapture, connection: pair.first, client: pair.clientOfFirst }];
      const client = points.find(({ capture }) => capture === firstCapture)?.client;
      const clientOfSecond = client === pair.clientOfFirst ? pair.clientOfSecond : ((1 - pair.clientOfSecond) as 0 | 1);
      points.push({ capture: secondCapture, connection: pair.second, client: clientOfSecond });
      firstPoints.set(pair.first, points);
      secondPoints.set(pair.second, points);
    }
  }
}

export function comparedCapture({ packets, tracker }: CapturePass): ComparedCapture {
  return { packets, connections: tracker.connections };
}

/** The initial sequence numbers say so; where a capture lacks the handshake, a segment that both hold does. */
function* isSame(first: ComparedCapture, second: ComparedCapture, pair: ConnectionPair): SlicedWork<boolean> {
  const bothOpened = first.connections.firstEvent(pair.first, EVENT.syn) > 0 && second.connections.firstEvent(pair.second, EVENT.syn) > 0;
  if (bothOpened) return true;
  const matches = yield* segmentSteps(first, second, pair, timeDifference(first, second));
  return matches.some((match) => match.first !== 0 && match.second !== 0);
}

/** Seconds are subtracted as whole numbers: floats of the epoch would lose the nanoseconds. */
export function timeDifference(first: ComparedCapture, second: ComparedCapture): TimeDifference {
  const seconds = second.packets.baseSeconds - first.packets.baseSeconds;
  return (a, b) =>
    (seconds + second.packets.secondsSinceBase(b - 1) - first.packets.secondsSinceBase(a - 1)) * 1000 +
    (second.packets.nanoseconds(b - 1) - first.packets.nanoseconds(a - 1)) / 1e6;
}
