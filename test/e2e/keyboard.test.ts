/** The workbench by keyboard alone: the focus is always on something, and comes back to where it was from what lay over the views. */
import type { Locator, Page, WebSocketRoute } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { skipReason } from './browser';
import { mixedCapture } from './captures';
import { command, DARK, LIGHT, workbenchSuite } from './workbench-page';

const OVERLAY = '.bp6-overlay-content';

/** What has the focus: its role or element, and its name. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    const kind = element.getAttribute('role') ?? element.tagName.toLowerCase();
    return `${kind} ${element.getAttribute('aria-label') ?? (element.textContent ?? '').trim().slice(0, 40)}`;
  });
const expectFocus = (page: Page, wanted: RegExp): Promise<void> => expect.poll(() => focused(page)).toMatch(wanted);

/** Holds back what the server says, for as long as it is told to. */
async function holdAnswers(page: Page): Promise<{ hold(): void; release(): void }> {
  const waiting: (() => void)[] = [];
  let isHeld = false;
  await page.routeWebSocket(/./, (toPage: WebSocketRoute) => {
    const toServer = toPage.connectToServer();
    toServer.onMessage((message) => {
      if (isHeld) waiting.push(() => toPage.send(message));
      else toPage.send(message);
    });
  });
  return {
    hold: () => {
      isHeld = true;
    },
    release: () => {
      isHeld = false;
      for (const send of waiting.splice(0)) send();
    },
  };
}

