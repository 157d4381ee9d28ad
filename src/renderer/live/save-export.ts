import type { HostRecording } from '../../shared/contract/host';
import { sampleLines } from '../../shared/contract/host-lines';
import type { Connection } from '../connection/connection';
import { download } from '../export/download';

export interface ExportOf {
  readonly capture: number;
  readonly format: 'pcapng' | 'pcap';
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly connection: number | null;
  /** Display filter; null: every packet. */
  readonly filter: string | null;
  /** Without extension. */
  readonly name: string;
}

/** File System Access API, where the browser has it. */
interface WritableFile {
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}
interface WithFilePicker {
  showSaveFilePicker?(options: { suggestedName: string }): Promise<{ createWritable(): Promise<WritableFile> }>;
}

/** Packets. */
export function saveExport({ engine }: Connection, { name, ...selection }: ExportOf): Promise<void> {
  return saveChunks(`${name}.${selection.format}`, engine['captures.export'](selection));
}

/** What the kernel of its host said while a capture was recorded. */
export function saveSamples({ engine }: Connection, recording: HostRecording, name: string): Promise<void> {
  return saveChunks(`${name}.host.ndjson`, encoded(sampleLines(engine, recording)));
}

async function* encoded(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const line of lines) yield encoder.encode(line);
}

/** To a file that the user chooses; to the downloads where the browser cannot ask. */
async function saveChunks(name: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const suggestedName = name.replace(/[^\w.-]+/g, '_');
  const picker = (window as WithFilePicker).showSaveFilePicker;
  if (picker === undefined) {
    await download(chunks, suggestedName, 'application/octet-stream');
    return;
  }
  const handle = await picker.call(window, { suggestedName }).catch((error: unknown) => {
    // The user chose no file.
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  });
  if (handle === null) return;
  const file = await handle.createWritable();
  try {
    for await (const chunk of chunks) await file.write(chunk);
  } catch (error) {
    // What the file held stays.
    await file.abort();
    throw error;
  }
  await file.close();
}
