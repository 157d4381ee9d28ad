/** What the suites on the real server share: opening a capture, the texts of rows, pictures, and what axe finds. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { launchBrowser, openPage, type PageOptions, skipReason, type WatchedPage } from './browser';
import { type RealServer, startRealServer } from './servers';

/** Not kept in the repository. */
export const SCREENSHOTS = join(import.meta.dirname, 'screenshots');
export const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;
export const LIGHT: PageOptions = { colorScheme: 'light', locale: 'en-GB' };
export const DARK: PageOptions = { colorScheme: 'dark', locale: 'zh-CN' };
/** More than any view has that the focus can come to. */
const MOST_TABS = 120;

if (skipReason) console.log(`e2e: skipped. ${skipReason}`);

/** A picture in each size, with the smaller one left set. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.screenshot({ path: join(SCREENSHOTS, `${name}-${size.width}.png`), animations: 'disabled' });
  }
  await page.setViewportSize(SIZES[0]);
}

/** What axe finds in the page, or in a part of it, which has not the headings above it; one line a rule. */
export async function faults(page: Page, part: string | null = null): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (part === null ? axe : axe.include(part).disableRules('heading-order')).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** Tabs on until the element has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the focus does not come to ${target}`);
}

/**
 * Goes to the end of the tree of fields until a line is drawn there, as those out of sight are not. Once is not enough: a tree that is dissected anew keeps the
 * field that was chosen, and that need not be the last any longer.
 */
export async function toEndOfTree(line: Locator): Promise<void> {
  const tree = line.page().getByRole('tree');
  await expect
    .poll(async () => {
      await tree.press('End');
      return line.first().isVisible();
    })
    .toBe(true);
}

/** Rows of a grid that have arrived. */
export const rowsOf = (grid: Locator): Locator => grid.locator('.grid-layer > [role=row]:not(:has(.grid-placeholder))');

/** Once the engine has read a capture to its end: nothing that was found changes any more. */
export const analysed = (page: Page): Promise<void> =>
  page
    .getByRole('contentinfo')
    .getByRole('status')
    .getByText(/^(Analysed|分析完成)/)
    .waitFor();

/** Runs a command of the palette. */
export async function command(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  const palette = page.locator('.bp6-dialog', { has: page.locator('[role=combobox]') });
  await palette.getByRole('combobox').fill(words);
  await palette.getByRole('combobox').press('Enter');
  await palette.waitFor({ state: 'detached' });
}

/** Where an element is, once it stands still. */
export async function boxOf(target: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (box === null) throw new Error(`${target} has no box`);
  return box;
}

/** Writes files to a folder of its own; null: an empty folder. */
export function folderWith(files: Readonly<Record<string, Uint8Array | null>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'tcpulse-root-'));
  for (const [name, bytes] of Object.entries(files)) {
    if (bytes === null) mkdirSync(join(folder, name));
    else writeFileSync(join(folder, name), bytes);
  }
  return folder;
}

/**
 * Sets up the suite that calls it: one browser, and for each test a server of its own, since captures stay open in the engine. `root` is the folder
 * that is served, or makes the files of a temporary one.
 */
export function workbenchSuite(root: string | (() => Readonly<Record<string, Uint8Array | null>>)) {
  let folder: string;
  let server: RealServer;
  let browser: Browser;
  let watched: WatchedPage | null = null;

  beforeAll(async () => {
    folder = typeof root === 'string' ? root : folderWith(root());
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    server = await startRealServer(folder);
  });
  afterEach(async () => {
    await watched?.context.close();
    watched = null;
    await server.close();
  });
  afterAll(async () => {
    await browser?.close();
    if (typeof root !== 'string') rmSync(folder, { recursive: true, force: true });
  });

  function page(): Page {
    if (!watched) throw new Error('no page is open yet');
    return watched.page;
  }
  async function start(options: PageOptions = {}): Promise<Page> {
    watched = await openPage(browser, server.url, options);
    await watched.page.locator('.start-list li').first().waitFor();
    return watched.page;
  }
  async function shown(): Promise<void> {
    await rowsOf(page().locator('body')).first().waitFor();
    await analysed(page());
  }
  async function open(name: string, options: PageOptions = {}): Promise<Page> {
    await start(options);
    await page().locator('.start-page .bp6-intent-primary').click();
    await page().locator('.file-list button', { hasText: name }).click();
    await shown();
    return page();
  }
  async function openByKeyboard(name: string, options: PageOptions = {}): Promise<Page> {
    await start(options);
    await page().keyboard.press('Control+o');
    await tabTo(page(), page().locator('.file-list button', { hasText: name }));
    await page().keyboard.press('Enter');
    await shown();
    return page();
  }
  const grid = (name: string): Locator => page().getByRole('grid', { name, exact: true });
  const complaints = (): readonly string[] => watched?.complaints ?? [];
  async function expectNoFaults(): Promise<void> {
    expect(await faults(page())).toEqual([]);
    expect(complaints()).toEqual([]);
  }

  return {
    page,
    start,
    open,
    openByKeyboard,
    /** Entries of the navigation. */
    nav: (name: string): Locator =>
      page()
        .getByRole('navigation')
        .getByRole('button', { name: new RegExp(`^${name}`) }),
    show: (view: string): Promise<void> => page().locator('.nav button', { hasText: view }).click(),
    grid,
    rows: rowsOf,
    rowTexts: (name: string): Promise<string[]> => rowsOf(grid(name)).allInnerTexts(),
    selectedRow: (name: string): Locator => grid(name).getByRole('row', { selected: true }),
    /** What is served. */
    folder: (): string => folder,
    server: (): RealServer => server,
    finding: (): Locator => page().locator('.finding'),
    complaints,
    expectNoFaults,
    async shootAndCheck(name: string): Promise<void> {
      await shoot(page(), name);
      await expectNoFaults();
    },
    /** Drags over the time line, between shares of its width. */
    async brush(from: number, to: number): Promise<void> {
      // Told once it is known: before that there is nothing to drag over.
      await page().locator('.timeline-title .number').first().waitFor();
      const { x, y, width, height } = await boxOf(page().locator('.timeline-plot'));
      await page().mouse.move(x + width * from, y + height / 2);
      await page().mouse.down();
      await page().mouse.move(x + width * to, y + height / 2, { steps: 6 });
      await page().mouse.up();
    },
    /** What a menu of exports gives; `menu` is the button that opens it. */
    async exported(menu: Locator, kind: string): Promise<Buffer> {
      const download = page().waitForEvent('download');
      await menu.click();
      await page().getByRole('menuitem', { name: kind }).click();
      return readFileSync(await (await download).path());
    },
  };
}
