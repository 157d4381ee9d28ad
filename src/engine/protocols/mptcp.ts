import { formatIpv4, formatIpv6 } from '../../shared/base/address';
import { readUint16, readUint32, toHex } from '../../shared/base/bytes';
import type { FieldNode } from '../../shared/contract/dissection';
import type { LayerBuilder } from './dissection';
import { bits, flag, freeBytes, freeHex, freeUint, hex, hexBits, uint } from './field-spec';
import { readUint64 } from './field-value';
import type { FieldSpec } from './protocol';
import type { TcpOption } from './tcp-options';

/** Multipath TCP options (RFC 8684 for version 1, RFC 6824 for version 0). Places are counted from the start of an option. */

const SUBTYPES = [
  'Multipath Capable',
  'Join Connection',
  'Data Sequence Signal',
  'Add Address',
  'Remove Address',
  'Change Subflow Priority',
  'TCP Fallback',
  'Fast Close',
  'TCP Reset',
] as const;

/** Reads the values of one option in turn; what does not fit the option's length is left out. */
class OptionCursor {
  #at: number;
  readonly #end: number;

  constructor(
    readonly layer: LayerBuilder,
    readonly option: TcpOption,
    from: number,
  ) {
    this.#at = option.offset + from;
    this.#end = option.offset + option.length;
  }

  get left(): number {
    return this.#end - this.#at;
  }

  /** Adds an unsigned number of 1, 2, 4 or 8 bytes. */
  number(name: string, size: 1 | 2 | 4 | 8): void {
    if (this.left < size) return;
    const { bytes } = this.layer;
    const at = this.#at;
    const value =
      size === 8 ? readUint64(bytes, at) : size === 4 ? readUint32(bytes, at) : size === 2 ? readUint16(bytes, at) : (bytes[at] as number);
    this.#add(name, size, value);
  }

  rest(name: string): void {
    if (this.left > 0) this.#add(name, this.left, toHex(this.layer.bytes.subarray(this.#at, this.#end)));
  }

  address(): void {
    if (this.left >= 16) this.#add('tcp.options.mptcp.ipv6', 16, formatIpv6(this.layer.bytes, this.#at));
    else if (this.left >= 4) this.#add('tcp.options.mptcp.ipv4', 4, formatIpv4(this.layer.bytes, this.#at));
  }

  #add(name: string, size: number, value: number | string): void {
    this.layer.field(name, this.#at, size, value, { parent: this.option.node });
    this.#at += size;
  }
}

export function decodeMptcp(layer: LayerBuilder, option: TcpOption): void {
  const { offset, length, node } = option;
  if (length < 3) return;
  const subtype = (layer.bytes[offset + 2] as number) >> 4;
  node.text = `Multipath Transmission Control Protocol: ${SUBTYPES[subtype] ?? `Unknown (${subtype})`}`;
  node.explanation = { code: `mptcp-${subtype < SUBTYPES.length ? subtype : 'unknown'}`, data: { subtype } };
  layer.read('tcp.options.mptcp.subtype', { parent: node }, offset);
  DECODERS[subtype]?.(layer, option);
}

/** Adds the flags line at byte `at` of the option and its bits. */
function addFlags(layer: LayerBuilder, { offset, node }: TcpOption, at: number, names: readonly string[]): FieldNode {
  const parent = layer.field('tcp.options.mptcp.flags', offset + at, 1, layer.bytes[offset + at] as number, { parent: node });
  for (const name of names) layer.read(`tcp.options.mptcp.${name}`, { parent }, offset);
  return parent;
}

function capable(layer: LayerBuilder, option: TcpOption): void {
  const { offset, length, node } = option;
  if (length < 4) return;
  const version = (layer.bytes[offset + 2] as number) & 0x0f;
  layer.read('tcp.options.mptcp.version', { parent: node }, offset);
  const common = ['checksumreq.flags', 'extensibility.flag'];
  if (version === 0) {
    const parent = addFlags(layer, option, 3, [...common, 'sha1.flag']);
    const reservedBits = ((layer.bytes[offset + 3] as number) >> 1) & 0x1f;
    layer.field('tcp.options.mptcp.reserved.flag', offset + 3, 1, reservedBits, { parent, bits: { offset: 2, count: 5 } });
  } else addFlags(layer, option, 3, [...common, 'nomoresubflows.flag', 'sha256.flag', 'reserved.flag']);
  const cursor = new OptionCursor(layer, option, 4);
  cursor.number('tcp.options.mptcp.sendkey', 8);
  cursor.number('tcp.options.mptcp.recvkey', 8);
  cursor.number('tcp.options.mptcp.datalvllen', 2);
  cursor.number('tcp.options.mptcp.checksum', 2);
}

