import type { DerivedPackets } from './format';

/** Packets made from text: their bytes in one growing buffer, and for each where in the text it came from. */
export class DerivedPacketStore implements DerivedPackets {
  #bytes = new Uint8Array(64 * 1024);
  #length = 0;
  readonly #offsets: number[] = [];
  readonly #lengths: number[] = [];
  readonly #absent: (readonly string[])[] = [];
  /** One array for each list of absent fields that occurs, however many packets share it. */
  readonly #lists = new Map<string, readonly string[]>();
  readonly #known = new Set<readonly string[]>();

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  get length(): number {
    return this.#length;
  }

  origin(frame: number): { offset: number; length: number; absent: readonly string[] } | null {
    const index = frame - 1;
    const offset = this.#offsets[index];
    const length = this.#lengths[index];
    const absent = this.#absent[index];
    return offset === undefined || length === undefined || absent === undefined ? null : { offset, length, absent };
  }

  /** Appends the packet of the next frame; returns where its bytes begin. */
  add(packet: Uint8Array, textOffset: number, textLength: number, absent: readonly string[]): number {
    const start = this.#length;
    this.#reserve(start + packet.length);
    this.#bytes.set(packet, start);
    this.#length = start + packet.length;
    this.#offsets.push(textOffset);
    this.#lengths.push(textLength);
    this.#absent.push(this.#shared(absent));
    return start;
  }

  #shared(absent: readonly string[]): readonly string[] {
    if (this.#known.has(absent)) return absent;
    const key = absent.join(' ');
    const list = this.#lists.get(key) ?? absent;
    this.#lists.set(key, list);
    this.#known.add(list);
    return list;
  }

  #reserve(length: number): void {
    if (length <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(length, 2 * this.#bytes.length));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
