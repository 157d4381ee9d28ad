/** Why a connection died, from the file to the setting that would have kept it: the device on the path, the exact times, the cost. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, openPage, type PageOptions, skipReason, type WatchedPage } from './browser';
import { deathCapture } from './keep-alive-captures';
import { startRealServer, type TestServer } from './servers';

const SCREENSHOTS = join(import.meta.dirname, 'screenshots');
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;
const LIGHT: PageOptions = { colorScheme: 'light', locale: 'en-GB' };
const DARK: PageOptions = { colorScheme: 'dark', locale: 'zh-CN' };

if (skipReason) console.log(`e2e: skipped. ${skipReason}`);

describe.skipIf(skipReason)('a connection that died of keep-alive', () => {
  let folder: string;
  let server: TestServer;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    folder = mkdtempSync(join(tmpdir(), 'tcpulse-root-'));
    // Outlived 300 s of silence, not 400 s: in between lies the patience of one known device.
    writeFileSync(join(folder, 'device.pcap'), deathCapture({ dataAtS: [1, 301], idleS: 400, intervalS: 10, count: 3 }));
    writeFileSync(join(folder, 'defaults.pcap'), deathCapture({ dataAtS: [1], idleS: 7200, intervalS: 75, count: 9 }));
    writeFileSync(join(folder, 'short.pcap'), deathCapture({ dataAtS: [1], idleS: 5, intervalS: 3, count: 2 }));
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

  async function openByMouse(name: string, options: PageOptions): Promise<void> {
    watched = await openPage(browser, server.url, options);
    page = watched.page;
    await page.locator('.start-page .bp6-intent-primary').click();
    await page.locator('.file-list button', { hasText: name }).click();
    await page.locator('.grid-layer .grid-row').first().waitFor();
  }
  /** Tabs on until the element has the focus. */
  async function tabTo(selector: string): Promise<void> {
    for (let tabs = 0; tabs < 90; tabs++) {
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`the focus does not come to ${selector}`);
  }
  const nav = (name: string) => page.getByRole('navigation').getByRole('button', { name: new RegExp(`^${name}`) });
  const finding = () => page.locator('.finding');
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

  it('names the device that forgot it, and carries half of its patience into the snippet of each system', async () => {
    await openByMouse('device.pcap', LIGHT);
    await nav('Findings').click();
    await finding()
      .getByRole('heading', { name: /no longer answers/ })
      .waitFor();
    await page.getByRole('grid', { name: 'Findings' }).getByText('A device on the path').click();
    await expect.poll(() => finding().innerText()).toContain('AWS Network Load Balancer (350 s)');
    await page.getByRole('tab', { name: 'Python' }).click();
    const code = finding().locator('.advice-code pre');
    expect(await code.innerText()).toContain('sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 175)');
    expect(await page.getByRole('tab').count()).toBe(16);
    await shootAndCheck('advice-light');
    // What was chosen stays for the next finding.
    await page
      .getByRole('grid', { name: 'Findings' })
      .getByText(/no longer answers/)
      .click();
    await expect.poll(() => code.innerText()).toContain('TCP_KEEPIDLE, 60)');
  });

  it('says by keyboard, in the dark, when it was given up and how to notice it sooner', async () => {
    watched = await openPage(browser, server.url, DARK);
    page = watched.page;
    await page.locator('.start-list li').first().waitFor();
    await page.keyboard.press('Control+o');
    const file = page.locator('.file-list button', { hasText: 'defaults.pcap' });
    await file.waitFor();
    for (let tabs = 0; tabs < 60 && !(await file.evaluate((button) => button === document.activeElement)); tabs++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.grid-layer .grid-row').first().waitFor();
    await page.keyboard.press('Alt+2');
    await finding()
      .getByRole('heading', { level: 3, name: /对端不再应答/ })
      .waitFor();
    await tabTo('[role=tab][aria-selected=true]');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('C');
    await page.keyboard.press('Enter');
    await expect.poll(() => finding().locator('.advice-code pre').innerText()).toContain('idle = 60, interval = 10, count = 6');
    await shootAndCheck('advice-dark');

    await page.keyboard.press('Alt+3');
    const card = page.getByRole('region', { name: /探测说明的情况|探测/ }).last();
    await page.locator('.chart canvas').waitFor();
    await expect.poll(() => page.locator('.fact-card').last().innerText()).toMatch(/2 h 11 min/);
    await card.waitFor();
    await shootAndCheck('keep-alive-defaults-dark');
  });

  it('gives the exact settings, the time of death and what the probes cost each host', async () => {
    await openByMouse('short.pcap', LIGHT);
    await nav('Keep-alive').click();
    const card = page.locator('.fact-card').last();
    await expect.poll(() => card.innerText()).toMatch(/Given up\s+11 s after the peer was last heard/);
    expect(await card.innerText()).toMatch(/~ 5 s/);
    expect(await card.innerText()).toMatch(/~ 3 s/);
    expect(await page.getByRole('grid', { name: 'Connections with keep-alive probes' }).innerText()).toContain('~ 5 s / 3 s / 2');
    const saved = async (kind: string): Promise<Buffer> => {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export the list' }).click();
      await page.getByRole('menuitem', { name: kind }).click();
      return readFileSync(await (await download).path());
    };
    expect((await saved('PNG')).subarray(1, 4).toString()).toBe('PNG');
    expect((await saved('SVG')).toString()).toContain('10.0.0.1:40030 - 192.0.2.80:9000');
    expect((await saved('CSV')).toString().split('\r\n')[1]).toMatch(/,client,2,0,3000,5000,3000,2,0\.7,crashed,given-up,/);
    await page.getByText('Hosts', { exact: true }).click();
    const hosts = page.getByRole('grid', { name: 'What keep-alive costs by host' });
    await expect.poll(() => hosts.innerText()).toContain('10.0.0.1');
    await page.getByLabel('Price of a GB').first().fill('10');
    // Two probes of 54 bytes, 3 s apart: 1200 packets an hour, 47.3 MB a month of 730 hours.
    await expect.poll(() => hosts.innerText()).toMatch(/1,200\s+64\.8 kB\s+1\.56 MB\s+47\.3 MB[\s\S]*0\.473/);
    await shootAndCheck('keep-alive-hosts-light');
    await hosts.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByRole('grid', { name: 'Connections with keep-alive probes' }).waitFor();
    expect(watched.complaints).toEqual([]);
  });
});
