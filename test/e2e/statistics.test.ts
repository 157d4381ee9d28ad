/** Conversations, endpoints and the protocol hierarchy of a capture built in code: sorted, filtered by, exported. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, openPage, type PageOptions, skipReason, type WatchedPage } from './browser';
import { mixedCapture } from './captures';
import { startRealServer, type TestServer } from './servers';

const SCREENSHOTS = join(import.meta.dirname, 'screenshots');
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;

if (skipReason) console.log(`e2e: skipped. ${skipReason}`);

describe.skipIf(skipReason)('statistics', () => {
  let folder: string;
  let server: TestServer;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    folder = mkdtempSync(join(tmpdir(), 'tcpulse-root-'));
    writeFileSync(join(folder, 'mixed.pcap'), mixedCapture());
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

  async function open(options: PageOptions): Promise<void> {
    watched = await openPage(browser, server.url, options);
    page = watched.page;
    await page.locator('.start-page .bp6-intent-primary').click();
    await page.locator('.file-list button', { hasText: 'mixed.pcap' }).click();
    await page.locator('.grid-layer .grid-row').first().waitFor();
    await page.locator('.nav button', { hasText: /Statistics|统计/ }).click();
    await rows().first().waitFor();
  }
  const rows = () => page.locator('.statistics .grid-layer > [role=row]');
  const column = (id: string) => page.locator(`.statistics .grid-layer [data-column=${id}]`).allInnerTexts();
  const choose = (name: string) => page.locator('.statistics-head').getByRole('radio', { name, exact: true }).click();
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

  it('lists who talked with whom, sorted by the engine, as CSV, and shows the packets of a row', async () => {
    await open({ colorScheme: 'light', locale: 'en-GB' });
    await expect.poll(() => column('packets')).toEqual(['14', '2', '2']);
    await shootAndCheck('statistics-conversations-light');
    await page.locator('.statistics').getByRole('columnheader', { name: 'Address A' }).getByRole('button').click();
    await expect.poll(() => column('addressA')).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export the table as CSV' }).click();
    const lines = readFileSync(await (await download).path(), 'utf8').split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe('addressA,portA,addressB,portB,packets,bytes,packetsAB,bytesAB,packetsBA,bytesBA,startMs,durationMs,filter');
    await choose('IPv6');
    await page.getByText('The capture holds nothing of this layer').waitFor();
    await choose('Endpoints');
    await choose('Ethernet');
    await expect.poll(() => rows().count()).toBe(2);
    await choose('Conversations');
    await choose('TCP');
    await rows().nth(1).getByRole('button', { name: 'tcp.stream' }).click();
    const packets = page.getByRole('grid', { name: 'Packets', exact: true });
    await expect.poll(() => packets.locator('.grid-layer [data-column=frame]').allInnerTexts(), { timeout: 10_000 }).toHaveLength(2);
  });

  it('shows which protocols lie in which, dark and in Chinese', async () => {
    await open({ colorScheme: 'dark', locale: 'zh-CN' });
    await choose('协议分级');
    await expect
      .poll(async () => (await column('protocol')).slice(0, 3))
      .toEqual(['Ethernet II', 'Internet Protocol Version 4', 'Transmission Control Protocol']);
    await shootAndCheck('statistics-hierarchy-dark');
    await choose('端点');
    await expect.poll(() => column('address')).toContain('10.0.0.1');
    await shootAndCheck('statistics-endpoints-dark');
  });
});
