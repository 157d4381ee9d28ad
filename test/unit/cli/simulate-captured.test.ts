/** `tcpulse simulate queue --capture FILE --listener ADDRESS:PORT`, with an engine in the same process. */
import { describe, expect, it } from 'vitest';
import { type QueueCommandOptions, simulateQueue } from '../../../src/cli/commands/simulate-queue';
import type { Environment } from '../../../src/cli/environment';
import { Session } from '../../../src/engine/session/session';
import { CancelSource } from '../../../src/shared/base/cancellation';
import { engineContract } from '../../../src/shared/contract/methods';
import { createTexts } from '../../../src/shared/locales/texts';
import { createClient } from '../../../src/shared/rpc/client';
import { memoryTransportPair } from '../../../src/shared/rpc/memory-transport';
import { serve } from '../../../src/shared/rpc/server';
import { CHANNEL } from '../../../src/shared/rpc/transport';
import { bufferBytes, HOST } from '../../captures/analyse-file';
import { LATER_CLIENTS, listenerCapture, WAITING } from '../../captures/listener-capture';

async function printed(options: QueueCommandOptions): Promise<string> {
  const chunks: Uint8Array[] = [];
  const environment: Environment = {
    version: '0',
    texts: createTexts('en'),
    output: { write: async (bytes) => chunks.push(bytes) > 0 },
    messages: { isTerminal: false, write: () => {} },
    signal: new CancelSource(),
    startEngine: async (contract) => {
      const [near, far] = memoryTransportPair();
      const session = new Session({ ...HOST, open: () => Promise.resolve(bufferBytes('capture', listenerCapture())) });
      serve(engineContract, session.handlers, far, CHANNEL.engine);
      return { client: createClient(contract, near, CHANNEL.engine), death: new Promise(() => {}), close: () => session.dispose() };
    },
  };
  expect(await simulateQueue(environment, options)).toBe(0);
  return Buffer.concat(chunks).toString();
}

const WHERE = { capture: 's.pcap', listener: '192.0.2.80:8080' };

describe('tcpulse simulate queue --capture', () => {
  it('lets the clients of a capture arrive again, under the settings that it shows', async () => {
    const { path, listener, limit, outcomes } = JSON.parse(await printed({ ...WHERE, json: true }));
    expect({ path, listener, limit }).toEqual({ path: 's.pcap', listener: '192.0.2.80:8080', limit: WAITING - 1 });
    expect(outcomes.established).toBe(WAITING);
    expect(outcomes.accepted).toBe(0);
  });

  it('tells what other settings would have done', async () => {
    const text = await printed({ ...WHERE, backlog: 128, acceptEvery: 5 });
    const clients = WAITING + 1 + LATER_CLIENTS;
    expect(text).toContain(`clients arrive as they did at 192.0.2.80:8080 in s.pcap: ${clients} clients, and 0 SYNs`);
    expect(text).toContain(`${clients} taken by the kernel (${clients} accepted)`);
  });

  it('names the listeners that there are when the wanted one is none of them', async () => {
    await expect(printed({ ...WHERE, listener: '192.0.2.80:443' })).rejects.toThrow('192.0.2.80:8080, 192.0.2.80:80');
    await expect(printed({ capture: 's.pcap' })).rejects.toThrow('--capture FILE --listener');
  });
});
