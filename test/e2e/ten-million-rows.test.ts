import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openPage, skipReason, type WatchedPage } from './browser';
import { startFakeServer, type TestServer } from './servers';
import { rowsOf } from './workbench-page';

const PACKETS = 10_000_000;
const LAST_ROW = 'row of frame 10000000';

if (skipReason) console.log(`e2e: skipped. ${skipReason}`);

describe.skipIf(skipReason)('ten million rows', () => {
  let server: TestServer;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    server = await startFakeServer({ huge: { name: 'huge.pcap', packets: PACKETS, connections: 20_000, readingMs: 0 } });
    browser = await launchBrowser();
    watched = await openPage(browser, server.url);
    page = watched.page;
    await page.getByRole('button', { name: /^huge/ }).click();
    await page.getByText('row of frame 1', { exact: true }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const grid = () => page.getByRole('grid', { name: 'Packets', exact: true });

  it('tells the number of rows to assistive technology', async () => {
    await expect.poll(() => grid().getAttribute('aria-rowcount')).toBe(String(PACKETS + 1));
  });

  it('shows the last row at the end of the scroll bar', async () => {
    await grid().evaluate((element) => {
      element.scrollTop = element.scrollHeight;
    });
    await page.getByText(LAST_ROW).waitFor();
    await expect
      .poll(async () => {
        const [row, box] = await Promise.all([page.getByText(LAST_ROW).boundingBox(), grid().boundingBox()]);
        return row && box && row.y + row.height <= box.y + box.height + 1;
      })
      .toBe(true);
  });

  it('moves row by row by wheel, although one px of the scroll bar is many rows', async () => {
    await grid().hover();
    await page.mouse.wheel(0, -220);
    await page.getByText(LAST_ROW).waitFor({ state: 'detached' });
    await page.getByText('row of frame 9999990').waitFor();
  });

  it('goes to both ends, and row by row, by keyboard', async () => {
    await grid().focus();
    await page.keyboard.press('Home');
    await page.getByText('row of frame 1', { exact: true }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('row', { selected: true }).getByText('row of frame 2', { exact: true }).waitFor();
    await page.keyboard.press('End');
    await page.getByRole('row', { selected: true }).getByText(LAST_ROW).waitFor();
    await page.keyboard.press('ArrowUp');
    await page.getByRole('row', { selected: true }).getByText('row of frame 9999999').waitFor();
  });

  it('goes to a packet by its number', async () => {
    await page.keyboard.press('Control+g');
    await page.getByLabel('Packet number').fill('5,000,001');
    await page.keyboard.press('Enter');
    await page.getByRole('row', { selected: true }).getByText('row of frame 5000001').waitFor();
  });

  it('shows the rows of the place where fast scrolling ends', async () => {
    const steps = 60;
    await grid().evaluate(async (element, count) => {
      for (let step = 0; step < count; step++) {
        element.scrollTop = (element.scrollHeight * step) / count;
        await new Promise(requestAnimationFrame);
      }
    }, steps);
    const place = async (): Promise<number> => Number(await rowsOf(grid()).first().locator('[data-column=frame]').innerText()) / PACKETS;
    await expect.poll(place).toBeCloseTo((steps - 1) / steps, 2);
  });

  it('has nothing to complain about', () => {
    expect(watched.complaints).toEqual([]);
  });
});
