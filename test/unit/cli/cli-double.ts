import type { Engine, Environment } from '../../../src/cli/environment';
import { CancelSource } from '../../../src/shared/base/cancellation';
import type { CaptureProgress } from '../../../src/shared/contract/capture-methods';
import type { Contract } from '../../../src/shared/contract/contract';
import type { Dissection } from '../../../src/shared/contract/dissection';
import { AppError } from '../../../src/shared/contract/errors';
import { engineContract } from '../../../src/shared/contract/methods';
import { createTexts } from '../../../src/shared/locales/texts';
import { createClient } from '../../../src/shared/rpc/client';
import type { Handlers } from '../../../src/shared/rpc/handlers';
import { memoryTransportPair } from '../../../src/shared/rpc/memory-transport';
import { serve } from '../../../src/shared/rpc/server';
import { CHANNEL } from '../../../src/shared/rpc/transport';
import { captureReport } from './report-samples';

/** What the engine's double finds in a file of this name. */
export interface FileDouble {
  readonly error?: AppError;
  readonly fails?: CaptureProgress['error'];
  readonly issues?: readonly string[];
  readonly errorFindings?: number;
  readonly dies?: boolean;
}

export const DISSECTION: Dissection = {
  capture: 0,
  frame: 2,
  tree: [
    {
      name: 'ip',
      label: 'Internet Protocol Version 4',
      value: null,
      text: 'Internet Protocol Version 4, Src: 10.0.0.1, Dst: 10.0.0.2',
      offset: 14,
      length: 20,
      bits: null,
      source: 0,
      generated: false,
      explanation: null,
      issue: null,
      children: [
        {
          name: 'ip.hdr_len',
          label: 'Header Length',
          value: 20,
          text: '20 bytes (5)',
          offset: 14,
          length: 1,
          bits: { offset: 4, count: 4 },
          source: 0,
          generated: false,
          explanation: null,
          issue: { kind: 'truncated', layer: 'ip', offset: 30, needed: 20, available: 4 },
          children: [],
        },
        {
          name: 'ip.checksum.status',
          label: 'Header checksum status',
          value: 1,
          text: 'Good',
          offset: 0,
          length: 0,
          bits: null,
          source: 0,
          generated: true,
          explanation: null,
          issue: null,
          children: [],
        },
      ],
    },
  ],
  sources: [{ label: 'Frame', bytes: Uint8Array.from([0x45, 0, 0x41, 0x7f, ...new Array(14).fill(0xff)]) }],
  text: null,
  columns: { source: '10.0.0.1', destination: '10.0.0.2', protocol: 'IPv4', info: '' },
  issues: [],
};

const encoder = new TextEncoder();

/** A command line around a double of the engine that speaks the real contract. */
export class CliDouble {
  readonly cancellation = new CancelSource();
  readonly calls: { method: string; params: unknown }[] = [];
  output = '';
  messages = '';
  closed = 0;
  /** Chunks that are read before the reader goes away. */
  chunksTaken = Number.POSITIVE_INFINITY;
  chunksMade = 0;

  readonly environment: Environment;

  constructor(
    readonly files: Readonly<Record<string, FileDouble>>,
    isTerminal = false,
    language = 'en',
  ) {
    this.environment = {
      version: '0.1.0',
      texts: createTexts(language),
      output: {
        write: async (bytes) => {
          this.output += new TextDecoder().decode(bytes);
          return --this.chunksTaken > 0;
        },
      },
      messages: {
        isTerminal,
        write: (text) => {
          this.messages += text;
        },
      },
      signal: this.cancellation,
      startEngine: async (contract) => this.#startEngine(contract),
    };
  }

  #startEngine<C extends Contract>(contract: C): Engine<C> {
    const [near, far] = memoryTransportPair();
    serve(
      { ...engineContract },
      this.#handlers(() => far.close()),
      far,
      CHANNEL.engine,
    );
    return {
      client: createClient(contract, near, CHANNEL.engine),
      death: Promise.resolve(new AppError('out-of-memory')),
      close: async () => {
        this.closed++;
        near.close();
      },
    };
  }

  #handlers(die: () => void): Handlers<typeof engineContract> {
    const opened: string[] = [];
    const file = (capture: number): FileDouble => this.files[opened[capture] ?? ''] ?? {};
    const progress = (capture: number, state: CaptureProgress['state']): CaptureProgress => ({
      capture,
      name: opened[capture] ?? '',
      state,
      bytesRead: 1000,
      bytesTotal: 4000,
      packets: 10,
      connections: 1,
      keepAliveConnections: 0,
      findings: 0,
      errorFindings: file(capture).errorFindings ?? 0,
      issues: file(capture).issues?.length ?? 0,
      error: file(capture).fails ?? null,
    });
    const chunks = (method: string) =>
      async function* (this: CliDouble, params: unknown) {
        this.calls.push({ method, params });
        for (const part of ['first ', 'second ', 'third ', 'fourth ', 'fifth\n']) {
          this.chunksMade++;
          yield encoder.encode(part);
        }
      }.bind(this);
    const answered = {
      'captures.open': ({ source, decodeAs }: { source: { kind: string; path?: string }; decodeAs?: unknown }) => {
        this.calls.push({ method: 'captures.open', params: { source, ...(decodeAs !== undefined && { decodeAs }) } });
        const path = source.path ?? '';
        const found = this.files[path];
        if (found?.error) throw found.error;
        if (found === undefined) throw new AppError('file-not-found', { path });
        opened.push(path);
        return progress(opened.length - 1, 'reading');
      },
      'captures.progress': async function* ({ capture }: { capture: number }) {
        yield progress(capture, 'reading');
        if (file(capture).dies) die();
        yield progress(capture, file(capture).fails ? 'failed' : 'done');
      },
      'captures.summary': ({ capture }: { capture: number }) => ({
        capture: captureReport({ issues: (file(capture).issues ?? []).map((code) => ({ code, frame: null, offset: 0, detail: '' })) }),
        name: opened[capture] ?? '',
        baseSeconds: 0,
        durationMs: 0,
        timeDigits: 6,
        connections: 1,
        keepAliveConnections: 0,
        protocols: [],
        marks: [],
        comments: [],
        names: {},
      }),
      'report.write': chunks('report.write'),
      'report.document': chunks('report.document'),
      'bundle.write': chunks('bundle.write'),
      'packets.write': chunks('packets.write'),
      'packets.dissect': ({ capture, frame }: { capture: number; frame: number }) => {
        if (frame > 10) throw new AppError('no-such-frame', { frame, packets: 10 });
        return { ...DISSECTION, capture, frame };
      },
    };
    return answered as unknown as Handlers<typeof engineContract>;
  }
}
