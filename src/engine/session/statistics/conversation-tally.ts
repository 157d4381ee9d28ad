/** Numbers of ends stay below this: two make a key that is exact. */
const MOST_ENDS = 2 ** 26;

/** What passed between two ends, one element a conversation, in the order of their first packets. */
export class ConversationTally {
  readonly #rows = new Map<number, number>();
  readonly #numbers: number[] = [];
  readonly endA: number[] = [];
  readonly endB: number[] = [];
  readonly packetsAB: number[] = [];
  readonly bytesAB: number[] = [];
  readonly packetsBA: number[] = [];
  readonly bytesBA: number[] = [];
  /** 0-based. */
  readonly firstRow: number[] = [];
  readonly lastRow: number[] = [];

  get length(): number {
    return this.endA.length;
  }

  /** Counts a packet between two ends, whichever of them sent the first one. */
  add(source: number, destination: number, bytes: number, row: number): void {
    const key = source < destination ? source * MOST_ENDS + destination : destination * MOST_ENDS + source;
    const place = this.#place(key, source, destination, row);
    this.#count(place, this.endA[place] === source, bytes, row);
  }

  /** Counts a packet of a conversation that has a number of its own; one end may have several with another. */
  addNumbered(number: number, endA: number, endB: number, fromA: boolean, bytes: number, row: number): void {
    this.#count(this.#place(number, endA, endB, row), fromA, bytes, row);
  }

  /** Number of a conversation, of those that have one. */
  number(place: number): number {
    return this.#numbers[place] as number;
  }

  #place(key: number, endA: number, endB: number, row: number): number {
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const place = this.endA.push(endA) - 1;
    this.#rows.set(key, place);
    this.#numbers.push(key);
    this.endB.push(endB);
    for (const column of [this.packetsAB, this.bytesAB, this.packetsBA, this.bytesBA]) column.push(0);
    this.firstRow.push(row);
    this.lastRow.push(row);
    return place;
  }

  #count(place: number, fromA: boolean, bytes: number, row: number): void {
    const packets = fromA ? this.packetsAB : this.packetsBA;
    const sum = fromA ? this.bytesAB : this.bytesBA;
    packets[place] = (packets[place] as number) + 1;
    sum[place] = (sum[place] as number) + bytes;
    this.lastRow[place] = row;
  }
}

/** What each end sent and received, by the end's number. */
export interface EndpointSums {
  readonly sentPackets: Float64Array;
  readonly sentBytes: Float64Array;
  readonly receivedPackets: Float64Array;
  readonly receivedBytes: Float64Array;
}

export function endpointSums(tally: ConversationTally, ends: number): EndpointSums {
  const sums = {
    sentPackets: new Float64Array(ends),
    sentBytes: new Float64Array(ends),
    receivedPackets: new Float64Array(ends),
    receivedBytes: new Float64Array(ends),
  };
  const add = (column: Float64Array, end: number, value: number): void => {
    column[end] = (column[end] as number) + value;
  };
  for (let place = 0; place < tally.length; place++) {
    const a = tally.endA[place] as number;
    const b = tally.endB[place] as number;
    const [packetsAB, bytesAB] = [tally.packetsAB[place] as number, tally.bytesAB[place] as number];
    const [packetsBA, bytesBA] = [tally.packetsBA[place] as number, tally.bytesBA[place] as number];
    add(sums.sentPackets, a, packetsAB);
    add(sums.sentBytes, a, bytesAB);
    add(sums.receivedPackets, a, packetsBA);
    add(sums.receivedBytes, a, bytesBA);
    add(sums.sentPackets, b, packetsBA);
    add(sums.sentBytes, b, bytesBA);
    add(sums.receivedPackets, b, packetsAB);
    add(sums.receivedBytes, b, bytesAB);
  }
  return sums;
}
