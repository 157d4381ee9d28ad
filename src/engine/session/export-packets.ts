/** Packets of a capture as a file of their own: all, those of a time range, of a connection, or of a display filter. Interface names, comments and drop counts are kept. */
import type { CancelSignal } from '../../shared/base/cancellation';
import { AppError } from '../../shared/contract/errors';
import { pcapFileHeader, pcapRecord } from '../formats/write-pcap';
import { PcapngWriter } from '../formats/write-pcapng';
import { connectionFrames } from './connection-frames';
import { firstSecond, inUnitsToWrite } from './copied-times';
import type { OpenedCapture } from './opened-capture';

export interface ExportSelection {
  readonly format: 'pcapng' | 'pcap';
  /** Milliseconds since the first packet; null: without that bound. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly connection: number | null;
  /** Null: every packet. */
  readonly shown: ((frame: number) => boolean) | null;
}

/** Whether nothing is left out. */
export function isWhole({ fromMs, toMs, connection, shown }: Omit<ExportSelection, 'format'>): boolean {
  return fromMs === null && toMs === null && connection === null && shown === null;
}

const CHUNK_BYTES = 1 << 18;
const FRAMES_PER_SLICE = 2048;
const NANOSECONDS = 1_000_000_000;

/** Chunks of the file. Throws AppError `no-such-connection`. */
export async function* exportPackets(
  capture: OpenedCapture,
  selection: ExportSelection,
  signal: CancelSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (isWhole(selection) && selection.format === 'pcapng' && capture.reader.format === 'pcapng') yield* copyBytes(capture, signal);
  else yield* writeFrames(capture, selection, signal);
}

/** As it is, block for block; from the first file of a ring that is still there. */
async function* copyBytes({ bytes, host }: OpenedCapture, signal: CancelSignal): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let at = bytes.firstKept ?? 0;
  const end = bytes.available;
  while (at < end && !signal.cancelled) {
    const chunk = new Uint8Array(Math.min(CHUNK_BYTES, end - at));
    const got = bytes.read(at, chunk, 0, chunk.length);
    if (got === 0) return;
    at += got;
    yield got === chunk.length ? chunk : chunk.slice(0, got);
    await host.pause();
  }
}

async function* writeFrames(capture: OpenedCapture, selection: ExportSelection, signal: CancelSignal): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { pass } = capture;
  if (selection.connection !== null && selection.connection >= pass.tracker.connections.length) {
    throw new AppError('no-such-connection', { connection: selection.connection });
  }
  const file = selection.format === 'pcap' ? pcapFile(capture) : pcapngFile(capture);
  let held: Uint8Array[] = [...file.begin()];
  let heldBytes = 0;
  let seen = 0;
  for (const frame of chosenFrames(capture, selection)) {
    if (signal.cancelled) return;
    const record = file.packet(frame);
    if (record !== null) {
      held.push(record);
      heldBytes += record.length;
    }
    if (heldBytes >= CHUNK_BYTES) {
      yield joined(held);
      held = [];
      heldBytes = 0;
    }
    if (++seen % FRAMES_PER_SLICE === 0) await capture.host.pause();
  }
  yield joined([...held, ...file.end()]);
}

function* chosenFrames({ pass }: OpenedCapture, { fromMs, toMs, connection, shown }: ExportSelection): Generator<number> {
  const { packets } = pass;
  const ofConnection = connection === null ? null : connectionFrames(pass, connection);
  const count = ofConnection?.length ?? packets.length;
  for (let index = 0; index < count; index++) {
    const frame = ofConnection?.[index] ?? index + 1;
    const timeMs = packets.timeMs(frame - 1);
    if ((fromMs === null || timeMs >= fromMs) && (toMs === null || timeMs <= toMs) && (shown === null || shown(frame))) yield frame;
  }
}

interface FileWriter {
  begin(): Uint8Array[];
  /** Null for a packet whose bytes are gone, or that the format cannot hold. */
  packet(frame: number): Uint8Array | null;
  end(): Uint8Array[];
}

function pcapngFile(capture: OpenedCapture): FileWriter {
  const { pass } = capture;
  const writer = new PcapngWriter();
  const origin = firstSecond(pass.packets);
  const comments = new Map<number, string[]>();
  for (const { frame, text } of pass.comments) if (frame !== null) comments.set(frame, [...(comments.get(frame) ?? []), text]);
  return {
    begin: () => [
      writer.section(pass.comments.flatMap(({ frame, text }) => (frame === null ? [text] : []))),
      ...pass.interfaces.map((info) => writer.interface(inUnitsToWrite(info), [], origin)),
    ],
    packet: (frame) => {
      const bytes = bytesOf(capture, frame);
      const notes = comments.get(frame);
      return (
        bytes &&
        writer.packet({ ...factsOf(capture, frame), interfaceId: pass.packets.interfaceId(frame - 1), bytes, ...(notes && { comments: notes }) })
      );
    },
    end: () => {
      const { seconds, nanoseconds } = factsOf(capture, pass.packets.length);
      return [...pass.statisticsOf.values()].map((statistics) => writer.statistics(statistics, seconds, nanoseconds));
    },
  };
}

/** One link type a file: packets of other interfaces with another are left out, as no pcap file can hold them. */
function pcapFile(capture: OpenedCapture): FileWriter {
  const { pass } = capture;
  const linkType = pass.interfaces[0]?.linkType ?? 1;
  const options = { linkType, nanoseconds: pass.interfaces.some(({ timestampResolution }) => timestampResolution >= NANOSECONDS) };
  return {
    begin: () => [pcapFileHeader(options)],
    packet: (frame) => {
      const bytes = bytesOf(capture, frame);
      const fits = pass.interfaces[pass.packets.interfaceId(frame - 1)]?.linkType === linkType;
      return bytes && fits ? pcapRecord({ ...factsOf(capture, frame), bytes }, options) : null;
    },
    end: () => [],
  };
}

function bytesOf(capture: OpenedCapture, frame: number): Uint8Array | null {
  const bytes = capture.frameBytes(frame);
  return bytes.length === capture.pass.packets.capturedLength.get(frame - 1) ? bytes : null;
}

function factsOf(
  { pass }: OpenedCapture,
  frame: number,
): { readonly seconds: number; readonly nanoseconds: number; readonly originalLength: number } {
  const { packets } = pass;
  if (frame === 0) return { seconds: 0, nanoseconds: 0, originalLength: 0 };
  const row = frame - 1;
  const seconds = packets.baseSeconds + packets.secondsSinceBase(row);
  return { seconds, nanoseconds: packets.nanoseconds(row), originalLength: packets.originalLength.get(row) };
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
