/** Fields that the store's columns tell, so that no packet needs to be read back for them. */
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import { CONNECTION_FLAG, type ConnectionTable } from '../flows/connection-table';
import type { PacketTable } from '../store/packet-table';
import { parseIpv6 } from './address-literals';
import type { Value } from './values';

/** The tables of a capture. */
export interface CaptureColumns {
  readonly packets: PacketTable;
  readonly connections: ConnectionTable;
  /** Shift of an end's window; null when not known. */
  windowScale(connection: number, direction: 0 | 1): number | null;
}

/** What the columns know of a row. */
export const ROW = {
  /** Several packets in one, a piece of one, a quoted or an unusual one: its columns do not tell all fields. */
  opaque: 0,
  /** One TCP segment, whole, in one IP packet. */
  segment: 1,
  /** A packet without TCP. */
  other: 2,
} as const;

export function rowKind(packets: PacketTable, row: number): number {
  if ((packets.marks.get(row) & (PACKET_MARK.wrapped | PACKET_MARK.icmpError)) !== 0) return ROW.opaque;
  return packets.connection.get(row) === 0 ? ROW.other : ROW.segment;
}

/** Number of a row; NaN where the packet lacks the field. */
export type RowNumber = (row: number) => number;

export interface FieldColumn {
  /** Told for every row, or for rows that are a segment. */
  readonly everyRow: boolean;
  readonly read: RowNumber;
  /** A value of a filter as a number of this column. */
  readonly toNumber: (value: Value) => number;
  /** For columns whose numbers stand for something without their order: the value itself. */
  readonly toValue: ((number: number) => Value) | null;
}

const NONE = Number.NaN;
const FLAGS: Readonly<Record<string, number>> = {
  'tcp.flags.fin': 0x01,
  'tcp.flags.syn': 0x02,
  'tcp.flags.reset': 0x04,
  'tcp.flags.push': 0x08,
  'tcp.flags.ack': 0x10,
  'tcp.flags.urg': 0x20,
  'tcp.flags.ece': 0x40,
  'tcp.flags.cwr': 0x80,
  'tcp.flags.ae': 0x100,
};
const FLAG_SYN = 0x02;
const FLAG_ACK = 0x10;
const FLAG_FIN = 0x01;
const TCP = 6;

/** Columns by the field's name. */
export function fieldColumns(columns: CaptureColumns): ReadonlyMap<string, FieldColumn> {
  return new Map([...frameColumns(columns), ...addressColumns(columns), ...segmentColumns(columns)]);
}

const plainNumber = (value: Value): number => Number(value);
const every = (read: RowNumber, toNumber = plainNumber): FieldColumn => ({ everyRow: true, read, toNumber, toValue: null });
const ofSegments = (read: RowNumber): FieldColumn => ({ everyRow: false, read, toNumber: plainNumber, toValue: null });

function frameColumns({ packets }: CaptureColumns): [string, FieldColumn][] {
  const isTimed = (row: number) => (packets.marks.get(row) & PACKET_MARK.noTime) === 0;
  const sinceBaseNs = every(
    (row) => (isTimed(row) ? packets.secondsSinceBase(row) * 1e9 + packets.nanoseconds(row) : NONE),
    (value) => Number(BigInt(value as bigint) - BigInt(packets.baseSeconds) * 1_000_000_000n),
  );
  return [
    ['frame.number', every((row) => row + 1)],
    ['frame.len', every((row) => packets.originalLength.get(row))],
    ['frame.cap_len', every((row) => packets.capturedLength.get(row))],
    ['frame.time_relative', every((row) => (isTimed(row) ? packets.differenceNs(row, 0) : NONE))],
    ['frame.time_delta', every((row) => (isTimed(row) ? packets.differenceNs(row, Math.max(0, row - 1)) : NONE))],
    ['frame.time_epoch', sinceBaseNs],
  ];
}

