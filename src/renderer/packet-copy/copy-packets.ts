import type { EngineContract } from '../../shared/contract/methods';
import type { Client } from '../../shared/rpc/handlers';
import { useWorkbench } from '../app/workbench';
import { toAppError } from '../connection/app-error';
import { packetRowsOf } from '../packet-grid/packet-row';
import { useMarks } from '../packet-marks/marks-state';
import { copyText } from './clipboard';
import { bytesAsC, bytesAsHex, type CopyFormat, packetsAsCsv, packetsAsJson, packetsAsText } from './packet-formats';

type Engine = Client<EngineContract>;

const MOST_PACKETS = 1000;

/** Copies the marked packets (at most a thousand), or the selected one when none is marked. */
export async function copyPackets(engine: Engine, format: CopyFormat): Promise<void> {
  const { capture, frame, notify } = useWorkbench.getState();
  if (capture === null) return;
  const marked = useMarks.getState().of(capture);
  const frames = (marked.length > 0 ? marked : frame === null ? [] : [frame]).slice(0, MOST_PACKETS);
  if (frames.length === 0) return;
  try {
    await copyText(await textOf(engine, capture, frames, format));
  } catch (thrown) {
    notify(toAppError(thrown));
  }
}

async function textOf(engine: Engine, capture: number, frames: readonly number[], format: CopyFormat): Promise<string> {
  if (format === 'hex' || format === 'c') {
    const texts: string[] = [];
    for (const frame of frames) {
      const { sources } = await engine['packets.dissect']({ capture, frame });
      const bytes = sources[0]?.bytes ?? new Uint8Array(0);
      texts.push(format === 'hex' ? bytesAsHex(bytes) : bytesAsC(frame, bytes));
    }
    return texts.join('\n');
  }
  const window = await engine['packets.rows']({ capture, from: 0, count: frames.length, frames: [...frames], connection: null, filter: null });
  const rows = packetRowsOf(window);
  if (format === 'csv') return packetsAsCsv(rows);
  return format === 'json' ? packetsAsJson(rows) : packetsAsText(rows);
}
