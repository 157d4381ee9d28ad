import type { CaptureBytes, SessionHost } from '../src/engine/session/host';
import { Session } from '../src/engine/session/session';
import { MemoryBytes } from '../src/platform/capture-bytes/memory-bytes';
import { CancelSource } from '../src/shared/base/cancellation';
import { type Report, reportSchema } from '../src/shared/contract/report';

/** A file through the whole engine: opened, every packet dissected, reported. Throws what the engine throws, and when it fails or breaks the contract. */
export async function analyseBytes(file: Uint8Array): Promise<Report> {
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
    for (let frame = 1; frame <= packets; frame++) await handlers['packets.dissect']({ capture, frame }, context);
    const decoder = new TextDecoder();
    let text = '';
    const params = { captures: [capture], format: 'json' as const, allConnections: true, language: 'en' };
    for await (const chunk of handlers['report.write'](params, context)) text += decoder.decode(chunk, { stream: true });
    return reportSchema.parse(JSON.parse(text));
  } finally {
    await session.dispose();
  }
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
