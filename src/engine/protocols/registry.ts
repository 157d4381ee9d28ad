import type { DispatchTable, FieldSpec, Protocol } from './protocol';

type ContentTest = (bytes: Uint8Array, offset: number, end: number) => boolean;

/** Finds protocols by number or content. Built once from the list in `index.ts`; duplicate ids or keys fail at start-up. */
export class Registry {
  readonly #byId = new Map<string, Protocol>();
  readonly #fields = new Map<string, FieldSpec>();
  /** By number, the place in `#attached` of who has it, 0 for nobody: the hot path looks up two to five of them a packet. Zeroed memory costs nothing to make. */
  readonly #tables: Readonly<Record<DispatchTable, Uint16Array>> = {
    'link-type': new Uint16Array(0x10000),
    ethertype: new Uint16Array(0x10000),
    'ip-protocol': new Uint16Array(0x100),
    'tcp-port': new Uint16Array(0x10000),
    'udp-port': new Uint16Array(0x10000),
    'llc-sap': new Uint16Array(0x100),
    'ppp-protocol': new Uint16Array(0x10000),
    'gre-protocol': new Uint16Array(0x10000),
  };
  readonly #attached: (Protocol | undefined)[] = [undefined];
  readonly #tests = new Map<string, { protocol: Protocol; test: ContentTest }[]>();

  constructor(readonly protocols: readonly Protocol[]) {
    for (const protocol of protocols) {
      if (this.#byId.has(protocol.id)) throw new Error(`protocol id ${protocol.id} is registered twice`);
      this.#byId.set(protocol.id, protocol);
      for (const [name, spec] of Object.entries(protocol.fields)) {
        if (this.#fields.has(name)) throw new Error(`field ${name} is declared twice`);
        this.#fields.set(name, spec);
      }
      for (const attachment of protocol.attach) {
        if ('table' in attachment) {
          const place = this.#attached.push(protocol) - 1;
          for (const key of attachment.keys) this.#attach(attachment.table, key, place);
        } else {
          const tests = this.#tests.get(attachment.parent) ?? [];
          tests.push({ protocol, test: attachment.test });
          this.#tests.set(attachment.parent, tests);
        }
      }
    }
  }

  #attach(table: DispatchTable, key: number, place: number): void {
    const other = this.lookup(table, key);
    if (other) throw new Error(`${table} ${key} belongs to ${other.id} and ${this.#attached[place]?.id}`);
    this.#tables[table][key] = place;
  }

  byId(id: string): Protocol | undefined {
    return this.#byId.get(id);
  }

  /** The row of a field table by its full filter name. */
  field(name: string): FieldSpec | undefined {
    return this.#fields.get(name);
  }

  /** Every declared field, by protocol, in the order of the tables. */
  fields(): IterableIterator<[name: string, spec: FieldSpec]> {
    return this.#fields.entries();
  }

  lookup(table: DispatchTable, key: number): Protocol | undefined {
    return this.#attached[this.#tables[table][key] ?? 0];
  }

  /** First protocol whose content test accepts the payload of `parent`. */
  recognise(parent: string, bytes: Uint8Array, offset: number, end: number): Protocol | undefined {
    return this.#tests.get(parent)?.find((entry) => entry.test(bytes, offset, end))?.protocol;
  }
}
