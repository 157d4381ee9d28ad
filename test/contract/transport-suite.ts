import { afterEach, describe, expect, it } from 'vitest';
import { CancelSource } from '../../src/shared/base/cancellation';
import { AppError } from '../../src/shared/contract/errors';
import { createClient } from '../../src/shared/rpc/client';
import { encodeFrame, FRAME } from '../../src/shared/rpc/frames';
import type { Client } from '../../src/shared/rpc/handlers';
import { CHANNEL, type Transport } from '../../src/shared/rpc/transport';
import { type TrialContract, trialContract } from './trial-contract';

/** A client's end of a transport whose other end serves the trial contract on the engine channel, and nothing else. */
export interface TrialConnection {
  readonly transport: Transport;
  /** Breaks the way from the far end. */
  breakOff(): Promise<void> | void;
  dispose(): Promise<void> | void;
}

/** The same expectations of every transport. */
export function transportSuite(name: string, connect: () => Promise<TrialConnection>): void {
  describe(`the contract over ${name}`, () => {
    const open: TrialConnection[] = [];
    afterEach(async () => {
      for (const connection of open.splice(0)) await connection.dispose();
    });

    async function start(): Promise<{ connection: TrialConnection; client: Client<TrialContract> }> {
      const connection = await connect();
      open.push(connection);
      return { connection, client: createClient(trialContract, connection.transport, CHANNEL.engine) };
    }

    it('answers calls, many at once', async () => {
      const { client } = await start();
      const sums = await Promise.all(Array.from({ length: 50 }, (_, left) => client.add({ left, right: 1 })));
      expect(sums.map(({ sum }) => sum)).toEqual(Array.from({ length: 50 }, (_, left) => left + 1));
    });

    it('carries typed arrays as aligned copies of their kind', async () => {
      const { client } = await start();
      const columns = await client.columns({ rows: 1000 });
      expect(columns.f64).toBeInstanceOf(Float64Array);
      expect(columns.u32).toBeInstanceOf(Uint32Array);
      expect(Object.getPrototypeOf(columns.u8)).toBe(Uint8Array.prototype);
      expect([...columns.f64.subarray(0, 3)]).toEqual([Number.NaN, 1.25, 2.25]);
      expect([columns.u32.length, columns.u32[0], columns.u32[999]]).toEqual([1000, 0xffff_ffff, 0xffff_ffff - 999]);
      expect(columns.u8).toEqual(new Uint8Array([2, 3, 4]));
      expect([columns.text, columns.nothing]).toEqual(['保活', null]);
    });

    it('gives an AppError its code and data, and nothing more', async () => {
      const { client } = await start();
      const error = await rejection(client.fail({ how: 'app-error' }));
      expect([error.code, error.data, error.cause]).toEqual(['no-such-frame', { frame: 7 }, undefined]);
      expect((await rejection(client.fail({ how: 'bug' }))).code).toBe('internal');
    });

    it('refuses wrong params at the client before anything is sent', async () => {
      const { client } = await start();
      const error = await rejection(client.add({ left: 'one', right: 1 } as unknown as { left: number; right: number }));
      expect([error.code, error.data]).toEqual(['invalid-params', { method: 'add', at: 'left', problem: 'invalid_type' }]);
    });

    it('refuses wrong params and unknown methods at the server', async () => {
      const { connection } = await start();
      const loose = {
        add: { ...trialContract.add, params: trialContract.seen.params.loose() },
        missing: trialContract.seen,
        toString: trialContract.seen,
      };
      const client = createClient(loose, connection.transport, CHANNEL.engine);
      expect((await rejection(client.add({ left: 'one' }))).code).toBe('invalid-params');
      expect((await rejection(client.missing({}))).code).toBe('unknown-method');
      expect((await rejection(client.toString({}))).code).toBe('unknown-method');
    });

    it('refuses wrong results and items', async () => {
      const { connection, client } = await start();
      expect((await rejection(client.fail({ how: 'bad-result' }))).code).toBe('invalid-result');
      expect((await rejection(collect(client.wrongItems({})))).code).toBe('invalid-result');
      const strict = createClient({ add: { ...trialContract.add, result: trialContract.columns.result } }, connection.transport, CHANNEL.engine);
      expect((await rejection(strict.add({ left: 1, right: 2 }))).code).toBe('invalid-result');
    });

    it('cancels a call, and tells the handler', async () => {
      const { client } = await start();
      const cancel = new CancelSource();
      const call = client.untilCancelled({}, cancel);
      cancel.cancel();
      expect((await rejection(call)).code).toBe('cancelled');
      expect(await client.seen({})).toMatchObject({ cancelled: 1 });
      expect((await rejection(client.untilCancelled({}, cancel))).code).toBe('cancelled');
    });

    it('streams in order to the end, or to the error', async () => {
      const { client } = await start();
      const items = await collect(client.count({ to: 500, failAt: null }));
      expect(items.map(({ value }) => value)).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
      const received: number[] = [];
      const error = await rejection(collect(client.count({ to: 500, failAt: 20 }), (item) => received.push(item.value)));
      expect([error.code, error.data, received.length]).toEqual(['no-such-frame', { frame: 20 }, 19]);
    });

    it('never produces more than the credit granted', async () => {
      const { client } = await start();
      const iterator = client.count({ to: 1_000_000, failAt: null })[Symbol.asyncIterator]();
      await iterator.next();
      await settled(client);
      const { produced } = await client.seen({});
      expect(produced).toBeGreaterThan(1);
      expect(produced).toBeLessThanOrEqual(9);
      for (let i = 0; i < 20; i++) await iterator.next();
      await settled(client);
      expect((await client.seen({})).produced).toBeLessThanOrEqual(29);
      await iterator.return?.();
      await settled(client);
      expect(await client.seen({})).toMatchObject({ returned: 1 });
    });

    it('clamps the credit of a client that grants without end', async () => {
      const { connection, client } = await start();
      connection.transport.send(encodeFrame(CHANNEL.engine, [FRAME.call, 999, 'count', { to: 1_000_000, failAt: null }, 1_000_000_000]));
      await settled(client);
      expect((await client.seen({})).produced).toBe(64);
    });

    it('stops a stream when its reader stops, or is cancelled', async () => {
      const { client } = await start();
      for await (const { value } of client.count({ to: 1_000_000, failAt: null })) if (value === 3) break;
      const cancel = new CancelSource();
      const cancelled = rejection(collect(client.count({ to: 1_000_000, failAt: null }, cancel), ({ value }) => value === 3 && cancel.cancel()));
      expect((await cancelled).code).toBe('cancelled');
      await settled(client);
      expect((await client.seen({})).returned).toBe(2);
    });

    it('carries large chunks', async () => {
      const { client } = await start();
      const chunks = await collect(client.chunks({ chunks: 24, chunkBytes: 1 << 20 }));
      expect(chunks.map((chunk, index) => chunk.length === 1 << 20 && chunk[0] === index && chunk[(1 << 20) - 1] === index)).toEqual(
        Array(24).fill(true),
      );
    });

    it('leaves frames of other channels and frames that are none alone', async () => {
      const { connection, client } = await start();
      for (const bytes of [[], [0], [0, 0xc1], [0, 0x92, 0, 1], [7, 1, 2], [0, 0x95, 0, 1, 2, 3, 4]])
        connection.transport.send(new Uint8Array(bytes));
      expect(await client.add({ left: 1, right: 2 })).toEqual({ sum: 3 });
    });

    it('fails what is open, and what comes later, when the way is lost', async () => {
      const { connection, client } = await start();
      const call = rejection(client.untilCancelled({}));
      const iterator = client.count({ to: 3, failAt: null })[Symbol.asyncIterator]();
      await iterator.next();
      await client.seen({});
      await connection.breakOff();
      expect((await call).code).toBe('connection-lost');
      expect((await rejection(client.add({ left: 1, right: 2 }))).code).toBe('connection-lost');
      expect((await rejection(collect(client.count({ to: 1, failAt: null })))).code).toBe('connection-lost');
    });
  });
}

async function rejection(promise: Promise<unknown>): Promise<AppError> {
  try {
    await promise;
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return error as AppError;
  }
  throw new Error('expected a rejection');
}

async function collect<T>(items: AsyncIterable<T>, onItem: (item: T) => void = () => {}): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) {
    collected.push(item);
    onItem(item);
  }
  return collected;
}

/** Round trips and a moment: whatever the server was going to send by itself, it has sent. */
async function settled(client: Client<TrialContract>): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await client.add({ left: 0, right: 0 });
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
