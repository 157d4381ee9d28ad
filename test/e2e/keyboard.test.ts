/** The workbench by keyboard alone: the focus is always on something, and comes back to where it was from what lay over the views. */
import type { Locator, Page, WebSocketRoute } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { skipReason } from './browser';
import { mixedCapture } from './captures';
import { LIGHT, workbenchSuite } from './workbench-page';

const OVERLAY = '.bp6-overlay-content';

/** What has the focus: its role or element, and its name. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    const kind = element.getAttribute('role') ?? element.tagName.toLowerCase();
    return `${kind} ${element.getAttribute('aria-label') ?? (element.textContent ?? '').trim().slice(0, 40)}`;
  });

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
