import type { DecodeIssue, FieldNode } from '../../shared/contract/dissection';
import type { FieldOptions, FrameFacts, LayerBuilder, MessagePlace, SharedFacts } from './dissection';
import { formatValue, readValue } from './field-value';
import { MAX_LAYERS } from './packet-path';
import type { DispatchTable, FieldSpec, Protocol } from './protocol';
import type { Registry } from './registry';

/** No tree grows beyond this; what follows is left out and said so. */
const MAX_NODES = 4000;

/** What all layers of one packet share. */
export interface DissectionState {
  readonly registry: Registry;
  readonly facts: FrameFacts;
  readonly detailed: boolean;
  readonly tree: FieldNode[];
  readonly sources: { label: string; bytes: Uint8Array }[];
  readonly columns: { source: string; destination: string; protocol: string; info: string };
  readonly issues: DecodeIssue[];
  /** Ids of the layers seen, outermost first. */
  readonly protocols: string[];
  nodes: number;
}

/** Where a layer lies. */
export interface LayerPlace {
  readonly bytes: Uint8Array;
  readonly source: number;
  readonly offset: number;
  readonly end: number;
  readonly wireEnd: number;
  readonly depth: number;
  /** Lines of layers go here. */
  readonly container: FieldNode[];
  readonly quoted: boolean;
  /** What `follow` of the message's protocol returned. */
  readonly note?: unknown;
  /** The message's end is missing, and why. */
  readonly lack?: 'truncated' | 'incomplete' | null;
  /** How long the message is was not captured: nothing in it is malformed for want of bytes. */
  readonly openEnded?: boolean;
}

export function newShared(): SharedFacts {
  return {
    ipVersion: 0,
    source: null,
    destination: null,
    sourceText: '',
    destinationText: '',
    transport: null,
    sourcePort: 0,
    destinationPort: 0,
    hopLimit: 0,
    partial: false,
    infoPrefix: '',
  };
}

/** Names by number what no protocol here is registered for; null for ports, which say little. */
function unknownName(table: DispatchTable, key: number): string | null {
  if (table === 'ethertype') return `EtherType 0x${key.toString(16).padStart(4, '0')}`;
  if (table === 'ip-protocol') return `IP protocol ${key}`;
  if (table === 'link-type') return `link type ${key}`;
  return table === 'gre-protocol' || table === 'llc-sap' || table === 'ppp-protocol' ? `protocol 0x${key.toString(16)}` : null;
}

const UNKNOWN_FIELD: FieldSpec = { label: '', type: 'none' };
const NO_OPTIONS: FieldOptions = {};

function newNode(name: string, label: string, offset: number, length: number, source: number): FieldNode {
  return {
    name,
    label,
    value: null,
    text: '',
    offset,
    length,
    bits: null,
    source,
    generated: false,
    explanation: null,
    issue: null,
    children: [],
  };
}

/** Builds the lines of one layer. */
export class Layer implements LayerBuilder {
  readonly bytes: Uint8Array;
  readonly offset: number;
  end: number;
  wireEnd: number;
  readonly quoted: boolean;
  readonly detailed: boolean;
  readonly node: FieldNode;
  readonly note: unknown;
  readonly #state: DissectionState;
  readonly #protocol: Protocol;
  readonly #place: LayerPlace;

  constructor(
    state: DissectionState,
    protocol: Protocol,
    place: LayerPlace,
    readonly shared: SharedFacts,
  ) {
    this.#state = state;
    this.#protocol = protocol;
    this.#place = place;
    this.bytes = place.bytes;
    this.offset = place.offset;
    this.end = place.end;
    this.wireEnd = place.wireEnd;
    this.quoted = place.quoted;
    this.detailed = state.detailed;
    this.note = place.note ?? null;
    this.node = newNode(protocol.id, protocol.title, place.offset, 0, place.source);
    this.node.text = protocol.title;
  }

  get registry(): Registry {
    return this.#state.registry;
  }

  get facts(): FrameFacts {
    return this.#state.facts;
  }

  get columns(): DissectionState['columns'] {
    return this.#state.columns;
  }

