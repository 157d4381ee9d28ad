/** What a capture tells of packets that were not delivered: ICMP errors about a connection, and neighbours that did not answer (ARP, neighbour discovery). */
import { RecordTable } from '../store/record-table';

export interface IcmpErrorRow {
  readonly frame: number;
  /** End whose segment was not delivered. */
  readonly direction: 0 | 1;
  readonly type: number;
  readonly code: number;
}

/** Words of an ICMP error's row: its frame, the next one's row + 1, and `type << 16 | code << 8 | direction`. */
const I = { frame: 0, next: 1, details: 2 } as const;
/** Words of a neighbour message's row. */
const N = { frame: 0, address: 1, kind: 2 } as const;
const ASKS = 1;
const IPV6 = 2;

/** Sixteen bytes an ICMP error or neighbour message; nothing else is kept. */
export class DeliveryFailures {
  readonly #icmp = new RecordTable(4);
  readonly #chains = new Map<number, { head: number; tail: number }>();
  readonly #neighbours = new RecordTable(4);

  addIcmpError(frame: number, connection: number, direction: 0 | 1, type: number, code: number): void {
    const row = this.#icmp.add() + 1;
    const words = this.#icmp.words(row - 1);
    const at = this.#icmp.at(row - 1);
    words[at + I.frame] = frame;
    words[at + I.details] = (type << 16) | (code << 8) | direction;
    const chain = this.#chains.get(connection);
    if (chain) {
      this.#icmp.words(chain.tail - 1)[this.#icmp.at(chain.tail - 1) + I.next] = row;
      chain.tail = row;
    } else {
      this.#chains.set(connection, { head: row, tail: row });
    }
  }

  /** ICMP errors about segments of one end, in capture order. */
  icmpErrors(connection: number, direction: 0 | 1): IcmpErrorRow[] {
    const found: IcmpErrorRow[] = [];
    for (let row = this.#chains.get(connection)?.head ?? 0; row !== 0; ) {
      const words = this.#icmp.words(row - 1);
      const at = this.#icmp.at(row - 1);
      const details = words[at + I.details] as number;
      if ((details & 1) === direction)
        found.push({ frame: words[at + I.frame] as number, direction, type: details >>> 16, code: (details >>> 8) & 0xff });
      row = words[at + I.next] as number;
    }
    return found;
  }

  /** A request for, or an answer of, the neighbour `address` (a number as in the connection table). */
  addNeighbour(frame: number, ipv6: boolean, asks: boolean, address: number): void {
    const row = this.#neighbours.add();
    const words = this.#neighbours.words(row);
    const at = this.#neighbours.at(row);
    words[at + N.frame] = frame;
    words[at + N.address] = address;
    words[at + N.kind] = (asks ? ASKS : 0) | (ipv6 ? IPV6 : 0);
  }

  /** Frames of the requests for `address` from frame `from` on that nothing answered; empty when the neighbour answered after them. */
  unansweredRequests(ipv6: boolean, address: number, from: number): number[] {
    const table = this.#neighbours;
    let frames: number[] = [];
    for (let row = this.#firstFrom(from); row < table.length; row++) {
      const words = table.words(row);
      const at = table.at(row);
      const kind = words[at + N.kind] as number;
      if (words[at + N.address] !== address || ((kind & IPV6) !== 0) !== ipv6) continue;
      if ((kind & ASKS) === 0) frames = [];
      else frames.push(words[at + N.frame] as number);
    }
    return frames;
  }

  #firstFrom(frame: number): number {
    const table = this.#neighbours;
    let low = 0;
    let high = table.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((table.words(middle)[table.at(middle) + N.frame] as number) < frame) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
