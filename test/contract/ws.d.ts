/** What the tests use of the `ws` package, which brings no types. */
declare module 'ws' {
  import type { WebSocketLike } from '../../src/shared/rpc/web-socket-transport';

  export class WebSocket implements WebSocketLike {
    constructor(address: string, options: { headers: Record<string, string>; origin?: string });
    binaryType: string;
    readonly readyState: number;
    send(data: Uint8Array | string): void;
    addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
    addEventListener(type: 'open' | 'close', listener: () => void): void;
    on(event: 'unexpected-response', listener: (request: unknown, response: { readonly statusCode: number }) => void): void;
    on(event: 'open', listener: () => void): void;
    on(event: 'error', listener: (error: Error) => void): void;
    on(event: 'close', listener: (code: number) => void): void;
    pause(): void;
    resume(): void;
    close(): void;
    terminate(): void;
  }
}
