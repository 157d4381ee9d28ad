import type { CaptureBytes, SessionHost } from '../src/engine/session/host';
import { Session } from '../src/engine/session/session';
import { MemoryBytes } from '../src/platform/capture-bytes/memory-bytes';
import { CancelSource } from '../src/shared/base/cancellation';
import { type Report, reportSchema } from '../src/shared/contract/report';

type Handlers = Session['handlers'];

/** A file that the whole engine has read to its end. */
export interface ReadFile {
  readonly handlers: Handlers;
  readonly context: { readonly signal: CancelSource };
  readonly capture: number;
  readonly packets: number;
}

/** Reads a file and lets `use` ask of it. Throws what the engine throws, and when reading fails. */
export async function withRead<T>(file: Uint8Array, use: (read: ReadFile) => Promise<T>): Promise<T> {
  const session = new Session(memoryHost(new MemoryBytes('file', 'file', file)));
  const { handlers } = session;
  const context = { signal: new CancelSource() };
  try {
    const { capture } = await handlers['captures.open']({ source: { kind: 'text', name: 'file', text: '' } }, context);
    let packets = 0;
    for await (const progress of handlers['captures.progress']({ capture }, context)) {
      if (progress.state === 'failed') throw new Error(`failed: ${JSON.stringify(progress.error)}`);
      packets = progress.packets;
    }
    return await use({ handlers, context, capture, packets });
  } finally {
    await session.dispose();
  }
}

export async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  return text;
}

/** A file through the whole engine: opened, every packet dissected, reported. Throws what the engine throws, and when it fails or breaks the contract. */
export async function analyseBytes(file: Uint8Array): Promise<Report> {
  return await withRead(file, async ({ handlers, context, capture, packets }) => {
    for (let frame = 1; frame <= packets; frame++) await handlers['packets.dissect']({ capture, frame }, context);
    const params = { captures: [capture], format: 'json' as const, allConnections: true, language: 'en' };
    return reportSchema.parse(JSON.parse(await textOf(handlers['report.write'](params, context))));
  });
}

function memoryHost(bytes: CaptureBytes): SessionHost {
  return {
    version: '0',
    root: null,
    samples: [],
    open: async () => bytes,
    listFiles: () => {
      throw new Error('the session asked for a folder');
    },
    pause: async () => {},
    sleep: async () => {},
    now: () => performance.now(),
  };
}
