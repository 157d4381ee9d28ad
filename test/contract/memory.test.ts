import { AppError } from '../../src/shared/contract/errors';
import { memoryTransportPair } from '../../src/shared/rpc/memory-transport';
import { serve } from '../../src/shared/rpc/server';
import { CHANNEL } from '../../src/shared/rpc/transport';
import { transportSuite } from './transport-suite';
import { trialContract, trialHandlers } from './trial-contract';

transportSuite('memory', async () => {
  const [near, far] = memoryTransportPair();
  serve(trialContract, trialHandlers(AppError), far, CHANNEL.engine);
  return { transport: near, breakOff: () => far.close(), dispose: () => near.close() };
});
