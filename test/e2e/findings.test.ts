/** From opening a recorded capture to the sentence that explains the death, by mouse and by keyboard, in both themes. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, openPage, type PageOptions, skipReason, type WatchedPage } from './browser';
import { projectFolder, startRealServer, type TestServer } from './servers';

const LAB = join(projectFolder, 'test/captures/lab');
const SCREENSHOTS = join(import.meta.dirname, 'screenshots');
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;
const THEMES: readonly (PageOptions & { readonly sentence: RegExp; readonly findings: string; readonly cause: RegExp })[] = [
  { colorScheme: 'light', locale: 'en-GB', findings: 'Findings', sentence: /The peer no longer answers/, cause: /ETIMEDOUT/ },
  { colorScheme: 'dark', locale: 'zh-CN', findings: '发现', sentence: /对端不再应答/, cause: /ETIMEDOUT/ },
];

if (skipReason) console.log(`e2e: skipped. ${skipReason}`);

describe.skipIf(skipReason)('findings', () => {
  let server: TestServer;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    browser = await launchBrowser();
  });
  // Captures stay open in the engine, so each test has one of its own.
  beforeEach(async () => {
    server = await startRealServer(LAB);
  });
  afterEach(async () => {
    await watched.context.close();
    await server.close();
  });
  afterAll(async () => {
    await browser?.close();
  });

  async function start(options: PageOptions = {}): Promise<void> {
    watched = await openPage(browser, server.url, options);
    page = watched.page;
  }
  async function openByMouse(name: string): Promise<void> {
    await page.locator('.start-page .bp6-intent-primary').click();
    await page.locator('.file-list button', { hasText: name }).click();
    await page.locator('.grid-layer .grid-row').first().waitFor();
  }
  const nav = (name: string) => page.getByRole('navigation').getByRole('button', { name: new RegExp(`^${name}`) });
  const finding = () => page.locator('.finding');
  async function shoot(name: string): Promise<void> {
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await page.screenshot({ path: join(SCREENSHOTS, `${name}-${size.width}.png`), animations: 'disabled' });
    }
    await page.setViewportSize(SIZES[0]);
  }
  async function expectNoFaults(): Promise<void> {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)).toEqual([]);
    expect(watched.complaints).toEqual([]);
  }

  for (const { sentence, cause, findings, ...options } of THEMES) {
    it(`leads by mouse from the file to the cause of death, ${options.colorScheme}`, async () => {
      await start(options);
      await openByMouse('keepalive-peer-vanished.pcap');
      await nav(findings).click();
      // The gravest finding is chosen at once.
      await finding().getByRole('heading', { level: 3, name: sentence }).waitFor();
      expect(await finding().innerText()).toMatch(cause);
      expect(await finding().getByRole('listitem').count()).toBeGreaterThan(1);
      await shoot(`findings-${options.colorScheme}`);
      await expectNoFaults();

      // Its packets are in the dock, and lead to the probes of the connection.
      const frame = finding().locator('.finding-frame').last();
      await frame.click();
      const number = await frame.innerText();
      await expect.poll(() => page.locator('.grid-selected').last().innerText()).toContain(number);
      await finding().locator('.finding-connection button').click();
      await page.locator('.chart canvas').waitFor();
      await page.locator('.fact-card').first().waitFor();
      await shoot(`keep-alive-death-${options.colorScheme}`);
      await expectNoFaults();
    });

    it(`leads by keyboard from the file to the cause of death, ${options.colorScheme}`, async () => {
      await start(options);
      await page.locator('.start-list li').first().waitFor();
      await page.keyboard.press('Control+o');
      const file = page.locator('.file-list button', { hasText: 'keepalive-peer-vanished.pcap' });
      await file.waitFor();
      for (let tabs = 0; tabs < 60 && !(await file.evaluate((button) => button === document.activeElement)); tabs++) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.locator('.grid-layer .grid-row').first().waitFor();
      await page.keyboard.press('Alt+2');
      const heading = finding().getByRole('heading', { level: 3, name: sentence });
      await heading.waitFor();
      const list = page.getByRole('grid').first();
      for (let tabs = 0; tabs < 60 && !(await list.evaluate((grid) => grid === document.activeElement)); tabs++) await page.keyboard.press('Tab');
      await page.keyboard.press('Home');
      await page.keyboard.press('Enter');
      await page.locator('.chart canvas').waitFor();
      await page.locator('.fact-card').first().waitFor();
      expect(watched.complaints).toEqual([]);
    });
  }

  it('filters by severity, code and the time line', async () => {
    await start();
    await openByMouse('keepalive-peer-vanished.pcap');
    await nav('Findings').click();
    await finding().waitFor();
    await page
      .getByRole('group', { name: 'Severity' })
      .getByRole('button', { name: /^Error/ })
      .click();
    await expect.poll(() => page.getByRole('grid', { name: 'Findings' }).getByRole('row').filter({ hasText: 'Error' }).count()).toBe(0);
    await page
      .getByRole('group', { name: 'Severity' })
      .getByRole('button', { name: /^Error/ })
      .click();
    await page.getByLabel('Code').selectOption('keepalive.peer-crashed');
    await finding()
      .getByRole('heading', { name: /no longer answers/ })
      .waitFor();
    const plot = await page.locator('.timeline-plot').boundingBox();
    if (!plot) throw new Error('the time line has no box');
    await page.mouse.move(plot.x + 1, plot.y + 20);
    await page.mouse.down();
    await page.mouse.move(plot.x + plot.width * 0.05, plot.y + 20, { steps: 4 });
    await page.mouse.up();
    await page.getByText('No finding fits the filter').waitFor();
    await page.getByRole('button', { name: 'Clear the time range' }).click();
    await finding()
      .getByRole('heading', { name: /no longer answers/ })
      .waitFor();
    expect(watched.complaints).toEqual([]);
  });

  it('leads from a stall to the connection, where no probe plays a part', async () => {
    await start();
    await openByMouse('zero-window.pcap');
    await nav('Findings').click();
    await page.getByLabel('Code').selectOption('connection.zero-window');
    await finding().getByRole('heading', { level: 3 }).waitFor();
    await shoot('findings-zero-window');
    await finding().locator('.finding-connection button').click();
    await page.getByRole('grid', { name: 'Connections' }).waitFor();
    expect(watched.complaints).toEqual([]);
  });

  it('says so when there is nothing to report', async () => {
    await start();
    await openByMouse('redis-ping.pcap');
    await nav('Findings').click();
    await page.getByText('Nothing to report was found').waitFor();
    await expectNoFaults();
  });
});
