import { describe, expect, it } from 'vitest';
import { RowOrders } from '../../../src/engine/session/row-orders';
import { CancelSource } from '../../../src/shared/base/cancellation';

/** Every look at the clock finds a slice over, so that work is interrupted wherever it may be. */
function makeOrders() {
  let now = 0;
  const orders = new RowOrders({
    now: () => {
      now += 100;
      return now;
    },
    pause: () => Promise.resolve(),
  });
  let made = 0;
  const make = (length: number) =>
    function* () {
      made++;
      yield;
      yield;
      return new Uint32Array(length);
    };
  const ask = (key: string, version = 1, length = 3, signal = new CancelSource()) => orders.of(key, version, make(length), signal);
  return { ask, made: () => made };
}

describe('orders of rows', () => {
  it('are made once for each state of the capture', async () => {
    const { ask, made } = makeOrders();
    const first = await ask('a');
    await ask('b');
    expect(await ask('a')).toBe(first);
    expect(made()).toBe(2);
    await ask('a', 2);
    expect(made()).toBe(3);
  });

  it('are made once for windows that are asked for together', async () => {
    const { ask, made } = makeOrders();
    const [first, second] = await Promise.all([ask('a'), ask('a')]);
    expect(second).toBe(first);
    expect(made()).toBe(1);
  });

  it('are made for who still waits when who asked first gives up', async () => {
    const { ask, made } = makeOrders();
    const cancel = new CancelSource();
    const first = ask('a', 1, 3, cancel);
    const second = ask('a');
    cancel.cancel();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    expect(await second).toHaveLength(3);
    expect(made()).toBe(2);
  });

  it('are forgotten, the one asked for longest ago first, when they hold too many rows', async () => {
    const { ask, made } = makeOrders();
    await ask('a', 1, 3_000_000);
    await ask('b', 1, 3_000_000);
    await ask('a', 1, 3_000_000);
    await ask('c', 1, 3_000_000);
    expect(made()).toBe(3);
    await ask('a', 1, 3_000_000);
    expect(made()).toBe(3);
    await ask('b', 1, 3_000_000);
    expect(made()).toBe(4);
  });
});
