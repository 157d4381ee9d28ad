/** Speaks to its owner as the engine's worker does, and answers the trial contract. */
import { parentPort } from 'node:worker_threads';
import type { EngineWorkerMessage } from '../../src/platform/engine-host';
import { workerPortTransport } from '../../src/platform/worker-port-transport';
import { AppError } from '../../src/shared/contract/errors';
import { serve } from '../../src/shared/rpc/server';
import { CHANNEL } from '../../src/shared/rpc/transport';
import { trialContract, trialHandlers } from './trial-contract';

parentPort?.on('message', (message: EngineWorkerMessage) => {
  if (message.kind === 'serve') serve(trialContract, trialHandlers(AppError), workerPortTransport(message.port), CHANNEL.engine);
  else process.exit();
});
