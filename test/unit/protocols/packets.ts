/** Packets built in code for the tests: each function wraps a payload in one header. */

export type Bytes = Uint8Array<ArrayBuffer>;

export function join(...parts: readonly (Uint8Array | readonly number[])[]): Bytes {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

export function fromHex(text: string): Bytes {
  const digits = text.replace(/[^0-9a-f]/gi, '');
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

export const uint16 = (value: number): number[] => [(value >> 8) & 255, value & 255];
export const uint32 = (value: number): number[] => [...uint16(value >>> 16), ...uint16(value & 0xffff)];

export function ethernet(type: number, payload: Uint8Array): Bytes {
  return join([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], uint16(type), payload);
}

export function vlanTag(id: number, type: number, payload: Uint8Array): Bytes {
  return join(uint16(id), uint16(type), payload);
}

export interface Ipv4Choices {
  readonly version?: number;
  readonly headerWords?: number;
  readonly totalLength?: number;
  readonly fragment?: number;
  readonly protocol?: number;
  readonly options?: readonly number[];
}

/** 10.0.0.1 -> 10.0.0.2, TTL 64; the checksum is 0. */
export function ipv4(payload: Uint8Array, choices: Ipv4Choices = {}): Bytes {
  const options = choices.options ?? [];
  const first = ((choices.version ?? 4) << 4) | (choices.headerWords ?? 5 + options.length / 4);
  const totalLength = choices.totalLength ?? 20 + options.length + payload.length;
  const fixed = [first, 0, ...uint16(totalLength), 0, 1, ...uint16(choices.fragment ?? 0), 64, choices.protocol ?? 6, 0, 0];
  return join(fixed, [10, 0, 0, 1], [10, 0, 0, 2], options, payload);
}

export interface Ipv6Choices {
  readonly version?: number;
  readonly payloadLength?: number;
  readonly nextHeader?: number;
}

/** fc00::1 -> fc00::2, hop limit 64. */
export function ipv6(payload: Uint8Array, choices: Ipv6Choices = {}): Bytes {
  const address = (last: number) => [0xfc, ...new Array<number>(14).fill(0), last];
  const head = [(choices.version ?? 6) << 4, 0, 0, 0, ...uint16(choices.payloadLength ?? payload.length), choices.nextHeader ?? 6, 64];
  return join(head, address(1), address(2), payload);
}

export interface TcpChoices {
  readonly source?: number;
  readonly destination?: number;
  readonly headerWords?: number;
  readonly flags?: number;
  readonly sequence?: number;
  readonly acknowledgement?: number;
  readonly window?: number;
  readonly checksum?: number;
  readonly urgent?: number;
  readonly options?: readonly number[];
}

/** Port 1000 -> 80, SYN; the checksum is 0. Options must fill 4-byte words. */
export function tcp(payload: Uint8Array | readonly number[] = [], choices: TcpChoices = {}): Bytes {
  const options = choices.options ?? [];
  const flags = choices.flags ?? 2;
  const words = choices.headerWords ?? 5 + options.length / 4;
  return join(
    uint16(choices.source ?? 1000),
    uint16(choices.destination ?? 80),
    uint32(choices.sequence ?? 1),
    uint32(choices.acknowledgement ?? 0),
    [(words << 4) | (flags >> 8), flags & 255],
    uint16(choices.window ?? 100),
    uint16(choices.checksum ?? 0),
    uint16(choices.urgent ?? 0),
    options,
    payload,
  );
}

export function snap(organisation: readonly number[], type: number, payload: Uint8Array): Bytes {
  return join([0xaa, 0xaa, 3], organisation, uint16(type), payload);
}