  run(): void {
    this.#state.protocols.push(this.#protocol.id);
    if (this.detailed) this.#place.container.push(this.node);
    this.column('protocol', this.#protocol.short);
    this.#protocol.decode(this);
    if (this.#place.depth === 0 && this.detailed) this.generated('frame.protocols', this.#state.protocols.slice(1).join(':'));
  }

  field(name: string, offset: number, length: number, value: number | string | boolean | null, options: FieldOptions = NO_OPTIONS): FieldNode {
    if (!this.detailed) return this.node;
    return this.#add(this.#state.registry.field(name) ?? UNKNOWN_FIELD, name, offset, length, value, options);
  }

  #add(spec: FieldSpec, name: string, offset: number, length: number, value: number | string | boolean | null, options: FieldOptions): FieldNode {
    if (this.#isFull()) return this.node;
    const node: FieldNode = {
      name,
      label: options.label ?? spec.label,
      value,
      text: options.text ?? formatValue(spec, value, length),
      offset,
      length,
      bits: options.bits ?? spec.bits ?? null,
      source: this.#place.source,
      generated: spec.generated === true,
      explanation: options.explanation ?? null,
      issue: null,
      children: [],
      ...(options.frame !== undefined && { frame: options.frame }),
    };
    (options.parent ?? this.node).children.push(node);
    return node;
  }

  read(name: string, options?: FieldOptions, base: number = this.offset): FieldNode {
    const spec = this.#state.registry.field(name) ?? UNKNOWN_FIELD;
    const offset = base + (spec.at ?? 0);
    const size = spec.size ?? 0;
    if (!this.has(offset, size) || !this.detailed) return this.node;
    return this.#add(spec, name, offset, size, readValue(spec, this.bytes, offset), options ?? NO_OPTIONS);
  }

  readCut(names: readonly string[], base: number = this.offset): void {
    for (const name of names) {
      const spec = this.#state.registry.field(name) ?? UNKNOWN_FIELD;
      if (!this.has(base + (spec.at ?? 0), spec.size ?? 0)) return;
      this.read(name, undefined, base);
    }
  }

  generated(name: string, value: number | string | boolean | null, options?: FieldOptions): FieldNode {
    const node = this.field(name, this.offset, 0, value, options);
    if (node !== this.node) node.generated = true;
    return node;
  }

  has(offset: number, length: number): boolean {
    if (offset + length <= this.end) return true;
    const within = this.#place.openEnded === true || offset + length <= this.wireEnd;
    this.issue(within ? (this.#place.lack ?? 'truncated') : 'malformed', offset, length);
    return false;
  }

  issue(kind: DecodeIssue['kind'], offset: number, needed: number): void {
    if (this.node.issue) return;
    const lacking = kind === 'malformed' && this.#place.openEnded === true && offset + needed > this.end;
    const issue: DecodeIssue = {
      kind: lacking ? (this.#place.lack ?? 'truncated') : kind,
      layer: this.#protocol.id,
      offset,
      needed,
      available: Math.max(0, this.end - offset),
    };
    this.node.issue = issue;
    if (!this.quoted) this.#state.issues.push(issue);
  }

  describe(length: number, text: string): void {
    this.node.length = Math.max(0, Math.min(length, this.end - this.offset));
    this.node.text = text;
  }

  limit(wireEnd: number): void {
    this.wireEnd = Math.min(this.wireEnd, wireEnd);
    this.end = Math.min(this.end, this.wireEnd);
  }

  column(name: 'source' | 'destination' | 'protocol' | 'info', text: string): void {
    if (!this.quoted) this.#state.columns[name] = text;
  }

  next(table: DispatchTable, keys: number | readonly number[], offset: number, end: number = this.end, wireEnd: number = this.wireEnd): number {
    if (offset >= end && offset >= wireEnd) return offset;
    const found = this.#find(table, keys) ?? this.#recognise(offset, end);
    if (found) return this.nextProtocol(found, offset, end, wireEnd);
    const name = typeof keys === 'number' ? unknownName(table, keys) : null;
    if (table === 'ethertype' && name !== null) this.column('protocol', name.slice('EtherType '.length));
    this.data(offset, end, name ?? undefined);
    return wireEnd;
  }

  #find(table: DispatchTable, keys: number | readonly number[]): Protocol | undefined {
    if (typeof keys === 'number') return this.#state.registry.lookup(table, keys);
    const { rules } = this.facts;
    if (rules && table === 'udp-port') {
      for (const key of keys) {
        const decided = rules.port(table, key);
        if (decided) return decided;
      }
    }
    for (const key of keys) {
      const found = this.#state.registry.lookup(table, key);
      if (found) return found;
    }
    return undefined;
  }

  /** By content: a guess that a person may switch off for what lies over UDP. */
  #recognise(offset: number, end: number): Protocol | undefined {
    if (this.facts.rules?.heuristics === false && this.#protocol.id === 'udp') return undefined;
    return this.#state.registry.recognise(this.#protocol.id, this.bytes, offset, end);
  }

  nextProtocol(protocol: Protocol, offset: number, end: number = this.end, wireEnd: number = this.wireEnd): number {
    return this.#inner(protocol, { ...this.#place, offset, end, wireEnd, depth: this.#place.depth + 1, note: null }, this.shared);
  }

  nextMessage(protocol: Protocol, offset: number, end: number, message: MessagePlace): void {
    this.#message(protocol, { ...this.#place, offset, end }, message);
  }

  nextMessageSource(protocol: Protocol, label: string, bytes: Uint8Array, message: MessagePlace): void {
    const source = this.#state.sources.push({ label, bytes }) - 1;
    this.#message(protocol, { ...this.#place, bytes, source, offset: 0, end: bytes.length }, message);
  }

  #message(protocol: Protocol, place: LayerPlace, { note, lack, length }: MessagePlace): void {
    const wireEnd = length === null ? place.end : place.offset + length;
    this.#inner(protocol, { ...place, wireEnd, depth: place.depth + 1, note, lack, openEnded: length === null }, this.shared);
  }

  quote(protocol: Protocol, offset: number, end: number = this.end): void {
    const wireEnd = end < this.end ? end : this.wireEnd;
    const place = { ...this.#place, offset, end, wireEnd, depth: this.#place.depth + 1, quoted: true };
    this.#inner(protocol, { ...place, container: this.node.children }, newShared());
  }

  nextSource(label: string, bytes: Uint8Array, table: DispatchTable, key: number): void {
    const protocol = this.#state.registry.lookup(table, key);
    const source = this.#state.sources.push({ label, bytes }) - 1;
    const place = { ...this.#place, bytes, source, offset: 0, end: bytes.length, wireEnd: bytes.length, depth: this.#place.depth + 1 };
    if (protocol) this.#inner(protocol, place, this.shared);
    else this.#showData(place);
  }

  data(offset: number, end: number, note?: string): void {
    if (end > offset) this.#showData({ ...this.#place, offset, end, wireEnd: end, depth: this.#place.depth + 1 }, note);
  }

  #showData(place: LayerPlace, note?: string): void {
    const protocol = this.#state.registry.byId('data');
    if (!protocol || !this.detailed || this.#isFull()) return;
    const layer = new Layer(this.#state, protocol, place, this.shared);
    place.container.push(layer.node);
    this.#state.protocols.push(protocol.id);
    protocol.decode(layer);
    if (note) layer.node.text = `${layer.node.text}: ${note}`;
  }

  /** Runs an inner layer unless there are too many of them; returns where it ends on the wire. */
  #inner(protocol: Protocol, place: LayerPlace, shared: SharedFacts): number {
    if (place.depth > MAX_LAYERS) {
      this.issue('unsupported', place.offset, 0);
      return place.wireEnd;
    }
    const layer = new Layer(this.#state, protocol, place, shared);
    layer.run();
    return layer.wireEnd;
  }

  #isFull(): boolean {
    if (this.#state.nodes < MAX_NODES) {
      this.#state.nodes++;
      return false;
    }
    this.issue('unsupported', this.offset, 0);
    return true;
  }
}
