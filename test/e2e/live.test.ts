/** Live capture as a user meets it: the real server, recorder and page, on the loopback interface, with a real client and server. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { KeepAlivePair } from '../live/keep-alive-pair';
import { mayCapture } from '../live/requirements';
import { launchBrowser, openPage, skipReason, type WatchedPage } from './browser';
import { startRealServer, type TestServer } from './servers';
import { faults } from './workbench-page';

const reason = skipReason ?? (mayCapture() ? null : 'capturing on the loopback interface is not permitted to this user');
if (reason) console.log(`e2e live capture: skipped. ${reason}`);

const packetsIn = (path: string): string[] =>
  execFileSync('tcpdump', ['-nn', '-tt', '-r', path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    .trim()
    .split('\n');

/** In the page: a desktop that keeps the titles of what it is to show. */
function recordNotices(): void {
  const notices: string[] = [];
  class Notice {
    static readonly permission = 'granted';
    static requestPermission = async (): Promise<string> => 'granted';
    constructor(title: string) {
      notices.push(title);
    }
  }
  Object.assign(window, { notices, Notification: Notice });
}

describe.skipIf(reason)('live capture', () => {
  let folder: string;
  let server: TestServer;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;
  let pair: KeepAlivePair;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tcpulse-live-'));
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    server = await startRealServer(folder);
    watched = await openPage(browser, server.url, { height: 900 });
    page = watched.page;
    // The browser's own dialog cannot be driven: the page downloads instead.
    await page.addInitScript(() => Object.assign(window, { showSaveFilePicker: undefined }));
    await page.reload();
    pair = await KeepAlivePair.open({ idleSeconds: 1 });
  });
  afterEach(async () => {
    pair.close();
    await watched.context.close();
    await server.close();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const bar = () => page.getByRole('region', { name: 'Live capture of lo' });
  const dialog = () => page.getByRole('dialog', { name: 'Live capture' });

  const received = (): Promise<string> =>
    bar()
      .getByText(/received$/)
      .innerText();
  async function moreReceived(): Promise<void> {
    const before = await received();
    await expect.poll(received).not.toBe(before);
  }
  async function startOnLoopback(filter: string): Promise<void> {
    await page.getByRole('banner').getByRole('button', { name: 'Live', exact: true }).click();
    await dialog().getByRole('radio', { name: /^lo / }).click();
    await dialog().getByLabel('Capture filter').fill(filter);
  }

  it('checks the filter, records, follows or stands still, stops, saves; what was saved holds the same packets', async () => {
    await startOnLoopback(`tcp prt ${pair.port}`);
    await dialog()
      .getByText(/The filter is wrong: .*syntax error/)
      .waitFor();
    await expect.poll(() => dialog().getByRole('button', { name: 'Start' }).isDisabled()).toBe(true);
    await dialog().getByLabel('Capture filter').fill(`tcp port ${pair.port}`);
    await dialog().getByText('The filter is right.').waitFor();
    await dialog().getByRole('button', { name: 'Start' }).click();
    await bar().getByText('Recording').waitFor();
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Keep-alive/ })
      .click();
    const lane = page.getByRole('grid').first();
    const probes = async (): Promise<number> => {
      const cells = await lane.getByRole('row').nth(1).getByRole('gridcell').allInnerTexts();
      return Number(cells[4] ?? 0);
    };
    await expect.poll(probes).toBeGreaterThan(1);
    const before = await probes();
    await expect.poll(probes).toBeGreaterThan(before);
    // dumpcap tells its drops at the end, and none are claimed before.
    expect(await page.getByRole('contentinfo').innerText()).not.toContain('dropped');

    await bar().getByRole('button', { name: 'Stand still' }).click();
    // What was on its way to the page has come once more was received.
    await moreReceived();
    const standing = await probes();
    await moreReceived();
    expect(await probes()).toBe(standing);
    await bar().getByRole('button', { name: 'Follow' }).click();
    await expect.poll(probes).toBeGreaterThan(standing);
    await page.screenshot({ path: join(import.meta.dirname, 'screenshots', 'live-recording.png') });

    await bar().getByRole('button', { name: 'Stop' }).click();
    await bar().getByText('Ended').waitFor();
    await page.getByRole('contentinfo').getByText('0 dropped').waitFor();
    await bar().getByRole('button', { name: 'Save' }).click();
    const downloading = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'All as pcapng' }).click();
    const saved = join(folder, 'saved.pcapng');
    await (await downloading).saveAs(saved);
    const packets = packetsIn(saved);
    const total = packets.length;
    await expect.poll(async () => Number((await received()).match(/[\d,]+/)?.[0].replace(',', ''))).toBe(total);
    expect(packets.every((line) => line.includes(`.${pair.port}`))).toBe(true);

    await bar().getByText('not saved').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^Close lo/ }).click();
    await page.getByRole('main').getByRole('button', { name: 'Browse files…' }).click();
    await page
      .getByRole('list', { name: 'Files and folders' })
      .getByRole('button', { name: /saved\.pcapng/ })
      .click();
    await page.getByRole('contentinfo').getByText(`${total} packets`).first().waitFor();
    expect(readFileSync(saved).length).toBeGreaterThan(0);
    expect(watched.complaints).toEqual([]);
  });

  it('tells in the dialog and beside the recording that the package cap has times of arrival, and starts again by one click', async () => {
    await startOnLoopback(`tcp port ${pair.port}`);
    const source = dialog().getByLabel('Capture with');
    if ((await source.locator('option', { hasText: /^cap$/ }).count()) === 0) return console.log('e2e live capture: the package cap is not built');
    await dialog()
      .getByRole('radio', { name: /^lo .*packets\/s/ })
      .locator('svg.sparkline')
      .waitFor();
    await source.selectOption('cap');
    await dialog()
      .getByText(/Times will be those of arrival/)
      .waitFor();
    await dialog().getByRole('button', { name: 'Start' }).click();
    await bar().getByText('lo (cap)').waitFor();
    await bar().getByText('arrival times').waitFor();
    const someReceived = bar().getByText(/^[1-9]\d* received$/);
    await someReceived.waitFor();
    await bar().getByText('by us: 0').waitFor();
    await bar().getByRole('button', { name: 'Stop' }).click();
    await bar().getByRole('button', { name: 'Restart' }).click();
    await bar().getByText('Recording').waitFor();
    await someReceived.waitFor();
    await bar().getByText('lo (cap)').waitFor();
    await bar().getByRole('button', { name: 'Stop' }).click();
    await bar().getByText('Ended', { exact: true }).waitFor();
    expect(watched.complaints).toEqual([]);
  });

  it('tells an unanswered probe while recording, and leads to its packets; asks before an unsaved recording is deleted', async () => {
    await page.addInitScript(recordNotices);
    await page.reload();
    const notices = (): Promise<string[]> => page.evaluate(() => (window as unknown as { notices: string[] }).notices);
    await startOnLoopback(`tcp port ${pair.port}`);
    await dialog().getByRole('button', { name: 'Start' }).click();
    await bar().getByText('Recording').waitFor();
    const silenced = spawnSync('iptables', ['-w', '-A', 'OUTPUT', '-p', 'tcp', '--sport', String(pair.port), '-j', 'DROP']);
    try {
      if (silenced.status !== 0) {
        console.log('e2e live capture: no iptables: the finding is not provoked');
        return;
      }
      await bar()
        .getByRole('button', { name: /Live findings: [1-9]/ })
        .click();
      const unanswered = page.getByText('Keep-alive probe unanswered');
      await unanswered.waitFor();
      // Off until the user wants them.
      expect(await notices()).toEqual([]);
      await page.getByText('Desktop notifications').click();
      await expect.poll(async () => (await notices()).length).toBeGreaterThan(0);
      await unanswered.click();
      await page.screenshot({ path: join(import.meta.dirname, 'screenshots', 'live-finding.png') });
    } finally {
      spawnSync('iptables', ['-w', '-D', 'OUTPUT', '-p', 'tcp', '--sport', String(pair.port), '-j', 'DROP']);
    }
    await page.keyboard.press('Escape');
    await bar().getByRole('button', { name: 'Stop' }).click();
    await bar().getByText('not saved').waitFor();
    await page.getByRole('button', { name: /^Close lo/ }).click();
    const question = page.getByRole('alertdialog', { name: 'Close without saving?' });
    // What keeps the recording is what a key that comes too soon would press.
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Keep it open');
    expect(await faults(page, '[role=alertdialog]')).toEqual([]);
    await question.getByRole('button', { name: 'Keep it open' }).click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/^Close lo/);
    await page.getByRole('button', { name: /^Close lo/ }).click();
    await page.getByRole('button', { name: 'Delete and close' }).click();
    await bar().waitFor({ state: 'detached' });
    expect(watched.complaints).toEqual([]);
  });

  it('goes on when the page is loaded anew, and is offered again when the server was killed', async () => {
    await startOnLoopback(`tcp port ${pair.port}`);
    await dialog().getByRole('button', { name: 'Start' }).click();
    await bar().getByText('Recording').waitFor();
    await page.reload();
    await bar().getByText('Recording').waitFor();
    await bar()
      .getByText(/^([2-9]|\d{2,}) received$/)
      .waitFor();
    server.dropPages();
    await watched.context.close();
    server = await startRealServer(folder);
    watched = await openPage(browser, server.url, { height: 900 });
    page = watched.page;
    await page.getByRole('banner').getByRole('button', { name: 'Live', exact: true }).click();
    const left = dialog().getByRole('region', { name: 'Recordings left behind' });
    await left.getByRole('button', { name: 'Open' }).last().click();
    await page.getByRole('grid', { name: 'Packets' }).getByRole('row').nth(2).waitFor();
    await bar()
      .getByText(/TCPulse ended while this was recorded/)
      .waitFor();
    await page.getByRole('button', { name: /^Close lo/ }).click();
    await page.getByRole('button', { name: 'Delete and close' }).click();
    await bar().waitFor({ state: 'detached' });
    expect(watched.complaints).toEqual([]);
  });
});
