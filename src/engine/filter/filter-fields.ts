/** Names that a filter may use: protocols, their fields, names for both directions, marks of the analysis, columns. */
import type { DecodeIssue } from '../../shared/contract/dissection';
import { PACKET_MARK, PACKET_MARK_NAMES, type PacketMark } from '../../shared/contract/packet-marks';
import type { DissectedPacket } from '../protocols/dissect';
import { aliasNames, aliasTargets, columnOf, ISSUE_FIELDS } from '../protocols/fields';
import type { FieldSpec } from '../protocols/protocol';
import type { Registry } from '../protocols/registry';
import { type ValueType, valueTypeOf } from './values';

export interface FilterField {
  readonly name: string;
  readonly label: string;
  readonly type: ValueType;
  /** Names of the tree's lines that hold its values. */
  readonly targets: readonly string[];
  /** Names of values. */
  readonly values: Readonly<Record<number, string>> | null;
  /** Marks of the analysis, one of which is enough; 0 for other fields. */
  readonly marks: number;
  readonly column: keyof DissectedPacket['columns'] | null;
  /** What is wrong with the packets that it finds; null for other fields. */
  readonly issue: DecodeIssue['kind'] | null;
  /** What its bytes can hold; null where that varies. */
  readonly largest: number | null;
}

/** Wireshark's names of marks that have one of ours. */
const MARK_ALIASES: Readonly<Record<string, PacketMark>> = {
  'tcp.analysis.keep_alive': 'keepAlive',
  'tcp.analysis.keep_alive_ack': 'keepAliveAck',
};
/** Marks that Wireshark counts to `tcp.analysis.flags`: all but our own. */
const ANALYSIS_FLAGS = 'tcp.analysis.flags';
/** Shown as a text; compared as the time that it is. */
const FRAME_TIME = 'frame.time';
const FRAME_TIME_EPOCH = 'frame.time_epoch';

export class FilterFields {
  readonly #fields = new Map<string, FilterField>();

  constructor(readonly registry: Registry) {
    for (const { id, title } of registry.protocols) this.#add({ ...plain(id, title, 'protocol') });
    for (const [name, spec] of registry.fields()) this.#add(declared(name, spec));
    for (const name of aliasNames()) this.#alias(name);
    for (const name of ['_ws.col.Source', '_ws.col.Destination', '_ws.col.Protocol', '_ws.col.Info']) {
      this.#add({ ...plain(name, name.slice('_ws.col.'.length), 'text'), column: columnOf(name) ?? null });
    }
    this.#addMarks();
    for (const [name, { label, issue }] of Object.entries(ISSUE_FIELDS)) this.#add({ ...plain(name, label, 'label'), issue });
    for (const name of [FRAME_TIME, FRAME_TIME_EPOCH]) {
      const label = registry.field(name)?.label ?? name;
      this.#add({ ...plain(name, label, 'time'), targets: [FRAME_TIME_EPOCH] });
    }
  }

  find(name: string): FilterField | undefined {
    return this.#fields.get(name);
  }

  /** By name. */
  all(): FilterField[] {
    return [...this.#fields.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #add(field: FilterField): void {
    this.#fields.set(field.name, field);
  }

  #alias(name: string): void {
    const targets = aliasTargets(name);
    const first = this.#fields.get(targets[0] as string);
    const type = isHostName(name) ? 'text' : first?.type;
    if (first && type && (targets.includes(name) || !this.#fields.has(name))) this.#add({ ...first, name, targets, type });
  }

  #addMarks(): void {
    let analysis = 0;
    for (const [mark, name] of Object.entries(PACKET_MARK_NAMES) as [PacketMark, string][]) {
      this.#add({ ...plain(name, this.registry.field(name)?.label ?? name, 'label'), marks: PACKET_MARK[mark] });
      if (mark !== 'duplicate') analysis |= PACKET_MARK[mark];
    }
    for (const [name, mark] of Object.entries(MARK_ALIASES)) {
      this.#add({ ...plain(name, this.registry.field(name)?.label ?? name, 'label'), marks: PACKET_MARK[mark] });
    }
    this.#add({ ...plain(ANALYSIS_FLAGS, this.registry.field(ANALYSIS_FLAGS)?.label ?? ANALYSIS_FLAGS, 'label'), marks: analysis });
  }
}

/** Wireshark's `ip.host`, `ip.src_host` and the like: the address as text, so that a part of it can be asked for. */
function isHostName(name: string): boolean {
  return /[._]host$/.test(name);
}

function plain(name: string, label: string, type: ValueType): FilterField {
  return { name, label, type, targets: [name], values: null, marks: 0, column: null, issue: null, largest: null };
}

function declared(name: string, spec: FieldSpec): FilterField {
  return {
    ...plain(name, spec.label, valueTypeOf(spec.type)),
    values: spec.values ?? null,
    largest: spec.size && spec.size <= 4 ? 2 ** (8 * spec.size) - 1 : null,
  };
}
