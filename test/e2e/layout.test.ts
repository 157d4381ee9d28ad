/** Windows of little room, pages of twice the size, long names: nothing is cut off, and no page is scrolled sideways. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { skipReason } from './browser';
import { mixedCapture, onePacket } from './captures';
import { boxOf, DARK, LIGHT, workbenchSuite } from './workbench-page';

const LONG_NAME = `${'a-long-name-of-a-capture-'.repeat(6)}.pcap`;
/** Of a window of 1280 by 800 at twice the size, and those in which the toolbar takes one line or two. */
const SIZES = [
  { width: 640, height: 800 },
  { width: 640, height: 400 },
  { width: 880, height: 560 },
  { width: 900, height: 560 },
  { width: 960, height: 560 },
  { width: 1280, height: 800 },
];

/** What of the toolbar, the navigation and the page is cut by the window, or lies on something else. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const cut: string[] = [];
    if (document.documentElement.scrollWidth > innerWidth) cut.push(`the page is ${document.documentElement.scrollWidth} px wide`);
    const name = (element: Element): string => element.getAttribute('aria-label') ?? element.textContent ?? element.className;
    const boxes = [...document.querySelectorAll('.toolbar button, .toolbar select, .filter-bar, .toolbar-brand')]
      .filter((element) => !element.closest('.filter-bar') || element.matches('.filter-bar'))
      .map((element) => ({ name: name(element), box: element.getBoundingClientRect() }));
    for (const [place, { name: one, box }] of boxes.entries()) {
      if (box.left < 0 || box.right > innerWidth) cut.push(`${one} ends at ${box.right}`);
      for (const { name: other, box: against } of boxes.slice(place + 1)) {
        const isApart = against.left >= box.right - 0.5 || box.left >= against.right - 0.5 || against.top >= box.bottom || box.top >= against.bottom;
        if (!isApart) cut.push(`${one} lies on ${other}`);
      }
    }
    return cut;
  });
}

describe.skipIf(skipReason)('layout', () => {
  const workbench = workbenchSuite(() => ({ 'mixed.pcap': mixedCapture(), [LONG_NAME]: mixedCapture(), 'one.pcap': onePacket(mixedCapture()) }));

  it.each([
    { name: 'mixed.pcap', options: LIGHT },
    { name: LONG_NAME, options: LIGHT },
    { name: LONG_NAME, options: DARK },
  ])('keeps the toolbar within the window, $options.locale, $name', async ({ name, options }) => {
    const page = await workbench.open(name, options);
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await expect.poll(() => cutOff(page), { message: `${size.width} px` }).toEqual([]);
      expect((await page.getByRole('combobox').first().boundingBox())?.width, `${size.width} px`).toBeGreaterThan(80);
    }
    await page.setViewportSize({ width: 640, height: 800 });
    await workbench.expectNoFaults();
  });

  it('comes to every view in a low window', async () => {
    const page = await workbench.open('mixed.pcap', { width: 640, height: 400 });
    const last = workbench.nav('Statistics');
    await page.mouse.move(20, 200);
    await page.mouse.wheel(0, 1000);
    await expect.poll(async () => (await last.boundingBox())?.y).toBeLessThan(380);
    // Not pressed together.
    expect((await last.boundingBox())?.height).toBe(28);
    expect((await last.locator('svg').boundingBox())?.width).toBeGreaterThan(0);
    await last.click();
    await expect.poll(() => last.getAttribute('aria-current')).toBe('page');
    const rows = workbench.rows(page.getByRole('grid', { name: 'Conversations' })).first();
    await rows.scrollIntoViewIfNeeded();
    expect((await rows.boundingBox())?.height).toBeGreaterThan(0);
    await workbench.expectNoFaults();
  });

  it('opens menus and lists within the window, however long what they name', async () => {
    const page = await workbench.open(LONG_NAME);
    const field = page.getByRole('combobox', { name: 'Display filter' });
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await field.fill('tcp.analysis.');
      const endOf = (list: string): Promise<number> =>
        page
          .locator(list)
          .first()
          .evaluate((element) => element.getBoundingClientRect().right);
      expect(await endOf('.filter-popup'), `${size.width} px`).toBeLessThanOrEqual(size.width);
      await field.press('Escape');
      await field.fill('');
      for (const place of [0, 2]) {
        await page.locator('.toolbar .bp6-popover-target button').nth(place).click();
        await page.locator('.bp6-menu').getByText(LONG_NAME).first().waitFor();
        expect(await endOf('.bp6-popover'), `${size.width} px`).toBeLessThanOrEqual(size.width);
        await page.keyboard.press('Escape');
        await page.locator('.bp6-popover').waitFor({ state: 'detached' });
      }
    }
  });

  it.each([LIGHT, DARK])('keeps the words of the search and of the colour rules in their lines, $locale', async (options) => {
    const page = await workbench.open('mixed.pcap', { ...options, width: 640 });
    await page.keyboard.press('Control+f');
    const heights = (parts: string): Promise<number[]> =>
      page.locator(parts).evaluateAll((elements) => elements.map((element) => Math.round(element.getBoundingClientRect().height)));
    await expect.poll(() => heights('.find-bar .bp6-control')).toEqual([18]);
    const ends = await page.locator('.find-bar > *').evaluateAll((elements) => elements.map((element) => element.getBoundingClientRect().right));
    expect(Math.max(...ends)).toBeLessThanOrEqual(640);
    await page.keyboard.press('Control+,');
    await page.getByRole('tab').nth(1).click();
    await page.locator('.rule-list .bp6-control').first().waitFor();
    // Two lines where a name has as many words.
    expect(Math.max(...(await heights('.rule-list .bp6-control')))).toBeLessThanOrEqual(36);
  });

  it('names the captures on the time line in a line each', async () => {
    const page = await workbench.open(LONG_NAME);
    await page.keyboard.press('Control+o');
    await page.locator('.file-list button', { hasText: 'mixed.pcap' }).click();
    const names = page.locator('.timeline-lanes span');
    await expect.poll(() => names.count()).toBe(2);
    const heights = await names.evaluateAll((elements) => elements.map((element) => element.getBoundingClientRect().height));
    expect(heights).toEqual([12, 12]);
  });

  it('shows no letters of a head beside the choice of columns', async () => {
    const page = await workbench.open('mixed.pcap');
    for (const view of ['Connections', 'Keep-alive', 'Statistics']) {
      await workbench.show(view);
      const { x, y, width, height } = await boxOf(page.locator('main .column-menu-button').first());
      // Past the button, where the next column's head would go on.
      const role = await page.evaluate(([left, top]) => document.elementFromPoint(left, top)?.closest('[role=columnheader]')?.textContent, [
        x + width + 4,
        y + height / 2,
      ] as const);
      expect(role, view).toBeUndefined();
    }
    // Where all columns find room, the last head is whole.
    await workbench.show('Listeners');
    const last = await boxOf(page.locator('main').getByRole('columnheader', { name: 'Sources' }).locator('.grid-header-text'));
    const top = await page.evaluate(([left, middle]) => document.elementFromPoint(left, middle)?.closest('[role=columnheader]')?.textContent, [
      last.x + last.width - 12,
      last.y + last.height / 2,
    ] as const);
    expect(top).toBe('Sources');
  });

  it.each([LIGHT, DARK])('says a segment within its lane, $locale', async (options) => {
    const page = await workbench.open('mixed.pcap', options);
    await page.locator('.nav button').nth(7).click();

    const lanes = page.locator('.life-words');
    await expect.poll(() => lanes.count()).toBeGreaterThan(2);
    const over = await lanes.evaluateAll((drawn) =>
      drawn.flatMap((lane) => [...lane.children].filter((part) => part.getBoundingClientRect().right > lane.getBoundingClientRect().right - 8)),
    );
    expect(over).toEqual([]);
  });

  it('leaves the chart of a listener the room of a line of tools', async () => {
    const page = await workbench.open('mixed.pcap');
    await workbench.show('Listeners');
    const [note, tabs] = await Promise.all([
      boxOf(page.locator('.listener-head').getByRole('button', { name: 'Note' })),
      boxOf(page.locator('.listener-head').getByRole('radiogroup')),
    ]);
    expect(Math.abs(note.y + note.height / 2 - (tabs.y + tabs.height / 2))).toBeLessThan(2);
  });

  it('draws a packet that is alone on its time line, without a rate', async () => {
    const page = await workbench.open('one.pcap');
    const line = page.locator('.timeline');
    const drawn = (): Promise<number> =>
      line.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
        return data.filter((value, index) => index % 4 === 3 && value > 0).length;
      });
    await expect.poll(drawn).toBeGreaterThan(50);
    expect(await line.innerText()).not.toMatch(/peak/);
    await line.getByRole('button', { name: 'Show as a table' }).click();
    await expect.poll(() => page.locator('.timeline-table tbody tr').allInnerTexts()).toEqual([expect.stringMatching(/^0 ms\s+1\s*$/)]);
  });
});