/** SYN: token and random number; SYN-ACK: truncated HMAC and random number; third ACK: the whole HMAC. */
function join(layer: LayerBuilder, option: TcpOption): void {
  if (option.length < 4) return;
  if (option.length === 24) {
    layer.read('tcp.options.mptcp.reserved', { parent: option.node }, option.offset);
    new OptionCursor(layer, option, 4).rest('tcp.options.mptcp.sendhmac');
    return;
  }
  addFlags(layer, option, 2, ['backup.flag']);
  const cursor = new OptionCursor(layer, option, 3);
  cursor.number('tcp.options.mptcp.addrid', 1);
  if (option.length === 16) cursor.number('tcp.options.mptcp.sendtrunchmac', 8);
  else cursor.number('tcp.options.mptcp.recvtok', 4);
  cursor.number('tcp.options.mptcp.sendrand', 4);
}

const DATA_ACK_PRESENT = 0x01;
const DATA_ACK_LONG = 0x02;
const MAPPING_PRESENT = 0x04;
const MAPPING_LONG = 0x08;

function dataSequence(layer: LayerBuilder, option: TcpOption): void {
  if (option.length < 4) return;
  const flags = layer.bytes[option.offset + 3] as number;
  addFlags(layer, option, 3, ['datafin.flag', 'dseqn8.flag', 'dseqnpresent.flag', 'dataack8.flag', 'dataackpresent.flag']);
  const cursor = new OptionCursor(layer, option, 4);
  if ((flags & DATA_ACK_PRESENT) !== 0) cursor.number('tcp.options.mptcp.rawdataack', flags & DATA_ACK_LONG ? 8 : 4);
  if ((flags & MAPPING_PRESENT) === 0) return;
  cursor.number('tcp.options.mptcp.rawdataseqno', flags & MAPPING_LONG ? 8 : 4);
  cursor.number('tcp.options.mptcp.subflowseqno', 4);
  cursor.number('tcp.options.mptcp.datalvllen', 2);
  cursor.number('tcp.options.mptcp.checksum', 2);
}

/** Version 0 has the IP version in the low bits of the third byte, version 1 the echo flag; 2 more bytes are a port, 8 more an HMAC. */
function addAddress(layer: LayerBuilder, option: TcpOption): void {
  const { offset, length, node } = option;
  const low = (layer.bytes[offset + 2] as number) & 0x0f;
  layer.read(low === 4 || low === 6 ? 'tcp.options.mptcp.ipver' : 'tcp.options.mptcp.echo', { parent: node }, offset);
  const cursor = new OptionCursor(layer, option, 3);
  cursor.number('tcp.options.mptcp.addrid', 1);
  const isIpv6 = low === 6 || (low !== 4 && length >= 20 && length !== 18);
  if (isIpv6) cursor.address();
  else if (cursor.left >= 4) layer.field('tcp.options.mptcp.ipv4', offset + 4, 4, formatIpv4(layer.bytes, offset + 4), { parent: node });
  const behind = new OptionCursor(layer, option, isIpv6 ? 20 : 8);
  if (behind.left % 8 === 2) behind.number('tcp.options.mptcp.port', 2);
  behind.number('tcp.options.mptcp.addaddrtrunchmac', 8);
}

function removeAddress(layer: LayerBuilder, option: TcpOption): void {
  const count = option.length - 3;
  layer.field('mptcp.rm_addr.count', option.offset + 2, 1, count, { parent: option.node });
  const cursor = new OptionCursor(layer, option, 3);
  for (let i = 0; i < count; i++) cursor.number('tcp.options.mptcp.addrid', 1);
}

function priority(layer: LayerBuilder, option: TcpOption): void {
  addFlags(layer, option, 2, ['backup.flag']);
  new OptionCursor(layer, option, 3).number('tcp.options.mptcp.addrid', 1);
}

function reserved(layer: LayerBuilder, option: TcpOption, name: string): void {
  if (option.length < 4) return;
  layer.read('tcp.options.mptcp.reserved', { parent: option.node }, option.offset);
  new OptionCursor(layer, option, 4).number(name, 8);
}

function reset(layer: LayerBuilder, option: TcpOption): void {
  addFlags(layer, option, 2, ['flag_U.flag', 'flag_V.flag', 'flag_W.flag', 'flag_T.flag']);
  if (option.length >= 4) layer.read('tcp.options.mptcp.rst_reason', { parent: option.node }, option.offset);
}

/** By subtype. */
const DECODERS: readonly ((layer: LayerBuilder, option: TcpOption) => void)[] = [
  capable,
  join,
  dataSequence,
  addAddress,
  removeAddress,
  priority,
  (layer, option) => reserved(layer, option, 'tcp.options.mptcp.rawdataseqno'),
  (layer, option) => reserved(layer, option, 'tcp.options.mptcp.recvkey'),
  reset,
];

