/** Heartbeats: from a capture built in code to the beat that was late and what came of it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, openPage, type PageOptions, skipReason, type WatchedPage } from './browser';
import { heartbeatCapture } from './captures';
import { startRealServer, type TestServer } from './servers';

const SCREENSHOTS = join(import.meta.dirname, 'screenshots');
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;
const LIGHT: PageOptions = { colorScheme: 'light', locale: 'en-GB' };
const DARK: PageOptions = { colorScheme: 'dark', locale: 'zh-CN' };

if (skipReason) console.log(`e2e: skipped. ${skipReason}`);

describe.skipIf(skipReason)('analysis views', () => {
  let folder: string;
  let server: TestServer;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    folder = mkdtempSync(join(tmpdir(), 'tcpulse-root-'));
    writeFileSync(join(folder, 'beats.pcap'), heartbeatCapture());
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    server = await startRealServer(folder);
  });
  afterEach(async () => {
    await watched.context.close();
    await server.close();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(name: string, options: PageOptions): Promise<void> {
    watched = await openPage(browser, server.url, options);
    page = watched.page;
    await page.locator('.start-page .bp6-intent-primary').click();
    await page.locator('.file-list button', { hasText: name }).click();
    await page.locator('.grid-layer .grid-row').first().waitFor();
  }
  const show = (view: string) => page.locator('.nav button', { hasText: view }).click();
  const grid = (name: string) => page.getByRole('grid', { name, exact: true });
  const rowTexts = (name: string) => grid(name).locator('.grid-layer > [role=row]').allInnerTexts();
  async function shootAndCheck(name: string): Promise<void> {
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await page.screenshot({ path: join(SCREENSHOTS, `${name}-${size.width}.png`), animations: 'disabled' });
    }
    await page.setViewportSize(SIZES[0]);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)).toEqual([]);
    expect(watched.complaints).toEqual([]);
  }

  it('shows the gaps of a heartbeat, the late beat and what followed', async () => {
    await open('beats.pcap', LIGHT);
    await show('Heartbeats');
    await expect.poll(() => rowTexts('Heartbeats')).toHaveLength(1);
    const [row] = await rowTexts('Heartbeats');
    for (const text of ['10.0.0.1:40010', 'Client', 'MQTT', '12', '2 B', '~ 45', '1 late', 'Reset']) expect(row).toContain(text);
    const card = page.getByRole('region', { name: 'Late, early and missed beats' }).last();
    await expect.poll(() => card.innerText()).toMatch(/58 s since the beat before, 45\.\d+ s expected/);
    expect(await card.innerText()).toContain('The sender itself was late');
    await page.locator('.chart canvas').waitFor();
    await shootAndCheck('heartbeats-light');

    await page.getByRole('radio', { name: 'Table' }).click();
    await expect.poll(() => rowTexts('Beats')).toHaveLength(12);
    await grid('Beats').getByRole('row', { name: /Late/ }).click();
    const late = (await grid('Beats').getByRole('row', { selected: true }).innerText()).split('\n')[0]?.trim() ?? '';
    await expect.poll(() => grid('Packets').getByRole('row', { selected: true }).innerText()).toContain(late);
  });

  it('leads from the finding to the heartbeat, by keyboard', async () => {
    await open('beats.pcap', DARK);
    await page.keyboard.press('Alt+2');
    await page.locator('.finding h3').waitFor();
    await page.getByLabel('代码').selectOption('heartbeat.late');
    const list = grid('发现列表');
    await list.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.locator('.chart canvas').waitFor();
    await expect.poll(() => page.locator('.nav button[aria-current=page]').innerText()).toContain('心跳');
    await shootAndCheck('heartbeats-dark');
  });
});
