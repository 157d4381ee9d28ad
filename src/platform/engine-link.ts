import { EVERY_CALL, encodeFrame, FRAME } from '../shared/rpc/frames';
import { CHANNEL, type Transport } from '../shared/rpc/transport';
import type { EngineHost } from './engine-host';

/**
 * Relays one page's frames to the engine and back without decoding them. When the engine dies, the page's open calls fail
 * with the reason; the page's next call goes to a new engine.
 */
export class EngineLink {
  readonly #stopListening: () => void;
  #engine: Transport | null = null;

  /** `toPage` takes over the bytes it is given. */
  constructor(
    private readonly host: EngineHost,
    private readonly toPage: (bytes: Uint8Array) => void,
  ) {
    this.#stopListening = host.onDeath(({ code, data }) => toPage(encodeFrame(CHANNEL.engine, [FRAME.error, EVERY_CALL, code, data])));
  }

  /** Takes over the bytes. */
  fromPage(bytes: Uint8Array): void {
    this.#engine ??= this.#connect();
    this.#engine.send(bytes);
  }

  close(): void {
    this.#stopListening();
    this.#engine?.close();
    this.#engine = null;
  }

  #connect(): Transport {
    const engine = this.host.connect();
    engine.onMessage(this.toPage);
    engine.onClose(() => {
      if (this.#engine === engine) this.#engine = null;
    });
    return engine;
  }
}
