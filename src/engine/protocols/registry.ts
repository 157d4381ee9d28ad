import type { DispatchTable, FieldSpec, Protocol } from './protocol';

type ContentTest = (bytes: Uint8Array, offset: number, end: number) => boolean;

function denseTable(size: number): (Protocol | undefined)[] {
  return new Array<Protocol | undefined>(size).fill(undefined);
}

/** Finds protocols by number or content. Built once from the list in `index.ts`; duplicate ids or keys fail at start-up. */
export class Registry {
  readonly #byId = new Map<string, Protocol>();
  readonly #fields = new Map<string, FieldSpec>();
  /** Dense arrays by number: the hot path looks up two to five of them a packet. */
  readonly #tables: Readonly<Record<DispatchTable, (Protocol | undefined)[]>> = {
    'link-type': denseTable(0x10000),
    ethertype: denseTable(0x10000),
    'ip-protocol': denseTable(0x100),
    'tcp-port': denseTable(0x10000),
    'udp-port': denseTable(0x10000),
    'llc-sap': denseTable(0x100),
    'ppp-protocol': denseTable(0x10000),
    'gre-protocol': denseTable(0x10000),
  };
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
    const other = this.#tables[table][key];
    if (other) throw new Error(`${table} ${key} belongs to ${other.id} and ${protocol.id}`);
    this.#tables[table][key] = protocol;
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
    return this.#tables[table][key];
  }

  /** First protocol whose content test accepts the payload of `parent`. */
  recognise(parent: string, bytes: Uint8Array, offset: number, end: number): Protocol | undefined {
    return this.#tests.get(parent)?.find((entry) => entry.test(bytes, offset, end))?.protocol;
  }
}