function addressColumns({ packets, connections }: CaptureColumns): [string, FieldColumn][] {
  const isIpv6 = (row: number) => connections.has(packets.connection.get(row) - 1, CONNECTION_FLAG.ipv6);
  const address = (row: number, sent: boolean): number =>
    connections.addressNumber(packets.connection.get(row) - 1, ((packets.marks.get(row) & PACKET_MARK.reverse) !== 0) === sent ? 1 : 0);
  const ipv4 = (read: RowNumber) => ofSegments((row) => (isIpv6(row) ? NONE : read(row)));
  const ipv6 = (read: RowNumber) => ofSegments((row) => (isIpv6(row) ? read(row) : NONE));
  const toValue = (number: number): Value => parseIpv6(connections.addresses.format(number)) ?? new Uint8Array(16);
  return [
    ['ip.src', ipv4((row) => address(row, true))],
    ['ip.dst', ipv4((row) => address(row, false))],
    ['ip.ttl', ipv4((row) => packets.hopLimit(row))],
    ['ip.proto', ipv4(() => TCP)],
    ['ip.version', ipv4(() => 4)],
    ['ip', ipv4(() => 0)],
    ['ipv6.src', { ...ipv6((row) => address(row, true)), toValue }],
    ['ipv6.dst', { ...ipv6((row) => address(row, false)), toValue }],
    ['ipv6.hlim', ipv6((row) => packets.hopLimit(row))],
    ['ipv6', ipv6(() => 0)],
  ];
}

function segmentColumns({ packets, connections, windowScale }: CaptureColumns): [string, FieldColumn][] {
  const connectionOf = (row: number) => packets.connection.get(row) - 1;
  const directionOf = (row: number): 0 | 1 => ((packets.marks.get(row) & PACKET_MARK.reverse) !== 0 ? 1 : 0);
  const sincePrevious = (row: number) => {
    const previous = packets.previousFrame.get(row);
    return previous === 0 ? 0 : packets.differenceNs(row, previous - 1);
  };
  const relative = (row: number, raw: number, direction: 0 | 1): number => {
    const connection = connectionOf(row);
    return connections.isHeard(connection, direction) ? (raw - connections.base(connection, direction)) >>> 0 : raw;
  };
  // A SYN counts from itself, as in its dissection.
  const sequence = (row: number) => ((packets.tcpFlags(row) & FLAG_SYN) !== 0 ? 0 : relative(row, packets.sequence.get(row), directionOf(row)));
  const acknowledgement = (row: number) => {
    const raw = packets.acknowledgement.get(row);
    return (packets.tcpFlags(row) & FLAG_ACK) === 0 ? raw : relative(row, raw, directionOf(row) === 0 ? 1 : 0);
  };
  const taken = (flags: number) => ((flags & FLAG_SYN) !== 0 ? 1 : 0) + ((flags & FLAG_FIN) !== 0 ? 1 : 0);
  const window = (row: number) => {
    const isSyn = (packets.tcpFlags(row) & FLAG_SYN) !== 0;
    return packets.window.get(row) * 2 ** (isSyn ? 0 : (windowScale(connectionOf(row), directionOf(row)) ?? 0));
  };
  return [
    ['tcp', ofSegments(() => 0)],
    ['tcp.srcport', ofSegments((row) => connections.port(connectionOf(row), directionOf(row)))],
    ['tcp.dstport', ofSegments((row) => connections.port(connectionOf(row), directionOf(row) === 0 ? 1 : 0))],
    ['tcp.stream', ofSegments(connectionOf)],
    ['tcp.len', ofSegments((row) => packets.payloadLength.get(row))],
    ['tcp.hdr_len', ofSegments((row) => packets.tcpHeaderBytes(row))],
    ['tcp.seq_raw', ofSegments((row) => packets.sequence.get(row))],
    ['tcp.ack_raw', ofSegments((row) => packets.acknowledgement.get(row))],
    ['tcp.seq', ofSegments(sequence)],
    ['tcp.ack', ofSegments(acknowledgement)],
    ['tcp.nxtseq', ofSegments((row) => (sequence(row) + packets.payloadLength.get(row) + taken(packets.tcpFlags(row))) >>> 0)],
    ['tcp.flags', ofSegments((row) => packets.tcpFlags(row))],
    ...Object.entries(FLAGS).map(([name, bit]): [string, FieldColumn] => [name, ofSegments((row) => ((packets.tcpFlags(row) & bit) !== 0 ? 1 : 0))]),
    ['tcp.window_size_value', ofSegments((row) => packets.window.get(row))],
    ['tcp.window_size', ofSegments(window)],
    ['tcp.time_relative', ofSegments((row) => packets.differenceNs(row, connections.firstFrame(connectionOf(row)) - 1))],
    ['tcp.time_delta', ofSegments(sincePrevious)],
  ];
}
