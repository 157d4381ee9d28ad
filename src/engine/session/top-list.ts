/** The `limit` items of highest score among all that were added, highest first; equal scores keep the order of adding. */
export class TopList<T> {
  #total = 0;
  readonly #kept: { readonly item: T; readonly score: number }[] = [];

  constructor(
    readonly limit: number,
    readonly score: (item: T) => number,
  ) {}

  /** How many were added, kept or not. */
  get total(): number {
    return this.#total;
  }

  add(item: T): void {
    this.#total++;
    const score = this.score(item);
    const last = this.#kept.at(-1);
    if (this.#kept.length >= this.limit) {
      if (last === undefined || score <= last.score) return;
      this.#kept.pop();
    }
    let place = this.#kept.length;
    while (place > 0 && (this.#kept[place - 1]?.score ?? 0) < score) place--;
    this.#kept.splice(place, 0, { item, score });
  }

  items(): readonly T[] {
    return this.#kept.map(({ item }) => item);
  }
}
