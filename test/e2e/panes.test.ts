/** Views beside each other: opened, moved, closed and found again by mouse and by keyboard; what is selected in one is shown in the other. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { skipReason } from './browser';
import { mixedCapture, PROBE_FRAMES } from './captures';
import { boxOf, command, DARK, LIGHT, tabTo, workbenchSuite } from './workbench-page';

describe.skipIf(skipReason)('panes', () => {
  const suite = workbenchSuite(() => ({ 'mixed.pcap': mixedCapture() }));
  const { page, open, openByKeyboard, nav, grid, rowTexts, complaints, expectNoFaults, shootAndCheck } = suite;

  /** Panes from the left to the right, then down: their tabs, the one in front in brackets. */
  const arrangement = (of: Page = page()): Promise<string> =>
    of.locator('[data-tabset]').evaluateAll((panes) =>
      panes
        .map((pane) =>
          [...pane.querySelectorAll('[role=tab]')]
            .filter((tab) => tab.checkVisibility())
            .map((tab) => {
              const name = tab.querySelector('span')?.textContent ?? '';
              return tab.getAttribute('aria-selected') === 'true' ? `[${name}]` : name;
            })
            .join(' '),
        )
        .join(' | '),
    );
  const tab = (name: string): Locator => page().getByRole('tab', { name, exact: true });
  const pane = (name: string): Locator => page().locator('[data-tabset]', { has: page().getByRole('tab', { name, exact: true }) });
  const middle = async (target: Locator): Promise<{ x: number; y: number; width: number; height: number }> => {
    const { x, y, width, height } = await boxOf(target);
    return { x: x + width / 2, y: y + height / 2, width, height };
  };
  async function drag(from: Locator, to: Locator, shareX: number, shareY: number): Promise<void> {
    const start = await middle(from);
    const end = await middle(to);
    await page().mouse.move(start.x, start.y);
    await page().mouse.down();
    await page().mouse.move(start.x + 12, start.y + 12, { steps: 3 });
    await page().mouse.move(end.x + end.width * shareX, end.y + end.height * shareY, { steps: 8 });
    await page().mouse.up();
  }
  async function applyFilter(filter: string): Promise<void> {
    await page().locator('[data-filter]').fill(filter);
    await page().locator('.filter-right').waitFor();
    await page().locator('[data-filter]').press('Enter');
    await page().locator('.filter-applied').waitFor();
  }
  const columns = async (name: string): Promise<string[]> => (await rowTexts(name)).map((row) => row.split('\n')[0]?.trim() ?? '');

  it('shows no tab before somebody asks for a second view, and then the selection of one pane in the other', async () => {
    await open('mixed.pcap', LIGHT);
    await nav('Connections').click();
    await grid('Connections').getByRole('row').nth(3).waitFor();
    expect(await page().getByRole('tab', { name: 'Connections', exact: true }).isVisible()).toBe(false);
    await page().getByRole('heading', { name: 'Connections', exact: true }).waitFor();

    await nav('Packets').click({ modifiers: ['Control'] });
    await expect.poll(arrangement).toBe('[Connections] | [Packets]');
    await grid('Connections').getByRole('row').nth(1).click();
    await page().getByRole('status').getByText('of connection 0').waitFor();
    await expect
      .poll(() => columns('Packets'))
      .toEqual(['1', '2', '3', '4', '5', ...PROBE_FRAMES.flatMap((frame) => (frame === 18 ? [frame] : [frame, frame + 1])).map(String)]);
    await grid('Connections').getByRole('row').nth(2).click();
    await expect.poll(() => columns('Packets')).toEqual(['6', '7']);
    // The filter limits them further, and the switch shows all that it leaves.
    await applyFilter('tcp.flags.reset == 1');
    await expect.poll(() => columns('Packets')).toEqual(['7']);
    await page().getByLabel('Packets of the selection only').uncheck({ force: true });
    await page().getByRole('button', { name: 'Show all packets' }).click();
    await expect.poll(async () => (await columns('Packets')).length).toBeGreaterThan(10);
    await page().getByLabel('Packets of the selection only').check({ force: true });

    await tab('Packets').click({ button: 'middle' });
    await expect.poll(arrangement).toBe('');
    await expectNoFaults();
  });

  it('is arranged by dragging tabs and entries, and stays so when the page is loaded again', async () => {
    await open('mixed.pcap', LIGHT);
    await drag(nav('Connections'), page().locator('.view-panes'), 0.45, 0);
    await expect.poll(arrangement).toBe('[Packets] | [Connections]');
    await drag(nav('Keep-alive'), pane('Connections').locator('[data-tab-panels]'), 0, 0.45);
    await expect.poll(arrangement).toBe('[Packets] | [Connections] | [Keep-alive]');
    await drag(tab('Connections'), tab('Packets'), 0.4, 0);
    await expect.poll(arrangement).toBe('Packets [Connections] | [Keep-alive]');
    const before = await middle(pane('Keep-alive'));
    await drag(page().getByRole('separator', { name: 'Resize the panes' }), pane('Keep-alive'), -0.3, 0);
    const width = async (): Promise<number> => (await middle(pane('Keep-alive'))).width;
    await expect.poll(async () => Math.abs((await width()) - before.width)).toBeGreaterThan(40);
    const resized = await width();

    await page().reload();
    await grid('Connections').getByRole('row').nth(1).waitFor();
    await expect.poll(arrangement).toBe('Packets [Connections] | [Keep-alive]');
    await expect.poll(width).toBeCloseTo(resized, -1);
    await shootAndCheck('panes-light');
  });

  it('is arranged by keyboard alone, kept in the project, and the same when that is opened again', async () => {
    await openByKeyboard('mixed.pcap', LIGHT);
    await page().keyboard.press('Alt+8');
    await grid('Connections').getByRole('row').nth(1).waitFor();
    await page().keyboard.press('Control+\\');
    await expect.poll(arrangement).toBe('[Connections] | [Packets]');
    await expect.poll(() => tab('Packets').evaluate((element) => element === document.activeElement)).toBe(true);
    await page().keyboard.press('Control+Shift+|');
    await expect.poll(arrangement).toMatch(/^\[Connections\] \| \[Packets\] \| \[[^\]]+\]$/);
    await tabTo(page(), nav('Heartbeats'));
    await page().keyboard.press('Enter');
    await expect.poll(arrangement).toBe('[Connections] | [Packets] | [Heartbeats]');
    // A tab more, moved to the left, then to the next pane.
    await tabTo(page(), nav('HTTP'));
    await page().keyboard.press('Shift+Enter');
    await expect.poll(arrangement).toBe('[Connections] | [Packets] | Heartbeats [HTTP]');
    await page().keyboard.press('Alt+Shift+PageUp');
    await expect.poll(arrangement).toBe('[Connections] | [Packets] | [HTTP] Heartbeats');
    await page().keyboard.press('Alt+PageDown');
    await expect.poll(arrangement).toBe('[Connections] | [Packets] | HTTP [Heartbeats]');
    await page().keyboard.press('Alt+w');
    await expect.poll(arrangement).toBe('[Connections] | [Packets] | [HTTP]');
    await page().keyboard.press('F6');
    await expect.poll(() => tab('Connections').evaluate((element) => element === document.activeElement)).toBe(true);
    await page().keyboard.press('Shift+F6');
    await expect.poll(() => tab('HTTP').evaluate((element) => element === document.activeElement)).toBe(true);
    await page().keyboard.press('Alt+Shift+o');
    await expect.poll(arrangement).toBe('Connections [HTTP] | [Packets]');

    await page().keyboard.press('Control+s');
    const path = page().locator('#project-path');
    await path.fill(join(suite.folder(), 'panes'));
    // The dialog takes the focus once more when it has opened.
    await path.press('Enter');
    await page().getByRole('button', { name: 'Project panes.tcpulse', exact: true }).waitFor();
    const stored = JSON.parse(readFileSync(join(suite.folder(), 'panes.tcpulse'), 'utf8'));
    expect(stored.view).toMatchObject({ name: 'http', panes: { kind: 'split', direction: 'row' } });

    await page().keyboard.press('Alt+Shift+w');
    await expect.poll(arrangement).toBe('');
    await page().keyboard.press('Control+o');
    await tabTo(page(), page().locator('.file-list button', { hasText: /^panes\.tcpulse/ }));
    await page().keyboard.press('Enter');
    await expect.poll(arrangement).toBe('Connections [HTTP] | [Packets]');
    expect(complaints()).toEqual([]);
  });

  it('offers the same from menus, the palette and the sheet of keys, in Chinese and in the dark', async () => {
    await open('mixed.pcap', DARK);
    await page().locator('.nav button', { hasText: '发现' }).click({ button: 'right' });
    await page().getByRole('menuitem', { name: '在右侧打开' }).click();
    await expect.poll(arrangement).toMatch(/ \| \[发现|^\[报文|^\[数据包/);
    await page().locator('.pane-menu').last().click();
    await page()
      .getByRole('menuitem', { name: /向下拆分/ })
      .click();
    await expect.poll(async () => (await arrangement()).split('|')).toHaveLength(3);
    await shootAndCheck('panes-dark');
    await command(page(), '只显示此视图');
    await expect.poll(arrangement).toBe('');
    await page().keyboard.press('Shift+?');
    await page().getByRole('dialog').getByText('向右拆分').waitFor();
    await page().getByRole('dialog').getByText('窗格与标签页').waitFor();
    expect(complaints()).toEqual([]);
  });
});
