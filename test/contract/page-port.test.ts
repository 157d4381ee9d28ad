import { AppError } from '../../src/shared/contract/errors';
import { portTransport } from '../../src/shared/rpc/port-transport';
import { serve } from '../../src/shared/rpc/server';
import { CHANNEL } from '../../src/shared/rpc/transport';
import { transportSuite } from './transport-suite';
import { trialContract, trialHandlers } from './trial-contract';

transportSuite("a page's message port", async () => {
  const { port1, port2 } = new MessageChannel();
  const far = portTransport(port2);
  serve(trialContract, trialHandlers(AppError), far, CHANNEL.engine);
  const transport = portTransport(port1);
  return { transport, breakOff: () => far.close(), dispose: () => transport.close() };
});
