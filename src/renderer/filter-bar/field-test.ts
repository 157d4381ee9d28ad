/** A test that holds for the packet that a value was taken from, in the filter's syntax. */
import type { FieldNode } from '../../shared/contract/dissection';
import { PACKET_MARK, PACKET_MARK_NAMES, type PacketMark } from '../../shared/contract/packet-marks';
import type { PacketRow } from '../packet-grid/packet-row';

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const MAC = /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/i;
const IPV6 = /^[0-9a-f:]*:[0-9a-f:.]*$/i;
const NUMBER = /^-?\d+(?:\.\d+)?$|^0x[0-9a-f]+$/;
/** More bytes than this are compared by their first ones. */
const MOST_BYTES = 32;

export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r')}"`;
}

/** Null for lines that no filter can ask for. */
export function fieldTest(node: FieldNode): string | null {
  const { name, value } = node;
  if (!/^[\w.]+$/.test(name)) return null;
  if (value === null) return name;
  if (typeof value === 'boolean') return `${name} == ${value ? 1 : 0}`;
  if (typeof value === 'number') return `${name} == ${name.endsWith('.hdr_len') ? value * 4 : value}`;
  if (NUMBER.test(value) || IPV4.test(value) || MAC.test(value) || IPV6.test(value)) return `${name} == ${value}`;
  const isBytes = node.length > 0 && value.length === 2 * node.length && /^[0-9a-f]+$/i.test(value);
  if (isBytes && node.length > MOST_BYTES) return `${name}[0:${MOST_BYTES}] == ${value.slice(0, 2 * MOST_BYTES)}`;
  return `${name} == ${isBytes ? value : quoted(value)}`;
}

/** The value alone, to be copied. */
export function fieldValueText(node: FieldNode): string {
  return node.value === null ? node.text : String(node.value);
}

function addressTest(side: 'src' | 'dst', column: 'Source' | 'Destination', address: string): string | null {
  if (address === '') return null;
  if (IPV4.test(address)) return `ip.${side} == ${address}`;
  if (MAC.test(address)) return `eth.${side} == ${address}`;
  return IPV6.test(address) ? `ipv6.${side} == ${address}` : `_ws.col.${column} == ${quoted(address)}`;
}

/** What a cell of the packet grid asks for; null for an empty one. */
export function cellTest(row: PacketRow, column: string): string | null {
  switch (column) {
    case 'frame':
      return `frame.number == ${row.frame}`;
    case 'source':
      return addressTest('src', 'Source', row.source);
    case 'destination':
      return addressTest('dst', 'Destination', row.destination);
    case 'protocol':
      return row.protocol === '' ? null : `_ws.col.Protocol == ${quoted(row.protocol)}`;
    case 'length':
      return `frame.len == ${row.length}`;
    case 'connection':
      return row.connection === null ? null : `tcp.stream == ${row.connection}`;
    case 'delta':
      return Number.isNaN(row.deltaNs) ? null : `frame.time_delta >= ${(row.deltaNs / 1e9).toFixed(9)}`;
    case 'connectionDelta':
      return Number.isNaN(row.connectionDeltaNs) ? null : `tcp.time_delta >= ${(row.connectionDeltaNs / 1e9).toFixed(9)}`;
    case 'marks':
      return marksTest(row.marks);
    case 'info':
      return row.info === '' ? null : `_ws.col.Info == ${quoted(row.info)}`;
    default:
      return `frame.number == ${row.frame}`;
  }
}

function marksTest(bits: number): string | null {
  const names = (Object.entries(PACKET_MARK_NAMES) as [PacketMark, string][]).filter(([mark]) => (bits & PACKET_MARK[mark]) !== 0);
  if (names.length > 0) return names.map(([, name]) => name).join(' && ');
  if ((bits & PACKET_MARK.rst) !== 0) return 'tcp.flags.reset == 1';
  if ((bits & PACKET_MARK.fin) !== 0) return 'tcp.flags.fin == 1';
  return (bits & PACKET_MARK.syn) !== 0 ? 'tcp.flags.syn == 1' : null;
}
