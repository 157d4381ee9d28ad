/** Captures that take long or fail, over the made-up engine. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, openPage, skipReason, type WatchedPage } from './browser';
import { startFakeServer, type TestServer } from './servers';
import { faults, rowsOf } from './workbench-page';

const SLOW_PACKETS = 1_000_000;

if (skipReason) console.log(`e2e: skipped. ${skipReason}`);

describe.skipIf(skipReason)('reading', () => {
  let server: TestServer;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    server = await startFakeServer({
      slow: { name: 'slow-by-a-name-of-some-length.pcap', packets: SLOW_PACKETS, connections: 100, readingMs: 60_000 },
      broken: { name: 'broken.pcap', packets: 10, connections: 1, readingMs: 100, fails: 'not-a-capture' },
      empty: { name: 'empty.pcap', packets: 0, connections: 0, readingMs: 0 },
      lost: { name: 'lost.pcap', packets: 1000, connections: 2, readingMs: 0, lostReads: 1 },
      quick: { name: 'quick.pcap', packets: 5, connections: 2, readingMs: 0 },
    });
    watched = await openPage(browser, server.url);
    page = watched.page;
  });
  afterEach(async () => {
    await watched.context.close();
    await server.close();
  });
  afterAll(async () => {
    await browser?.close();
  });

  const openSample = (id: string) =>
    page
      .getByRole('main')
      .getByRole('button', { name: new RegExp(`^${id}`) })
      .click();
  /** Its text is as wide as it needs to be. */
  const isWhole = (name: string) =>
    page.getByRole('button', { name, exact: true }).evaluate((button) => {
      const text = button.querySelector('.bp6-button-text');
      return text !== null && text.scrollWidth <= text.clientWidth && text.getBoundingClientRect().width > 20;
    });
  const count = async () => Number(await page.getByRole('grid', { name: 'Packets', exact: true }).getAttribute('aria-rowcount')) - 1;

  it('shows the first rows while the rest is read, and stops when asked', async () => {
    await openSample('slow');
    await page.getByText('row of frame 1', { exact: true }).waitFor();
    const early = await count();
    expect(early).toBeLessThan(SLOW_PACKETS);
    await expect.poll(count).toBeGreaterThan(early);
    await page.getByRole('progressbar').waitFor();
    for (const width of [640, 960, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await isWhole('Cancel'), `${width} px`).toBe(true);
    }
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Stopped: what was read is shown').waitFor();
    await page.getByRole('progressbar').waitFor({ state: 'detached' });
    expect(await count()).toBeLessThan(SLOW_PACKETS);
    expect(watched.complaints).toEqual([]);
  });

  it('shows the packets once their file is there again, and as many as the window has room for', async () => {
    const grid = page.getByRole('grid', { name: 'Packets', exact: true });
    await openSample('lost');
    await page.getByText('This could not be shown').waitFor();
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Try again' }).press('Enter');
    await rowsOf(grid).first().waitFor();
    expect(await grid.evaluate((element) => element === document.activeElement)).toBe(true);
    const before = await rowsOf(grid).count();
    await page.setViewportSize({ width: 1280, height: 1400 });
    await expect.poll(() => rowsOf(grid).count()).toBeGreaterThan(before + 10);
    expect(watched.complaints).toEqual([]);
  });

  it('says why a capture could not be read', async () => {
    await openSample('broken');
    await page
      .getByRole('alert')
      .getByText(/broken\.pcap is no capture that TCPulse knows/)
      .waitFor();
    expect(watched.complaints).toEqual([]);
  });

  it('says why each view of an empty capture is empty', async () => {
    await openSample('empty');
    await page.getByText('The capture holds no packets').waitFor();
    await page.keyboard.press('Alt+8');
    await page.getByText('The capture holds no TCP connection').waitFor();
    await page.keyboard.press('Alt+3');
    await page.getByText('No keep-alive probes in this capture').waitFor();
    expect(watched.complaints).toEqual([]);
  });

  it('keeps several captures open and switches between them', async () => {
    await openSample('quick');
    await page.getByText('row of frame 5', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.getByRole('menuitem', { name: 'slow' }).click();
    await page.getByRole('button', { name: 'Close slow-by-a-name-of-some-length.pcap' }).waitFor();
    await page.getByRole('button', { name: 'Capture shown' }).click();
    await page.getByRole('menuitem', { name: 'quick.pcap' }).click();
    await expect.poll(count).toBe(5);
    await page.getByRole('button', { name: 'Close quick.pcap' }).click();
    await page.getByRole('button', { name: 'Close slow-by-a-name-of-some-length.pcap' }).waitFor();
    expect(watched.complaints).toEqual([]);
  });
});
