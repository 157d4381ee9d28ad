/** Entry of the engine's thread: one session, which answers the engine contract on every port that it is given. */
import { parentPort, workerData } from 'node:worker_threads';
import { Session } from '../engine/session/session';
import { captureContract } from '../shared/contract/capture-methods';
import type { Contract } from '../shared/contract/contract';
import { serve } from '../shared/rpc/server';
import { CHANNEL } from '../shared/rpc/transport';
import type { EngineWorkerMessage } from './engine-host';
import { createSessionHost, type SessionHostOptions } from './session-host';
import { workerPortTransport } from './worker-port-transport';

if (parentPort === null) throw new Error('the engine runs in a worker thread');
const owner = parentPort;
const session = new Session(createSessionHost(workerData as SessionHostOptions));

owner.on('message', (message: EngineWorkerMessage) => {
  if (message.kind === 'serve') serve(captureContract, session.handlers, workerPortTransport(message.port), CHANNEL.engine, wholeContract);
  else void session.dispose().finally(() => process.exit());
});

/** What commands and pages call besides; an analysis does not wait for it. */
async function wholeContract(): Promise<Contract> {
  return (await import('../shared/contract/methods')).engineContract;
}
