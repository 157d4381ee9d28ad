/** Entry of the engine's thread: one session, which answers the engine contract on every port that it is given. */
import { parentPort, workerData } from 'node:worker_threads';
import { Session } from '../engine/session/session';
import { engineContract } from '../shared/contract/methods';

import { serve } from '../shared/rpc/server';
import { CHANNEL } from '../shared/rpc/transport';
import type { EngineWorkerMessage } from './engine-host';
import { createSessionHost, type SessionHostOptions } from './session-host';
import { workerPortTransport } from './worker-port-transport';

if (parentPort === null) throw new Error('the engine runs in a worker thread');
const owner = parentPort;
const session = new Session(createSessionHost(workerData as SessionHostOptions));

owner.on('message', (message: EngineWorkerMessage) => {
  if (message.kind === 'serve') serve(engineContract, session.handlers, workerPortTransport(message.port), CHANNEL.engine);
  else void session.dispose().finally(() => process.exit());
});
