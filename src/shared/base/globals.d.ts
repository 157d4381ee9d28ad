// Present in Node, Electron and every browser, yet in no ECMAScript library: the few globals that shared code may use.
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array, options?: { stream?: boolean }): string;
}
declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
  encodeInto(text: string, target: Uint8Array): { readonly read: number; readonly written: number };
}
/** Streams of the web platform, as far as they are used to compress. */
declare class CompressionStream {
  constructor(format: 'gzip');
  readonly readable: AsyncIterable<Uint8Array<ArrayBuffer>>;
  readonly writable: {
    getWriter(): {
      readonly ready: Promise<void>;
      write(chunk: Uint8Array): Promise<void>;
      close(): Promise<void>;
      abort(reason?: unknown): Promise<void>;
    };
  };
}