describe.skipIf(skipReason)('the workbench by keyboard', () => {
  const workbench = workbenchSuite(() => ({ 'mixed.pcap': mixedCapture(), later: null }));

  async function packets(): Promise<{ page: Page; grid: Locator }> {
    const page = await workbench.open('mixed.pcap', LIGHT);
    await untilClosed(page);
    await page.keyboard.press('Alt+9');
    const grid = workbench.grid('Packets');
    await grid.focus();
    await grid.press('Home');
    return { page, grid };
  }
  const untilClosed = (page: Page): Promise<void> => page.locator(OVERLAY).waitFor({ state: 'detached' });

  it('gives the focus back from a dialog, each time that it is opened', async () => {
    const { page } = await packets();
    for (const keys of ['Control+k', 'Control+g', 'Control+k', 'Control+g', 'Control+,']) {
      await page.keyboard.press(keys);
      await page.locator(OVERLAY).waitFor();
      await page.keyboard.press('Escape');
      await untilClosed(page);
      await expectFocus(page, /^grid Packets/);
    }
    const button = page.getByRole('button', { name: 'Command palette' });
    for (const _ of [1, 2]) {
      await button.press('Enter');
      await expectFocus(page, /^combobox/);
      await page.keyboard.press('Escape');
      await untilClosed(page);
      await expectFocus(page, /^button Command palette/);
    }
    expect(workbench.complaints()).toEqual([]);
  });

  it('names the cross of a dialog in the language of the page', async () => {
    const page = await workbench.start(DARK);
    await page.keyboard.press('Control+k');
    await page.getByRole('button', { name: '关闭', exact: true }).waitFor();
  });

  it('leaves the focus to what a command of the palette opens', async () => {
    const { page } = await packets();
    await command(page, 'Go to');
    await page.keyboard.type('7');
    await page.keyboard.press('Enter');
    await untilClosed(page);
    await expect.poll(() => workbench.selectedRow('Packets').innerText()).toMatch(/^7\b/);
    await expectFocus(page, /^grid Packets/);
    await command(page, 'display filter');
    await expectFocus(page, /^combobox Display filter/);
  });

  it('shows the command that is chosen, however far down the palette it is', async () => {
    const { page } = await packets();
    await page.keyboard.press('Control+k');
    const options = page.locator('.palette-item');
    await expectFocus(page, /^combobox/);
    const count = await options.count();
    for (let steps = 1; steps < count; steps++) await page.keyboard.press('ArrowDown');
    const chosen = page.locator('.palette-item[aria-selected=true]');
    await expect.poll(() => chosen.evaluate((option) => option === option.parentElement?.lastElementChild)).toBe(true);
    const isInSight = await chosen.evaluate((option) => {
      const list = option.parentElement?.getBoundingClientRect();
      return list !== undefined && option.getBoundingClientRect().bottom <= list.bottom + 1;
    });
    expect(isInSight).toBe(true);
  });

  it('moves nothing that lies below a dialog', async () => {
    const { page } = await packets();
    await page.keyboard.press('Control+,');
    await page.locator(OVERLAY).waitFor();
    for (const keys of ['Alt+2', 'Control+k', 'Control+m']) await page.keyboard.press(keys);
    expect(await page.locator('.bp6-dialog h2').first().innerText()).toBe('Settings');
    expect(await workbench.nav('Packets').getAttribute('aria-current')).toBe('page');
    await page.keyboard.press('Escape');
    await untilClosed(page);
    await page.keyboard.press('Alt+2');
    await expect.poll(() => workbench.nav('Findings').getAttribute('aria-current')).toBe('page');
  });

  it('takes the focus into the view that is shown instead of the one that had it', async () => {
    const { page } = await packets();
    await page.keyboard.press('Alt+2');
    await expectFocus(page, /^grid Findings/);
    await page.keyboard.press('Alt+9');
    await expectFocus(page, /^grid Packets/);
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => workbench.selectedRow('Packets').count()).toBe(1);
  });

  it('keeps the focus beside a button that goes when it is pressed', async () => {
    const { page, grid } = await packets();
    await page.keyboard.press('Control+/');
    await page.keyboard.type('tcp');
    await page.getByRole('button', { name: 'Apply', exact: true }).press('Enter');
    await expectFocus(page, /^combobox Display filter/);
    await page.getByRole('button', { name: 'Show all packets' }).first().press('Enter');
    await expectFocus(page, /^combobox Display filter/);

    await grid.focus();
    for (const part of ['input', 'button']) {
      await page.keyboard.press('Control+f');
      await page.locator('.find-bar').locator(part).first().press('Escape');
      await expectFocus(page, /^grid Packets/);
    }
    await page.getByRole('slider', { name: 'Start of the time range' }).press('ArrowRight');
    await page.locator('.timeline-actions button').first().press('Enter');
    await expectFocus(page, /^slider Start/);

    await page.keyboard.press('Alt+3');
    await page.getByRole('radio', { name: 'Hosts' }).press('Enter');
    await expectFocus(page, /^radio Hosts/);

    await page.keyboard.press('Alt+8');
    await page.locator('[data-search]').first().pressSequentially('192');
    await page.getByRole('button', { name: 'Clear search' }).press('Enter');
    await expectFocus(page, /^input/);
  });

  it('goes through a menu with the arrows, and back to where it was opened', async () => {
    const { page } = await packets();
    const open = page.getByRole('button', { name: 'Open', exact: true });
    await open.press('Enter');
    // What the shell can do comes first, and is asked for.
    await page.getByRole('menuitem', { name: /^Browse files/ }).waitFor();
    for (const [key, item] of [
      ['ArrowDown', /^menuitem Browse files/],
      ['ArrowDown', /^menuitem Upload/],
      ['Home', /^menuitem Browse files/],
      ['ArrowUp', /^menuitem /],
    ] as const) {
      await page.keyboard.press(key);
      await expectFocus(page, item);
    }
    await page.keyboard.press('Escape');
    await untilClosed(page);
    await expectFocus(page, /^button Open/);

    const grid = workbench.grid('Packets');
    await grid.press('Shift+F10');
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest('.bp6-overlay') !== null)).toBe(true);
    await page.keyboard.press('ArrowDown');
    await expectFocus(page, /^menuitem /);
    await page.keyboard.press('Enter');
    await untilClosed(page);
    await expect.poll(() => page.locator('.filter-input').inputValue()).toMatch(/^frame.number == 1$/);
    await expectFocus(page, /^grid Packets/);
  });

  it('keeps what is typed as a note when the packet is left by a key', async () => {
    const { page, grid } = await packets();
    await grid.press('End');
    await grid.press('Control+m');
    await grid.press('Home');
    const note = page.getByRole('button', { name: 'Note', exact: true }).last();
    await note.press('Enter');
    await page.keyboard.type('ask the owner ');
    await page.keyboard.press('F2');
    await expect.poll(() => workbench.selectedRow('Packets').innerText()).toMatch(/^18\b/);
    await grid.press('Home');
    await expect.poll(() => page.getByLabel('Note', { exact: true }).last().inputValue()).toBe('ask the owner');
    await page.getByLabel('Note', { exact: true }).last().fill('');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByLabel('Note', { exact: true }).last().inputValue()).toBe('ask the owner');
    await page.getByLabel('Note', { exact: true }).last().fill('');
    await grid.focus();
    await note.press('Enter');
    await page.keyboard.type('x');
    await page.keyboard.press('Escape');
    await expectFocus(page, /^button Note/);
  });

  it('goes through folders, and Escape closes their list from anywhere', async () => {
    const page = await workbench.start(LIGHT);
    await page.locator('.start-page .bp6-intent-primary').press('Enter');
    await expectFocus(page, /^button later/);
    await page.keyboard.press('Enter');
    await expectFocus(page, /^button Parent folder/);
    await page.keyboard.press('Enter');
    await expectFocus(page, /^button later/);
    await page.keyboard.press('Escape');
    await untilClosed(page);
    await expectFocus(page, /^button Browse files/);
    await page.keyboard.press('Enter');
    await page.locator('.file-list button', { hasText: 'mixed.pcap' }).press('Enter');
    await untilClosed(page);
    await expectFocus(page, /^grid Packets/);
  });

  it('keeps the focus on the fields and the bytes while another packet is dissected', async () => {
    const page = await workbench.start(LIGHT);
    const answers = await holdAnswers(page);
    const loading = page.locator('.empty-title', { hasText: 'Loading' }).first();
    await page.reload();
    await page.locator('.start-page .bp6-intent-primary').click();
    await page.locator('.file-list button', { hasText: 'mixed.pcap' }).click();
    await page.keyboard.press('Alt+9');
    await workbench.rows(workbench.grid('Packets')).first().click();
    for (const pane of [page.getByRole('tree'), page.locator('.hex-view')]) {
      await page.getByRole('treeitem').first().waitFor();
      await pane.focus();
      const before = await focused(page);
      answers.hold();
      await workbench
        .rows(workbench.grid('Packets'))
        .nth(4)
        .evaluate((row) => row.dispatchEvent(new MouseEvent('click', { bubbles: true })));
      await loading.waitFor();
      expect(await focused(page)).toBe(before);
      answers.release();
      await loading.waitFor({ state: 'detached' });
      expect(await focused(page)).toBe(before);
      await workbench
        .rows(workbench.grid('Packets'))
        .first()
        .evaluate((row) => row.dispatchEvent(new MouseEvent('click', { bubbles: true })));
      await expect.poll(() => page.locator('.pane-title', { hasText: 'Dissection' }).innerText()).toMatch(/1$/);
    }
  });

  it('goes on in the bytes of another packet from its field, not from where the last packet had a byte', async () => {
    const { page, grid } = await packets();
    const bytes = page.locator('.hex-view');
    await page.getByRole('treeitem').first().waitFor();
    await bytes.press('Control+End');
    await expect.poll(() => page.locator('.byte-cursor').count()).toBeGreaterThan(0);
    await grid.press('End');
    await expect.poll(() => page.locator('.byte-cursor').count()).toBe(0);
    // The frame itself begins with the first byte.
    await page.getByRole('tree').press('Home');
    await bytes.press('ArrowRight');
    await expect.poll(() => page.locator('.hex-byte.byte-cursor').getAttribute('id')).toMatch(/-1$/);
  });
});
