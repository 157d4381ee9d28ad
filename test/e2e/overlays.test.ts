/** What opens over the views, in both themes and languages: no accessibility fault that axe finds, and a picture of each. project.test.ts looks at the others. */
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { skipReason } from './browser';
import { mixedCapture } from './captures';
import { boxOf, command, DARK, faults, LIGHT, SCREENSHOTS, workbenchSuite } from './workbench-page';

interface Words {
  readonly project: RegExp;
  readonly rules: string;
  readonly paste: string;
  readonly live: string;
  readonly glossary: string;
}

const LOOKS = [
  {
    theme: 'light',
    options: LIGHT,
    words: { project: /^Project /, rules: 'Colour rules', paste: 'Paste text', live: 'Live capture', glossary: 'the words mean' },
  },
  { theme: 'dark', options: DARK, words: { project: /^项目 /, rules: '着色规则', paste: '粘贴文本', live: '实时', glossary: '术语' } },
] as const;

/** Drawn over the views, until it has faded. */
const OVERLAY = '.bp6-overlay-content';

const grid = (page: Page) => page.locator('main .grid-layer .grid-row');
const toolbar = (page: Page) => page.locator('.toolbar .bp6-popover-target button');
const OVERLAYS: readonly { readonly name: string; open(page: Page, words: Words): Promise<void> }[] = [
  {
    name: 'colour-rule',
    open: async (page, { rules }) => {
      await page.keyboard.press('Control+,');
      await page.getByRole('tab', { name: rules }).click();
      await page.locator('.rule-row button').first().click();
    },
  },
  { name: 'palette', open: (page) => page.keyboard.press('Control+k') },
  { name: 'go-to', open: (page) => page.keyboard.press('Control+g') },
  { name: 'files', open: (page) => page.keyboard.press('Control+o') },
  { name: 'project-path', open: (page) => page.keyboard.press('Control+s') },
  { name: 'keys', open: (page) => page.keyboard.press('Shift+?') },
  { name: 'paste', open: (page, { paste }) => command(page, paste) },
  { name: 'live', open: (page, { live }) => command(page, live) },
  { name: 'glossary', open: (page, { glossary }) => command(page, glossary) },
  { name: 'menu-open', open: (page) => toolbar(page).first().click() },
  { name: 'menu-project', open: (page, { project }) => page.locator('.toolbar').getByRole('button', { name: project }).click() },
  { name: 'menu-captures', open: (page) => toolbar(page).filter({ hasText: 'mixed.pcap' }).click() },
  { name: 'menu-filters', open: (page) => page.locator('.filter-bar .bp6-popover-target button').last().click() },
  { name: 'menu-columns', open: (page) => page.locator('main .column-menu-button').first().click() },
  { name: 'menu-packet', open: (page) => grid(page).nth(3).click({ button: 'right' }) },
  { name: 'menu-field', open: (page) => page.getByRole('treeitem').first().click({ button: 'right' }) },
  { name: 'menu-view', open: (page) => page.locator('.nav button').first().click({ button: 'right' }) },
  { name: 'table-of-time-line', open: (page) => page.locator('.timeline-actions button').last().click() },
];

const BUTTONS = [
  { name: 'a menu', view: 'Alt+9', button: '.toolbar .bp6-popover-target button' },
  { name: 'the choice of columns', view: 'Alt+9', button: 'main .column-menu-button' },
  { name: 'what a word means', view: 'Alt+3', button: 'main .term:visible' },
] as const;

/** An arrow and what its shadow takes. */
const MOST_GAP_PX = 20;
/** An arrow at the very edge moves its content a little. */
const MOST_ASIDE_PX = 12;

describe.skipIf(skipReason)('overlays', () => {
  const workbench = workbenchSuite(() => ({ 'mixed.pcap': mixedCapture() }));

  it.each(LOOKS)('have no faults, $theme', async ({ theme, options, words }) => {
    const page = await workbench.open('mixed.pcap', options);
    await page.keyboard.press('Alt+9');
    await grid(page).first().click();
    await page.getByRole('treeitem').first().waitFor();
    const found: string[] = [];
    for (const { name, open } of OVERLAYS) {
      await open(page, words);
      await page.locator(OVERLAY).first().waitFor();
      await page.screenshot({ path: join(SCREENSHOTS, `overlay-${name}-${theme}.png`), animations: 'disabled' });
      found.push(...(await faults(page, OVERLAY)).map((fault) => `${name}: ${fault}`));
      await page.keyboard.press('Escape');
      await page.locator(OVERLAY).waitFor({ state: 'detached' });
    }
    expect(found).toEqual([]);
    expect(workbench.complaints()).toEqual([]);
  });

  it.each(BUTTONS)('stand beside their button, $name, open by keys and leave nothing behind', async ({ view, button }) => {
    const page = await workbench.open('mixed.pcap', LIGHT);
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.keyboard.press(view);
    const opener = page.locator(button).first();
    const content = page.locator('.bp6-popover');
    const portals = page.locator('.bp6-portal');
    await opener.waitFor();
    await page.locator(OVERLAY).waitFor({ state: 'detached' });
    const before = await portals.count();
    for (const key of ['Enter', 'Space']) {
      await opener.press(key);
      await content.waitFor();
      await expect.poll(() => isBelow(opener, content)).toBe(true);
      expect(await opener.getAttribute('aria-expanded')).toBe('true');
      await page.keyboard.press('Escape');
      await content.waitFor({ state: 'detached' });
      expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true);
      expect(await opener.getAttribute('aria-expanded')).toBe('false');
      expect(await portals.count()).toBe(before);
    }
    expect(said).toEqual([]);
  });

  it('give the focus back to the button of a menu whose item was chosen by keys', async () => {
    const page = await workbench.open('mixed.pcap', LIGHT);
    const opener = toolbar(page).filter({ hasText: 'mixed.pcap' });
    await page.locator(OVERLAY).waitFor({ state: 'detached' });
    await opener.press('Enter');
    // A menu takes the focus a frame after it stands: an item that a key was pressed on sooner would not see it let go.
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest('.bp6-portal') !== null)).toBe(true);
    await page.getByRole('menuitem', { name: 'mixed.pcap' }).press('Enter');
    await page.locator(OVERLAY).waitFor({ state: 'detached' });
    await expect.poll(() => opener.evaluate((element) => element === document.activeElement)).toBe(true);
  });
});

/** The content starts below the button, no further than its arrow needs, and one of their sides is in line with the other's. */
async function isBelow(button: Locator, content: Locator): Promise<boolean> {
  const [from, to] = await Promise.all([boxOf(button), boxOf(content)]);
  const gap = to.y - (from.y + from.height);
  const aside = Math.min(Math.abs(to.x - from.x), Math.abs(to.x + to.width - from.x - from.width));
  return gap >= -1 && gap <= MOST_GAP_PX && aside <= MOST_ASIDE_PX;
}
