/** Packets as text to be copied. */
import { toHex } from '../../shared/base/bytes';
import { printable } from '../../shared/base/printable';
import { harmless } from '../export/csv';
import type { PacketRow } from '../packet-grid/packet-row';

export const COPY_FORMATS = ['text', 'csv', 'json', 'hex', 'c'] as const;
export type CopyFormat = (typeof COPY_FORMATS)[number];

const HEADINGS = ['No.', 'Time', 'Source', 'Destination', 'Protocol', 'Length', 'Info'];
const BYTES_PER_LINE = 16;
const C_BYTES_PER_LINE = 8;

/** Seconds since the first packet's whole second, nine digits. */
function secondsText({ seconds, nanoseconds }: PacketRow): string {
  return Number.isNaN(seconds) ? '' : `${seconds}.${String(nanoseconds).padStart(9, '0')}`;
}

function cells(row: PacketRow): string[] {
  return [String(row.frame), secondsText(row), row.source, row.destination, row.protocol, String(row.length), row.info];
}

/** One line a packet, columns under each other. */
export function packetsAsText(rows: readonly PacketRow[]): string {
  const table = [HEADINGS, ...rows.map((row) => cells(row).map(printable))];
  const widths = HEADINGS.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0)));
  return `${table
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`;
}

/** RFC 4180, every cell quoted. */
export function packetsAsCsv(rows: readonly PacketRow[]): string {
  const cell = (text: string): string => `"${harmless(text).replaceAll('"', '""')}"`;
  return `${[HEADINGS, ...rows.map(cells)].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}

export function packetsAsJson(rows: readonly PacketRow[]): string {
  const objects = rows.map((row) => ({
    frame: row.frame,
    time: secondsText(row),
    source: row.source,
    destination: row.destination,
    protocol: row.protocol,
    length: row.length,
    connection: row.connection,
    info: row.info,
  }));
  return `${JSON.stringify(objects, null, 2)}\n`;
}

/** Offset, bytes, characters between bars (without them `text2pcap` takes a last line's `1b` for one more byte): what it and TCPulse itself read. */
export function bytesAsHex(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += BYTES_PER_LINE) {
    const part = bytes.subarray(at, at + BYTES_PER_LINE);
    const characters = Array.from(part, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${at.toString(16).padStart(4, '0')}  ${toHex(part, ' ').padEnd(3 * BYTES_PER_LINE - 1)}  |${characters}|`);
  }
  return `${lines.join('\n')}\n`;
}

export function bytesAsC(frame: number, bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += C_BYTES_PER_LINE) {
    lines.push(`  ${Array.from(bytes.subarray(at, at + C_BYTES_PER_LINE), (byte) => `0x${toHex(Uint8Array.of(byte))}`).join(', ')}`);
  }
  return `/* Frame ${frame} (${bytes.length} bytes) */\nstatic const unsigned char packet_${frame}[${bytes.length}] = {\n${lines.join(',\n')}\n};\n`;
}
