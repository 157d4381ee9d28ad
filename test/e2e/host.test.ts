/** The host view: this machine watched live, samples that were pasted, and what it says when there is nothing to show. */
import { readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listenerCapture, START_SECONDS } from '../captures/listener-capture';
import { launchBrowser, openPage, skipReason } from './browser';
import { startFakeServer, startRealServer, type TestServer } from './servers';
import { faults, folderWith, shoot } from './workbench-page';

const TEXTS = join(import.meta.dirname, '../unit/host/texts');

const textOf = (name: string): string => readFileSync(join(TEXTS, name), 'utf8');
/** A queue that fills up, counters before and after, settings, and timers: as somebody would paste them. */
const PASTED = [
  textOf('ss-lnt.txt'),
  `1795356894\n${textOf('netstat-before.txt')}1795356902\n${textOf('netstat-after.txt')}`,
  textOf('sysctl.txt'),
  textOf('ss-nto-client.txt'),
].join('\n');

describe.skipIf(skipReason)('host', () => {
  let folder: string;
  let server: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    folder = folderWith({ 'listener.pcap': listenerCapture() });
    browser = await launchBrowser();
  });
  // One for each test: samples that a page leaves behind are offered for recovery to the next.
  beforeEach(async () => {
    server = await startRealServer(folder);
  });
  afterEach(() => server.close());
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [colorScheme, locale, words] of [
    [
      'light',
      'en-GB',
      { open: "Watch a host's kernel", paste: 'Paste or open text', text: 'Text of the host', read: 'Read', full: 'full, drops', table: 'Table' },
    ],
    ['dark', 'zh-CN', { open: '监视主机内核', paste: '粘贴或打开文本', text: '主机的文本', read: '读取', full: '已满，正在丢弃', table: '表格' }],
  ] as const) {
    it(`shows pasted text, ${colorScheme}`, async () => {
      const { page, context, complaints } = await openPage(browser, server.url, { colorScheme, locale });
      await page.getByText(words.open).click();
      await page.getByText(words.paste).click();
      await page.getByLabel(words.text).fill(PASTED);
      await page.getByRole('button', { name: words.read, exact: true }).click();
      await page.getByText(words.full).waitFor();
      const row = page.locator('.host-table tbody tr').first();
      await expect.poll(() => row.locator('td').allInnerTexts()).toEqual(['192.0.2.2', '8080', '5', '4', words.full, '–']);
      await page.locator('.chart canvas').waitFor();
      await expect.poll(() => page.locator('.fact-card').filter({ hasText: 'ListenOverflows' }).innerText()).toContain('+85');
      await expect.poll(() => page.locator('.sysctl-card').innerText()).toContain('4096');
      await expect.poll(() => page.locator('.host-table').nth(1).locator('tbody tr').count()).toBe(20);
      await shoot(page, `host-pasted-${colorScheme}`);
      expect(await faults(page)).toEqual([]);
      await page.getByText(words.table, { exact: true }).click();
      await page.locator('.grid-layer .grid-row').first().waitFor();
      expect(complaints).toEqual([]);
      await context.close();
    });
  }

  it('says what is wrong with text that holds nothing', async () => {
    const { page, context } = await openPage(browser, server.url);
    await page.getByText("Watch a host's kernel").click();
    await page.getByText('Paste or open text').click();
    await page.getByLabel('Text of the host').fill('nothing of a host');
    await page.getByRole('button', { name: 'Read', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'pasted text' }).waitFor();
    await context.close();
  });

  it('says that another system cannot be watched', async () => {
    const other = await startFakeServer({});
    const { page, context } = await openPage(browser, other.url);
    await page.getByText("Watch a host's kernel").click();
    await page.getByText('This machine does not run Linux').waitFor();
    await shoot(page, 'host-empty');
    await context.close();
    await other.close();
  });

  it('says why ssh fails, and offers to try again', async () => {
    const { page, context } = await openPage(browser, server.url);
    await page.getByText("Watch a host's kernel").click();
    await page.getByLabel('Where').selectOption('ssh');
    await page.getByLabel('Another host (ssh)').fill('nobody@host.invalid');
    await page.getByRole('button', { name: 'Watch', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'nobody@host.invalid' }).waitFor();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await shoot(page, 'host-error');
    await context.close();
  });

  describe.skipIf(process.platform !== 'linux')('live', () => {
    let listener: Server;
    let port: number;
    beforeAll(async () => {
      listener = createServer().listen({ port: 0, host: '127.0.0.1', backlog: 7 });
      await new Promise((resolve) => listener.once('listening', resolve));
      const address = listener.address();
      port = typeof address === 'object' && address !== null ? address.port : 0;
    });
    afterAll(() => {
      listener.close();
    });

    it('watches this machine while the view is shown, and no longer', async () => {
      const { page, context, complaints } = await openPage(browser, server.url);
      await page.getByText("Watch a host's kernel").click();
      const row = page.locator('.host-table tbody tr').filter({ hasText: String(port) });
      await row.waitFor();
      await expect.poll(async () => (await row.locator('td').allInnerTexts()).slice(0, 4)).toEqual(['127.0.0.1', String(port), '0', '7']);
      await row.locator('button').click();
      await page.locator('.chart canvas').waitFor();
      const samples = async (): Promise<string> => (await page.getByLabel('Samples').locator('option').allInnerTexts()).join();
      await expect.poll(samples).toContain('this machine');
      await shoot(page, 'host-live');
      expect(await faults(page)).toEqual([]);
      await page.getByRole('button', { name: 'Stop', exact: true }).click();
      await page.getByText('Nothing is watched').waitFor();
      await page.getByText('Back to captures').click();
      await page.locator('.start-page').waitFor();
      expect(complaints).toEqual([]);
      await context.close();
    });
  });

  // The last: the capture stays open in the engine, and every page after it would show it.
  it('holds samples against the capture that is open: the kernel of another host counted nothing', async () => {
    const { page, context, complaints } = await openPage(browser, server.url);
    await page.locator('.start-page .bp6-intent-primary').click();
    await page.locator('.file-list button').click();
    await page.locator('.grid-layer .grid-row').first().waitFor();
    await page.locator('.nav button', { hasText: 'Host' }).click();
    await page.getByText('Paste or open text').click();
    const look = (seconds: number): string =>
      `${START_SECONDS + seconds}\nTcpExt: ListenOverflows SyncookiesSent\nTcpExt: 3 0\nLISTEN 0 511 192.0.2.80:8080 0.0.0.0:*\n`;
    await page.getByLabel('Text of the host').fill(look(-1) + look(20) + look(70));
    await page.getByRole('button', { name: 'Read', exact: true }).click();
    const card = page.getByRole('region', { name: 'Against the capture' });
    await card.getByText('The capture shows an accept-queue overflow that the kernel did not count').waitFor();
    await shoot(page, 'host-compared');
    expect(await faults(page)).toEqual([]);
    await page.locator('.nav button', { hasText: 'Findings' }).click();
    await page.locator('.grid-layer').getByText('The capture shows an accept-queue overflow that the kernel did not count').first().waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('keeps what was watched in the project when that is saved', async () => {
    const { page, context, complaints } = await openPage(browser, server.url);
    await page.getByText("Watch a host's kernel").click();
    await page.locator('.host-bar-space', { hasText: /\d\d:\d\d:\d\d/ }).waitFor();
    await page.keyboard.press('Control+s');
    const path = page.locator('#project-path');
    await path.fill(join(folder, 'watched'));
    await path.press('Enter');
    await page.getByRole('button', { name: 'Project watched.tcpulse', exact: true }).waitFor();
    const { hostSamples } = JSON.parse(readFileSync(join(folder, 'watched.tcpulse'), 'utf8'));
    expect(hostSamples).toHaveLength(1);
    expect(JSON.parse(hostSamples[0].source.text.split('\n')[0])).toMatchObject({ type: 'sample' });
    await context.close();

    // Another engine knows nothing of it but what the project holds.
    await server.close();
    server = await startRealServer(folder);
    const next = await openPage(browser, server.url);
    await next.page.locator('.start-page').waitFor();
    await next.page.keyboard.press('Control+o');
    await next.page.locator('.file-list button', { hasText: /^watched\.tcpulse/ }).click();
    await next.page.getByRole('button', { name: 'Project watched.tcpulse', exact: true }).waitFor();
    const choice = next.page.getByRole('combobox', { name: 'Samples', exact: true });
    await expect.poll(() => choice.locator('option').allInnerTexts()).toContainEqual(expect.stringContaining(hostSamples[0].name));
    expect([...complaints, ...next.complaints]).toEqual([]);
    await next.context.close();
  });
});
