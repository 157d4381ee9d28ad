/** Finding packets as a user does: filter bar, menus, find, marks, history, copying; over the real engine. */
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { skipReason } from './browser';
import { projectFolder } from './servers';
import { analysed, SCREENSHOTS, workbenchSuite } from './workbench-page';

const LAB = join(projectFolder, 'test/captures/lab');

describe.skipIf(skipReason)('finding packets', () => {
  const workbench = workbenchSuite(LAB);
  const { nav, grid, rows, selectedRow, complaints } = workbench;
  let page: Page;

  beforeEach(async () => {
    page = await workbench.start({ width: 1400, height: 900 });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page
      .getByRole('main')
      .getByRole('button', { name: /^Keep-alives, answered/ })
      .click();
    await nav('Packets').click();
    await rows(grid('Packets')).nth(3).waitFor();
    await analysed(page);
  });
  afterEach(() => {
    expect(complaints()).toEqual([]);
  });

  const bar = () => page.getByRole('combobox', { name: 'Display filter' });
  const count = async () => Number(await grid('Packets').getAttribute('aria-rowcount')) - 1;
  const cell = (row: number, column: string) => rows(grid('Packets')).nth(row).locator(`[data-column=${column}]`);
  const selectedFrame = () => selectedRow('Packets').locator('[data-column=frame]').innerText();
  const menuItem = (name: string | RegExp) => page.getByRole('menuitem', { name });

  /** Some of the packets are shown, and the status bar says how many: a filter finds none at first. */
  async function limited(all: number): Promise<number> {
    await expect
      .poll(async () => {
        const found = await count();
        return found > 0 && found < all && (await page.getByText(`${found} of ${all} packets`).isVisible());
      })
      .toBe(true);
    return await count();
  }
  async function apply(filter: string): Promise<void> {
    await bar().fill(filter);
    await bar().press('Escape');
    await bar().press('Enter');
  }

  it('shows the packets of a filter, how many of all, and all again', async () => {
    const all = await count();
    await apply('keepalive.probe');
    const probes = await limited(all);
    await expect.poll(() => cell(0, 'info').innerText()).toMatch(/Keep-Alive/);
    await page.getByRole('button', { name: 'Show all packets' }).click();
    await expect.poll(count).toBe(all);
    await page.getByRole('button', { name: 'Kept and recent filters' }).click();
    await menuItem('keepalive.probe').click();
    await expect.poll(count).toBe(probes);
  });

  it('completes fields, operators and values while a filter is typed', async () => {
    await page.keyboard.press('Control+/');
    await page.keyboard.type('tcp.flags.sy');
    // What fits the last key alone: answers to those before it may come first.
    const offered = (): Promise<string[]> => page.locator('[role=option] .completion-text').allInnerTexts();
    await expect.poll(offered).toEqual(['tcp.flags.syn']);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await expect.poll(() => bar().inputValue()).toBe('tcp.flags.syn ');
    await expect.poll(async () => (await offered())[0]).toBe('==');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: /1/ }).first().click();
    await expect.poll(() => bar().inputValue()).toBe('tcp.flags.syn == 1 ');
    await page.keyboard.press('Enter');
    await expect.poll(count).toBe(2);
  });

  it('says what is wrong with a filter, where, and what to do, and shows nothing else until it is right', async () => {
    const all = await count();
    await bar().fill('tcp.prot == 80');
    await bar().press('Escape');
    await page.getByText('“tcp.prot” is no known field or protocol.').waitFor();
    await page.getByText('Did you mean tcp.port?').waitFor();
    await expect.poll(() => page.locator('.filter-place mark').innerText()).toBe('tcp.prot');
    await expect.poll(() => bar().getAttribute('aria-invalid')).toBe('true');
    await bar().press('Enter');
    expect(await count()).toBe(all);
  });

  it('filters by a cell of the grid and by a field of the dissection', async () => {
    const all = await count();
    await cell(2, 'source').click({ button: 'right' });
    await menuItem('Filter by this').click();
    await expect.poll(() => bar().inputValue()).toMatch(/^ip(v6)?\.src == /);
    await limited(all);
    await cell(0, 'info').click();
    await page
      .getByRole('treeitem', { name: /Internet Protocol Version 4/ })
      .first()
      .click({ button: 'right' });
    await menuItem('… and not this').click();
    await expect.poll(() => bar().inputValue()).toMatch(/ && !\(ip\)$/);
    await expect.poll(count).toBe(0);
    await page.getByText('The filter shows no packet.').waitFor();
  });

  it('finds text, goes to a time, marks packets and goes back and forward', async () => {
    await cell(0, 'info').click();
    await page.keyboard.press('Control+f');
    const find = page.getByRole('textbox', { name: 'Look for' });
    await find.fill('Keep-Alive ACK');
    await find.press('Enter');
    await expect.poll(selectedFrame).not.toBe('1');
    const answer = await selectedFrame();
    await find.press('Escape');
    await page.keyboard.press('Control+m');
    await page.getByText('Marked: 1').waitFor();
    await page.keyboard.press('Control+g');
    await page.getByLabel('Or time').fill('0');
    await page.getByRole('button', { name: 'Go', exact: true }).click();
    await expect.poll(selectedFrame).toBe('1');
    await page.keyboard.press('F2');
    await expect.poll(selectedFrame).toBe(answer);
    await page.keyboard.press('Alt+ArrowLeft');
    await expect.poll(selectedFrame).toBe('1');
    await page.keyboard.press('Alt+ArrowRight');
    await expect.poll(selectedFrame).toBe(answer);
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
      await expect.poll(clipboard).toMatch(expected);
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
