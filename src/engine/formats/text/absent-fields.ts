/** Lists of the fields that a text does not tell of a packet: nearly all packets of a text lack the same ones, so that one list stands for all of them. */

/** The lists of some of `names`, each made once. */
export class FieldLists {
  readonly #lists: (readonly string[] | undefined)[] = [];

  constructor(readonly names: readonly string[]) {}

  /** Bit i of `chosen`: `names[i]` is in the list. */
  of(chosen: number): readonly string[] {
    let list = this.#lists[chosen];
    if (list === undefined) {
      list = this.names.filter((_, bit) => (chosen & (1 << bit)) !== 0);
      this.#lists[chosen] = list;
    }
    return list;
  }
}

const joinedLists = new WeakMap<readonly string[], WeakMap<readonly string[], readonly string[]>>();

/** The one list with the fields of both. */
export function joinedList(first: readonly string[], second: readonly string[]): readonly string[] {
  let bySecond = joinedLists.get(first);
  if (bySecond === undefined) {
    bySecond = new WeakMap();
    joinedLists.set(first, bySecond);
  }
  let list = bySecond.get(second);
  if (list === undefined) {
    list = [...first, ...second];
    bySecond.set(second, list);
  }
  return list;
}
