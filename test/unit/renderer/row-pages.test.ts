import { describe, expect, it } from 'vitest';
import { RowPages } from '../../../src/renderer/data-grid/row-pages';
import { AppError } from '../../../src/shared/contract/errors';

/** A table whose answers are given by hand. */
function table() {
  const calls: { from: number; cancelled: boolean; answer(total: number): void; fail(error: AppError): void }[] = [];
  const pages = new RowPages<number>(
    (from, count, signal) =>
      new Promise((resolve, reject) => {
        const call = {
          from,
          cancelled: false,
          answer: (total: number) => resolve({ total, rows: Array.from({ length: Math.min(count, total - from) }, (_, i) => from + i) }),
          fail: reject,
        };
        signal.onCancel(() => {
          call.cancelled = true;
          reject(new AppError('cancelled'));
        });
        calls.push(call);
      }),
  );
  return { pages, calls };
}
const settled = () => new Promise((done) => setTimeout(done));

describe('RowPages', () => {
  it('fetches the pages in sight, once', async () => {
    const { pages, calls } = table();
    pages.want(190, 210);
    pages.want(190, 210);
    expect(calls.map(({ from }) => from)).toEqual([0, 200]);
    for (const call of calls) call.answer(1000);
    await settled();
    expect(pages.total).toBe(1000);
    expect([pages.row(199), pages.row(200), pages.row(400)]).toEqual([199, 200, null]);
    pages.want(0, 20);
    expect(calls).toHaveLength(2);
  });

  it('cancels what scrolled out of sight before it came, and asks again when it is back', async () => {
    const { pages, calls } = table();
    pages.want(0, 20);
    pages.want(5000, 5020);
    expect(calls[0]?.cancelled).toBe(true);
    await settled();
    expect(pages.error).toBeNull();
    pages.want(0, 20);
    expect(calls.map(({ from }) => from)).toEqual([0, 5000, 0]);
  });

  it('keeps what is shown while a table that has grown is read again', async () => {
    const { pages, calls } = table();
    pages.want(0, 20);
    calls[0]?.answer(10);
    await settled();
    pages.refresh(0, 10);
    expect(pages.row(9)).toBe(9);
    calls[1]?.answer(50);
    await settled();
    expect([pages.total, pages.row(49)]).toEqual([50, 49]);
  });

  it('holds a failure until it is tried again', async () => {
    const { pages, calls } = table();
    pages.want(0, 20);
    calls[0]?.fail(new AppError('internal'));
    await settled();
    expect(pages.error?.code).toBe('internal');
    pages.want(0, 20);
    expect(calls).toHaveLength(1);
    pages.retry();
    pages.want(0, 20);
    expect(calls).toHaveLength(2);
  });

  it('forgets the pages that were not used for long', async () => {
    const { pages, calls } = table();
    for (let page = 0; page < 70; page++) {
      pages.want(page * 200, page * 200 + 10);
      calls.at(-1)?.answer(100_000);
      await settled();
    }
    expect(pages.row(0)).toBeNull();
    expect(pages.row(69 * 200)).toBe(69 * 200);
  });
});
