import type { DispatchTable, Protocol } from './protocol';

/** Finds protocols by number or content. Built once from the list in `index.ts`; duplicate ids or keys fail at start-up. */
export class Registry {
  readonly #byId = new Map<string, Protocol>();
  readonly #tables = new Map<DispatchTable, Map<number, Protocol>>();
  readonly #tests = new Map<string, { protocol: Protocol; test: (bytes: Uint8Array, offset: number, end: number) => boolean }[]>();

  constructor(readonly protocols: readonly Protocol[]) {
    for (const protocol of protocols) {
      if (this.#byId.has(protocol.id)) throw new Error(`protocol id ${protocol.id} is registered twice`);
      this.#byId.set(protocol.id, protocol);
      for (const attachment of protocol.attach) {
        if ('table' in attachment) {
          for (const key of attachment.keys) this.#attach(attachment.table, key, protocol);
        } else {
          const tests = this.#tests.get(attachment.parent) ?? [];
          tests.push({ protocol, test: attachment.test });
          this.#tests.set(attachment.parent, tests);
        }
      }
    }
  }

  #attach(table: DispatchTable, key: number, protocol: Protocol): void {
    const entries = this.#tables.get(table) ?? new Map<number, Protocol>();
    const other = entries.get(key);
    if (other) throw new Error(`${table} ${key} belongs to ${other.id} and ${protocol.id}`);
    entries.set(key, protocol);
    this.#tables.set(table, entries);
  }

  byId(id: string): Protocol | undefined {
    return this.#byId.get(id);
  }

  lookup(table: DispatchTable, key: number): Protocol | undefined {
    return this.#tables.get(table)?.get(key);
  }

  /** First protocol whose content test accepts the payload of `parent`. */
  recognise(parent: string, bytes: Uint8Array, offset: number, end: number): Protocol | undefined {
    return this.#tests.get(parent)?.find((entry) => entry.test(bytes, offset, end))?.protocol;
  }
}
