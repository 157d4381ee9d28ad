import { type ShellContract, shellContract } from '../shared/contract/methods';
import type { Handlers } from '../shared/rpc/handlers';
import { serve } from '../shared/rpc/server';
import { CHANNEL, MediumTransport, type Transport } from '../shared/rpc/transport';
import type { EngineHost } from './engine-host';
import { EngineLink } from './engine-link';

/** Joins a page to what answers it: frames of the engine channel go to the engine as they are, those of the shell channel are answered here. */
export function linkPage(page: Transport, host: EngineHost, shell: Handlers<ShellContract>): void {
  const engine = new EngineLink(host, (bytes) => page.send(bytes));
  const shellSide = new MediumTransport({ send: (bytes) => page.send(bytes), close: () => page.close() });
  serve(shellContract, shell, shellSide, CHANNEL.shell);
  page.onMessage((bytes) => {
    if (bytes[0] === CHANNEL.engine) engine.fromPage(bytes);
    else shellSide.deliver(bytes);
  });
  page.onClose(() => {
    engine.close();
    shellSide.lost();
  });
}
