/** Each view in both themes: no accessibility fault that axe finds, and a screenshot to look at (in test/e2e/screenshots, not kept in the repository). */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openPage, skipReason } from './browser';
import { mixedCapture } from './captures';
import { startRealServer, type TestServer } from './servers';
import { faults, folderWith, SCREENSHOTS, shoot } from './workbench-page';

/** In the order of the navigation. */
const NAV = [
  'summary',
  'findings',
  'keepAlive',
  'heartbeats',
  'http',
  'listeners',
  'host',
  'connections',
  'packets',
  'whatIf',
  'project',
  'io',
] as const;
/** As the style sheet has it. */
const LEAST_CHART_PX = 160;
/** Those that the capture fills; findings.test.ts and analysis.test.ts look at the others. */
const VIEWS = ['summary', 'keepAlive', 'connections', 'packets'] as const;

describe.skipIf(skipReason)('views', () => {
  let folder: string;
  let server: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    folder = folderWith({ 'mixed.pcap': mixedCapture() });
    browser = await launchBrowser();
    server = await startRealServer(folder);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`start page, ${colorScheme}`, async () => {
      const { page, context, complaints } = await openPage(browser, server.url, { colorScheme });
      await page.locator('.start-list li').first().waitFor();
      await page.screenshot({ path: join(SCREENSHOTS, `start-1280-${colorScheme}.png`) });
      expect(await faults(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    });
  }

  describe('of a capture', () => {
    // It stays open in the engine, so every page that comes later shows it.
    beforeAll(async () => {
      const { page, context } = await openPage(browser, server.url);
      await page.locator('.start-page .bp6-intent-primary').click();
      await page.locator('.file-list button').click();
      await page.locator('.grid-layer .grid-row').first().waitFor();
      await context.close();
    });

    it.each(['connections', 'keepAlive', 'http', 'heartbeats', 'listeners', 'packets'] as const)(
      '%s keep the choice of columns in sight',
      async (view) => {
        const { page, context } = await openPage(browser, server.url);
        await page.locator('.nav button').nth(NAV.indexOf(view)).click();
        const choice = page.locator('main .column-menu-button').first();
        await choice.waitFor();
        // Columns that find no room are scrolled to within the grid.
        await choice.click({ trial: true });
        const [button, pane] = await Promise.all([choice.boundingBox(), page.locator('main .pane').first().boundingBox()]);
        expect((button?.x ?? 0) + (button?.width ?? 0)).toBeLessThanOrEqual((pane?.x ?? 0) + (pane?.width ?? 0));
        await context.close();
      },
    );

    it.each(['keepAlive', 'listeners', 'host', 'io'] as const)(
      '%s is scrolled in a small window, where its chart would be too low to read',
      async (view) => {
        const { page, context } = await openPage(browser, server.url);
        await page.setViewportSize({ width: 960, height: 560 });
        await page.locator('.nav button').nth(NAV.indexOf(view)).click();
        const chart = page.locator('main .chart canvas').first();
        await chart.waitFor();
        expect((await chart.boundingBox())?.height).toBeGreaterThanOrEqual(LEAST_CHART_PX);
        // No other scrolls inside that which holds it.
        const scrolled = await chart.evaluate((element) => {
          const holders: Element[] = [];
          for (let at = element.parentElement; at; at = at.parentElement) if (at.scrollHeight > at.clientHeight + 1) holders.push(at);
          return holders.map(({ className }) => className);
        });
        expect(scrolled).toEqual([{ keepAlive: 'list-and-detail', listeners: 'list-and-detail', host: 'host-view', io: 'io-view' }[view]]);
        await context.close();
      },
    );

    it('keepAlive has its chart as wide as a narrow pane, and says the facts about it in lines', async () => {
      const { page, context } = await openPage(browser, server.url);
      await page.setViewportSize({ width: 620, height: 800 });
      await page.locator('.nav button').nth(NAV.indexOf('keepAlive')).click();
      await page.locator('main .chart canvas').waitFor();
      const [frame, facts, chart, side] = await Promise.all(
        ['.chart-frame', '.chart-facts', '.chart', '.chart-side'].map((part) => page.locator(`main ${part}`).boundingBox()),
      );
      expect(chart?.width).toBe(frame?.width);
      expect(chart?.height).toBeGreaterThanOrEqual(LEAST_CHART_PX);
      expect(facts?.width).toBeGreaterThanOrEqual(200);
      expect(side?.y).toBeGreaterThanOrEqual((chart?.y ?? 0) + (chart?.height ?? 0));
      await context.close();
    });

    it('listeners keeps its tabs within a narrow pane', async () => {
      const { page, context } = await openPage(browser, server.url);
      await page.setViewportSize({ width: 620, height: 800 });
      await page.locator('.nav button').nth(NAV.indexOf('listeners')).click();
      const last = page.locator('.listener-head button').last();
      await last.waitFor();
      const [button, pane] = await Promise.all([last.boundingBox(), page.locator('.listener').boundingBox()]);
      expect((button?.x ?? 0) + (button?.width ?? 0)).toBeLessThanOrEqual((pane?.x ?? 0) + (pane?.width ?? 0));
      await context.close();
    });

    it('summary keeps every block within the view', async () => {
      const { page, context } = await openPage(browser, server.url);
      await page.locator('.nav button').nth(NAV.indexOf('summary')).click();
      const blocks = page.locator('.summary-block');
      await blocks.nth(4).waitFor();
      const width = page.viewportSize()?.width ?? 0;
      const ends = await blocks.evaluateAll((elements) => elements.map((element) => element.getBoundingClientRect().right));
      expect(ends.filter((end) => end > width)).toEqual([]);
      await context.close();
    });

    for (const colorScheme of ['light', 'dark'] as const) {
      for (const view of VIEWS) {
        it(`${view}, ${colorScheme}`, async () => {
          const locale = colorScheme === 'dark' ? 'zh-CN' : 'en-GB';
          const { page, context, complaints } = await openPage(browser, server.url, { colorScheme, locale });
          await page.locator('.grid-layer .grid-row').first().click();
          await page.getByText('Time to Live').click();
          const entry = page.locator('.nav button').nth(NAV.indexOf(view));
          await entry.click();
          await expect.poll(() => entry.getAttribute('aria-current')).toBe('page');
          await page
            .locator(view === 'summary' ? '.summary' : '.grid-layer .grid-row')
            .first()
            .waitFor();
          if (view === 'keepAlive') await page.locator('.chart canvas').waitFor();
          else if (view !== 'summary') await page.locator('.grid-layer .grid-row').nth(2).click();
          await shoot(page, `${view}-${colorScheme}`);
          expect(await faults(page)).toEqual([]);
          expect(complaints).toEqual([]);
          await context.close();
        });
      }
    }
  });
});
