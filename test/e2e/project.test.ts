/** Projects, what leaves the workbench, settings and the tour, as a user goes through them; screenshots in test/e2e/screenshots. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Browser, Download, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { LOST_PROBES, scriptedCapture, scriptsOf } from '../captures/two-points';
import { launchBrowser, openPage, skipReason } from './browser';
import { heartbeatCapture, later, mixedCapture } from './captures';
import { type RealServer, startRealServer } from './servers';
import { analysed, command, faults, folderWith, rowsOf, shoot } from './workbench-page';

/** Paths of the files of a folder that may not be there yet. */
function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

describe.skipIf(skipReason)('a project', () => {
  let folder: string;
  let server: RealServer;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => browser?.close());

  async function start(files: Parameters<typeof folderWith>[0]): Promise<void> {
    folder = folderWith(files);
    server = await startRealServer(folder);
  }
  // That of the server was taken by a clock that is 7 s fast.
  const bothEnds = () => ({ 'client.pcap': heartbeatCapture(), 'server.pcap': later(heartbeatCapture(), 7), 'other.pcap': mixedCapture() });
  async function stop(): Promise<void> {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
  /** A server that goes with the test, also when that fails. */
  async function startForTest(files: Parameters<typeof start>[0] = bothEnds()): Promise<void> {
    await start(files);
    onTestFinished(stop);
  }

  async function openFile(page: Page, name: string): Promise<void> {
    await page.keyboard.press('Control+o');
    await page.locator('.file-list button', { hasText: name }).click();
    await page.locator('.capture-name', { hasText: name }).waitFor();
    await analysed(page);
  }
  const view = (page: Page, name: string) => page.locator('.nav button', { hasText: name }).click();
  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });

  const pictures = (page: Page, name: string, theme: string): Promise<void> => shoot(page, `${name}-${theme}`);
  async function contents(download: Download): Promise<Buffer> {
    return readFileSync(await download.path());
  }

  it('is saved, closed, opened again and recovered after the window died', async () => {
    await startForTest();
    const { page, context, complaints } = await openPage(browser, server.url);
    await page.locator('.start-page').waitFor();
    await openFile(page, 'client.pcap');
    await view(page, 'Findings');
    await button(page, 'Dismiss…').click();
    await page.getByLabel('Why it is of no account').fill('planned maintenance');
    await page.getByLabel('Why it is of no account').press('Enter');
    await page.getByText('Dismissed: planned maintenance').waitFor();
    await page.getByRole('button', { name: 'Project Untitled project, not saved' }).waitFor();

    await page.keyboard.press('Control+s');
    await page.locator('#project-path').fill(join(folder, 'case'));
    await page.locator('#project-path').press('Enter');
    await page.getByRole('button', { name: 'Project case.tcpulse', exact: true }).waitFor();
    const stored = JSON.parse(readFileSync(join(folder, 'case.tcpulse'), 'utf8'));
    expect(stored.captures[0].source.path).toBe('client.pcap');
    expect(stored.dismissed[0].reason).toBe('planned maintenance');
    await expect.poll(() => existsSync(join(folder, '.case.tcpulse.lock'))).toBe(true);

    // A second window is warned.
    const second = await openPage(browser, server.url);
    await second.page.locator('.nav, .start-page').first().waitFor();
    await second.page.keyboard.press('Control+o');
    await second.page.locator('.file-list button', { hasText: /^case\.tcpulse/ }).click();
    await second.page.getByRole('heading', { name: 'Open in another window' }).waitFor();
    await second.context.close();

    // Work that was not saved outlives its window.
    await page.getByRole('button', { name: 'Note', exact: true }).first().click();
    await page.getByLabel('Note', { exact: true }).first().fill('ask the owner of the broker');
    await page.getByLabel('Note', { exact: true }).first().blur();
    await page.getByRole('button', { name: 'Project case.tcpulse, not saved' }).waitFor();
    const kept = (): string[] => namesIn(join(server.settings, 'recovery')).map((path) => readFileSync(path, 'utf8'));
    await expect.poll(kept).toContainEqual(expect.stringContaining('ask the owner of the broker'));
    expect(complaints).toEqual([]);
    await context.close();

    const next = await openPage(browser, server.url);
    await next.page.getByText('Work that was not saved').waitFor();
    await button(next.page, 'Restore').click();
    await next.page.getByRole('button', { name: 'Project case.tcpulse, not saved' }).waitFor();
    await view(next.page, 'Project');
    await next.page.getByText('ask the owner of the broker').waitFor();
    await next.page.keyboard.press('Control+s');
    await next.page.getByRole('button', { name: 'Project case.tcpulse', exact: true }).waitFor();
    expect(readFileSync(join(folder, 'case.tcpulse'), 'utf8')).toContain('ask the owner of the broker');
    await next.context.close();
  });

  it('that is damaged is refused with the place, and the version before it opens', async () => {
    await startForTest();
    const { page, context } = await openPage(browser, server.url);
    await page.locator('.start-page').waitFor();
    await openFile(page, 'other.pcap');
    await page.keyboard.press('Control+s');
    await page.locator('#project-path').fill(join(folder, 'case.tcpulse'));
    await page.locator('#project-path').press('Enter');
    await page.getByRole('button', { name: 'Project case.tcpulse', exact: true }).waitFor();
    // The dialog goes last, and keys of the workbench are not heard in it.
    await page.locator('#project-path').waitFor({ state: 'detached' });
    // Saved once more, what was saved before is kept.
    await page.keyboard.press('Control+s');
    await expect.poll(() => existsSync(join(folder, '.case.tcpulse.backup')) && existsSync(join(folder, 'case.tcpulse'))).toBe(true);
    await context.close();
    writeFileSync(join(folder, 'case.tcpulse'), readFileSync(join(folder, 'case.tcpulse'), 'utf8').slice(0, 120));
    const again = await openPage(browser, server.url);
    await again.page.locator('.nav, .start-page').first().waitFor();
    await again.page.keyboard.press('Control+o');
    await again.page.locator('.file-list button', { hasText: /^case\.tcpulse/ }).click();
    await again.page.getByText(/is damaged at \d+:\d+/).waitFor();
    await button(again.page, 'Open the version saved before').click();
    await again.page.getByRole('button', { name: 'Project case.tcpulse, not saved' }).waitFor();
    await again.context.close();
  });

  it('compares both ends, and leaves as report and as bundle', async () => {
    await startForTest();
    const { page, context, complaints } = await openPage(browser, server.url);
    await page.locator('.start-page').waitFor();
    for (const name of ['other.pcap', 'client.pcap', 'server.pcap']) await openFile(page, name);
    await view(page, 'Project');
    // The pair that holds the same traffic is found among the three.
    await page.getByText('Connections in common: 1').waitFor();
    await page.getByText(/Add -7 s to the second capture’s times/).waitFor();
    await button(page, 'Use as its offset').click();
    await expect.poll(() => page.getByLabel('Added to the times of server.pcap, in milliseconds').inputValue()).toBe('-7000');

    await command(page, 'Write report');
    const [report] = await Promise.all([page.waitForEvent('download'), button(page, 'Write report').click()]);
    expect(report.suggestedFilename()).toBe('other-report.html');
    const html = (await contents(report)).toString();
    expect(html).toContain('<svg class="chart"');
    expect(html).toContain('What happened.');

    await command(page, 'bundle');
    await page.getByText('Other addresses and names').click();
    const [bundle] = await Promise.all([page.waitForEvent('download'), button(page, 'Save bundle').click()]);
    const archive = gunzipSync(await contents(bundle));
    for (const secret of [Buffer.from([10, 0, 0, 1]), Buffer.from([192, 0, 2, 80]), Buffer.from('client.pcap')])
      expect(archive.includes(secret)).toBe(false);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('leads from what was lost between two captures to the packets, in the one that holds them', async () => {
    const { near, far } = scriptsOf(LOST_PROBES, 5000);
    await startForTest({ 'near.pcap': scriptedCapture(near), 'far.pcap': scriptedCapture(far) });
    const { page, context, complaints } = await openPage(browser, server.url);
    await page.locator('.start-page').waitFor();
    for (const name of ['near.pcap', 'far.pcap']) await openFile(page, name);
    await view(page, 'Project');
    const lost = page.getByRole('row', { name: /^Servers to clients/ }).getByRole('button', { name: '2' });
    expect(await lost.getAttribute('title')).toBe('Show them in near.pcap');
    await lost.click();
    await page.locator('.capture-name', { hasText: 'near.pcap' }).waitFor();
    const numbers = () => rowsOf(page.locator('body')).evaluateAll((rows) => rows.map((row) => (row as HTMLElement).innerText.split('\n')[0]));
    await expect.poll(numbers).toEqual(['6', '7']);

    await page.locator('.compare-chart').getByRole('radio', { name: 'Table' }).click();
    const [, ofFar] = await page.locator('.compare-chart tbody tr').nth(1).getByRole('button').all();
    await ofFar?.click();
    await page.locator('.capture-name', { hasText: 'far.pcap' }).waitFor();
    await expect.poll(numbers).toEqual([(await ofFar?.innerText())?.replace(/\D/g, '')]);
    expect(await faults(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
    const zh = colorScheme === 'dark';
    let page: Page;
    let complaints: readonly string[];
    let close: () => Promise<void>;
    beforeAll(async () => {
      await start(bothEnds());
      const opened = await openPage(browser, server.url, { colorScheme, locale: zh ? 'zh-CN' : 'en-GB' });
      ({ page, complaints } = opened);
      close = () => opened.context.close();
      await page.locator('.start-page').waitFor();
      for (const name of ['client.pcap', 'server.pcap']) {
        await openFile(page, name);
      }
    });
    afterAll(async () => {
      await close?.();
      await stop();
    });

    it('its view has no fault that axe finds', async () => {
      await view(page, zh ? '项目' : 'Project');
      await page.locator('.compare-chart canvas').waitFor();
      await pictures(page, 'project', colorScheme);
      expect(await faults(page)).toEqual([]);
      expect(complaints).toEqual([]);
    });

    it('the I/O chart has none', async () => {
      await view(page, zh ? 'I/O 图' : 'I/O chart');
      await page.locator('.io-view canvas').waitFor();
      await pictures(page, 'io', colorScheme);
      expect(await faults(page)).toEqual([]);
    });

    it('the settings have none', async () => {
      await page.keyboard.press('Control+,');
      await page.locator('.settings-dialog').waitFor();
      await pictures(page, 'settings', colorScheme);
      for (const tab of await page.getByRole('tab').all()) {
        await tab.click();
        expect(await faults(page)).toEqual([]);
      }
      await page.keyboard.press('Escape');
      await page.locator('.settings-dialog').waitFor({ state: 'detached' });
    });

    it.each([
      ['about', 'About', '关于'],
      ['bundle', 'bundle', '项目包'],
      ['report', 'Write report', '生成报告'],
    ])('the dialog %s has none', async (name, english, chinese) => {
      await command(page, zh ? chinese : english);
      await page.locator('.bp6-dialog').waitFor();
      await pictures(page, name, colorScheme);
      expect(await faults(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.locator('.bp6-dialog').waitFor({ state: 'detached' });
    });
  });

  it('is what the tour ends with, after five steps by keyboard alone', async () => {
    await startForTest();
    const { page, context, complaints } = await openPage(browser, server.url);
    await page.locator('.start-page').waitFor();
    await command(page, 'tour');
    await page.getByText('A look around?').waitFor();
    expect(await faults(page)).toEqual([]);
    for (const title of ['What was captured', 'What was found', 'Who keeps it alive', 'Down to the byte', 'Keep it together']) {
      // From the heading, which has the focus once the step is there, past `Skip`, to the way on.
      await page.waitForFunction(() => document.activeElement?.closest('.tour-card h2') !== null);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: title }).waitFor();
    }
    await pictures(page, 'tour', 'light');
    expect(await faults(page)).toEqual([]);
    await page.locator('.tour-card h2').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.tour-card').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    await context.close();
  });
});
