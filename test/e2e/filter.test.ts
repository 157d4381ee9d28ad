/** Finding packets as a user does: filter bar, menus, find, marks, history, copying; over the real engine. */
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, openPage, skipReason, type WatchedPage } from './browser';
import { projectFolder, startRealServer, type TestServer } from './servers';

const SCREENSHOTS = join(import.meta.dirname, 'screenshots');
const LAB = join(projectFolder, 'test/captures/lab');

if (skipReason) console.log(`e2e: skipped. ${skipReason}`);

describe.skipIf(skipReason)('finding packets', () => {
  let server: TestServer;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    server = await startRealServer(LAB);
    watched = await openPage(browser, server.url, { width: 1400, height: 900 });
    page = watched.page;
    await watched.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page
      .getByRole('main')
      .getByRole('button', { name: /^Keep-alives, answered/ })
      .click();
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Packets/ })
      .click();
    await page.getByRole('grid', { name: 'Packets', exact: true }).getByRole('row').nth(3).waitFor();
  });
  afterEach(async () => {
    expect(watched.complaints).toEqual([]);
    await watched.context.close();
    await server.close();
  });
  afterAll(async () => {
    await browser?.close();
  });

  /** Waits longer than the default: the engine, the server and the browser share the machine. */
  const eventually = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 10_000 });
  const bar = () => page.getByRole('combobox', { name: 'Display filter' });
  const count = async () => Number(await page.getByRole('grid', { name: 'Packets', exact: true }).getAttribute('aria-rowcount')) - 1;
  const cell = (row: number, column: string) =>
    page.getByRole('grid', { name: 'Packets', exact: true }).locator('.grid-layer > [role=row]').nth(row).locator(`[data-column=${column}]`);
  const selectedFrame = () =>
    page.getByRole('grid', { name: 'Packets', exact: true }).locator('[aria-selected=true] [data-column=frame]').innerText();
  const menuItem = (name: string | RegExp) => page.getByRole('menuitem', { name });

  async function apply(filter: string): Promise<void> {
    await bar().fill(filter);
    await bar().press('Escape');
    await bar().press('Enter');
  }

  it('shows the packets of a filter, how many of all, and all again', async () => {
    const all = await count();
    await apply('keepalive.probe');
    // None are found at first.
    await eventually(async () => {
      const found = await count();
      return found > 0 && found < all && (await page.getByText(`${found} of ${all} packets`).isVisible());
    }).toBe(true);
    const probes = await count();
    await eventually(() => cell(0, 'info').innerText()).toMatch(/Keep-Alive/);
    await page.getByRole('button', { name: 'Show all packets' }).click();
    await eventually(count).toBe(all);
    await page.getByRole('button', { name: 'Kept and recent filters' }).click();
    await menuItem('keepalive.probe').click();
    await eventually(count).toBe(probes);
  });

  it('completes fields, operators and values while a filter is typed', async () => {
    await page.keyboard.press('Control+/');
    await page.keyboard.type('tcp.flags.sy');
    await page
      .getByRole('option', { name: /tcp\.flags\.syn/ })
      .first()
      .waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    expect(await bar().inputValue()).toBe('tcp.flags.syn ');
    await page.getByRole('option', { name: /==/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: /1/ }).first().click();
    expect(await bar().inputValue()).toBe('tcp.flags.syn == 1 ');
    await page.keyboard.press('Enter');
    await eventually(count).toBe(2);
  });

  it('says what is wrong with a filter, where, and what to do, and shows nothing else until it is right', async () => {
    const all = await count();
    await bar().fill('tcp.prot == 80');
    await bar().press('Escape');
    await page.getByText('“tcp.prot” is no known field or protocol.').waitFor();
    await page.getByText('Did you mean tcp.port?').waitFor();
    expect(await page.locator('.filter-place mark').innerText()).toBe('tcp.prot');
    expect(await bar().getAttribute('aria-invalid')).toBe('true');
    await bar().press('Enter');
    expect(await count()).toBe(all);
  });

  it('filters by a cell of the grid and by a field of the dissection', async () => {
    const all = await count();
    await cell(2, 'source').click({ button: 'right' });
    await menuItem('Filter by this').click();
    await eventually(() => bar().inputValue()).toMatch(/^ip(v6)?\.src == /);
    await eventually(count).toBeLessThan(all);
    const ofSource = await count();
    await cell(0, 'info').click();
    await page
      .getByRole('treeitem', { name: /Internet Protocol Version 4/ })
      .first()
      .click({ button: 'right' });
    await menuItem('… and not this').click();
    await eventually(() => bar().inputValue()).toMatch(/ && !\(ip\)$/);
    await eventually(count).toBe(0);
    await page.getByText('The filter shows no packet.').waitFor();
    expect(ofSource).toBeGreaterThan(0);
  });

  it('finds text, goes to a time, marks packets and goes back and forward', async () => {
    await cell(0, 'info').click();
    await page.keyboard.press('Control+f');
    const find = page.getByRole('textbox', { name: 'Look for' });
    await find.fill('Keep-Alive ACK');
    await find.press('Enter');
    await eventually(selectedFrame).not.toBe('1');
    const answer = await selectedFrame();
    await find.press('Escape');
    await page.keyboard.press('Control+m');
    await page.getByText('Marked: 1').waitFor();
    await page.keyboard.press('Control+g');
    await page.getByLabel('Or time').fill('0');
    await page.getByRole('button', { name: 'Go', exact: true }).click();
    await eventually(selectedFrame).toBe('1');
    await page.keyboard.press('F2');
    await eventually(selectedFrame).toBe(answer);
    await page.keyboard.press('Alt+ArrowLeft');
    await eventually(selectedFrame).toBe('1');
    await page.keyboard.press('Alt+ArrowRight');
    await eventually(selectedFrame).toBe(answer);
  });

  it('copies a packet in every format', async () => {
    await cell(0, 'info').click();
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    for (const [keys, expected] of [
      ['Control+Shift+c', /^No\. .*\n1 /],
      ['Alt+Shift+c', /^"No\.",/],
      ['Alt+Shift+j', /"frame": 1/],
      ['Alt+Shift+h', /^0000 {2}/],
      ['Alt+Shift+a', /unsigned char packet_1\[/],
    ] as const) {
      await page.keyboard.press(keys);
      await eventually(clipboard).toMatch(expected);
    }
  });

  it.each(['light', 'dark'] as const)('can be used by everyone, in the %s theme', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await bar().fill('tcp.fl');
    await page.getByRole('option', { name: /tcp\.flags\.syn/ }).waitFor();
    await page.screenshot({ path: join(SCREENSHOTS, `filter-completion-${colorScheme}.png`), animations: 'disabled' });
    expect((await new AxeBuilder({ page }).include('.filter-bar').analyze()).violations).toEqual([]);
    await bar().fill('tcp.port = 80');
    await bar().press('Escape');
    await page.getByText('Write == to compare.').waitFor();
    await page.screenshot({ path: join(SCREENSHOTS, `filter-error-${colorScheme}.png`), animations: 'disabled' });
    expect((await new AxeBuilder({ page }).include('.filter-bar').analyze()).violations).toEqual([]);
    await page.keyboard.press('Control+f');
    await page.getByRole('textbox', { name: 'Look for' }).waitFor();
    expect((await new AxeBuilder({ page }).include('.find-bar').analyze()).violations).toEqual([]);
  });

  it('offers all of it in the command palette', async () => {
    await page.keyboard.press('Control+k');
    for (const command of ['Find a packet', 'Mark or unmark the packet', 'Copy the packet (or those marked) as CSV', 'Go to the display filter']) {
      await page.getByRole('option', { name: command }).waitFor();
    }
  });
});
