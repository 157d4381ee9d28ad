import type { MessagePortMain } from 'electron';
import { mainPortTransport } from '../../src/main/main-port-transport';
import { AppError } from '../../src/shared/contract/errors';
import { serve } from '../../src/shared/rpc/server';
import { CHANNEL } from '../../src/shared/rpc/transport';
import { MessageChannelDouble } from '../electron/electron-double';
import { transportSuite } from './transport-suite';
import { trialContract, trialHandlers } from './trial-contract';

transportSuite("Electron's ports (double)", async () => {
  const { port1, port2 } = new MessageChannelDouble();
  const far = mainPortTransport(port2 as unknown as MessagePortMain);
  serve(trialContract, trialHandlers(AppError), far, CHANNEL.engine);
  const transport = mainPortTransport(port1 as unknown as MessagePortMain);
  return { transport, breakOff: () => far.close(), dispose: () => transport.close() };
});