const NUMBERED = { 0: 'No', 1: 'Yes' };
const RESET_REASONS = {
  0: 'Unspecified error',
  1: 'MPTCP-specific error',
  2: 'Lack of resources',
  3: 'Administratively prohibited',
  4: 'Too much outstanding data',
  5: 'Unacceptable performance',
  6: 'Middlebox interference',
};

export const MPTCP_FIELDS: Readonly<Record<string, FieldSpec>> = {
  'tcp.options.mptcp.subtype': bits('Multipath TCP subtype', 2, 1, [0, 4], { values: { ...SUBTYPES } }),
  'tcp.options.mptcp.version': bits('Multipath TCP version', 2, 1, [4, 4]),
  'tcp.options.mptcp.flags': freeHex('Multipath TCP flags'),
  'tcp.options.mptcp.checksumreq.flags': flag('Checksum required', 3, 1, 0, NUMBERED),
  'tcp.options.mptcp.extensibility.flag': flag('Extensibility', 3, 1, 1, NUMBERED),
  'tcp.options.mptcp.nomoresubflows.flag': flag('Do not attempt to establish new subflows to this address and port', 3, 1, 2, NUMBERED),
  'tcp.options.mptcp.sha256.flag': flag('Use HMAC-SHA256', 3, 1, 7, NUMBERED),
  'tcp.options.mptcp.sha1.flag': flag('Use HMAC-SHA1', 3, 1, 7, NUMBERED),
  'tcp.options.mptcp.reserved.flag': hexBits('Reserved', 3, 1, [3, 4]),
  'tcp.options.mptcp.backup.flag': flag('Backup flag', 2, 1, 7, NUMBERED),
  'tcp.options.mptcp.datafin.flag': flag('DATA_FIN', 3, 1, 3, NUMBERED),
  'tcp.options.mptcp.dseqn8.flag': flag('Data Sequence Number is 8 octets', 3, 1, 4, NUMBERED),
  'tcp.options.mptcp.dseqnpresent.flag': flag(
    'Data Sequence Number, Subflow Sequence Number, Data-level Length, Checksum present',
    3,
    1,
    5,
    NUMBERED,
  ),
  'tcp.options.mptcp.dataack8.flag': flag('Data ACK is 8 octets', 3, 1, 6, NUMBERED),
  'tcp.options.mptcp.dataackpresent.flag': flag('Data ACK is present', 3, 1, 7, NUMBERED),
  'tcp.options.mptcp.flag_U.flag': flag('Flag U', 2, 1, 4),
  'tcp.options.mptcp.flag_V.flag': flag('Flag V', 2, 1, 5),
  'tcp.options.mptcp.flag_W.flag': flag('Flag W', 2, 1, 6),
  'tcp.options.mptcp.flag_T.flag': flag('Transient', 2, 1, 7),
  'tcp.options.mptcp.reserved': hexBits('Reserved', 2, 2, [4, 12]),
  'tcp.options.mptcp.ipver': bits('IP version', 2, 1, [4, 4]),
  'tcp.options.mptcp.echo': bits('Echo', 2, 1, [7, 1]),
  'tcp.options.mptcp.addrid': uint('Address ID', 3, 1),
  'tcp.options.mptcp.sendkey': { label: "Sender's Key", type: 'uint64' },
  'tcp.options.mptcp.recvkey': { label: "Receiver's Key", type: 'uint64' },
  'tcp.options.mptcp.recvtok': freeUint("Receiver's Token"),
  'tcp.options.mptcp.sendrand': freeUint("Sender's Random Number"),
  'tcp.options.mptcp.sendtrunchmac': { label: "Sender's Truncated HMAC", type: 'uint64' },
  'tcp.options.mptcp.sendhmac': freeBytes("Sender's HMAC"),
  'tcp.options.mptcp.addaddrtrunchmac': { label: 'Truncated HMAC', type: 'uint64' },
  'tcp.options.mptcp.rawdataack': freeUint('Original MPTCP Data ACK'),
  'tcp.options.mptcp.rawdataseqno': freeUint('Data Sequence Number'),
  'tcp.options.mptcp.subflowseqno': freeUint('Subflow Sequence Number'),
  'tcp.options.mptcp.datalvllen': freeUint('Data-level Length'),
  'tcp.options.mptcp.checksum': freeHex('Checksum'),
  'tcp.options.mptcp.ipv4': { label: 'Advertised IPv4 Address', type: 'ipv4' },
  'tcp.options.mptcp.ipv6': { label: 'Advertised IPv6 Address', type: 'ipv6' },
  'tcp.options.mptcp.port': freeUint('Advertised port'),
  'tcp.options.mptcp.rst_reason': hex('TCPRST Reason', 3, 1, { values: RESET_REASONS }),
  'mptcp.rm_addr.count': freeUint('Number of removed addresses'),
};
