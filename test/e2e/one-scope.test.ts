/** One filter and one part of the time line limit every view; with several captures the time line shows them all on one axis, and its brush goes over all of them. */
import { describe, expect, it } from 'vitest';
import { skipReason } from './browser';
import { heartbeatCapture, later, MIXED_PACKETS, mixedCapture } from './captures';
import { DARK, LIGHT, tabTo, workbenchSuite } from './workbench-page';

const LATER_SECONDS = 100;

describe.skipIf(skipReason)('one filter and one brush', () => {
  const { page, open, openByKeyboard, nav, grid, rows, brush, shootAndCheck, complaints } = workbenchSuite(() => ({
    'mixed.pcap': mixedCapture(),
    'beats.pcap': later(heartbeatCapture(), LATER_SECONDS),
  }));

  const shown = (): Promise<string> => page().locator('.status-bar').innerText();
  const range = (): Promise<string | null> => page().locator('.timeline-range').getAttribute('style');

  it('limits each view to what a filter shows, where it was typed, and says how many packets that is', async () => {
    await open('mixed.pcap', LIGHT);
    await nav('Connections').click();
    await expect.poll(() => rows(grid('Connections')).count()).toBe(3);
    await page().locator('[data-filter]').fill('tcp.flags.reset == 1');
    await page().locator('.filter-right').waitFor();
    await page().locator('[data-filter]').press('Enter');
    await expect.poll(() => rows(grid('Connections')).count()).toBe(1);
    await expect.poll(shown).toContain(`1 of ${MIXED_PACKETS}`);
    await expect.poll(() => nav('Connections').getAttribute('aria-current')).toBe('page');
    await nav('Keep-alive').click();
    await page().getByText('No packet that the display filter shows belongs here').waitFor();
    await nav('Listeners').click();
    await expect.poll(() => rows(grid('Listeners')).count()).toBe(1);
    await nav('Findings').click();
    await expect.poll(() => rows(grid('Findings')).count()).toBe(1);
    await nav('Statistics').click();
    await expect.poll(() => rows(page().getByRole('grid').first()).count()).toBe(1);
    await nav('I/O chart').click();
    await page().getByRole('main').getByText('Table', { exact: true }).first().click();
    await page().getByRole('columnheader', { name: '(tcp.flags.reset == 1) && (keepalive.probe)' }).waitFor();
    await nav('Packets').click();
    await expect.poll(() => rows(grid('Packets')).count()).toBe(1);
    await page().getByRole('button', { name: 'Show all packets' }).click();
    await expect.poll(shown).toContain(`${MIXED_PACKETS} packets`);
    expect(complaints()).toEqual([]);
  });

  it('shows the captures of a project on one axis, and keeps the part that was brushed when another is shown', async () => {
    await open('mixed.pcap', LIGHT);
    await page().keyboard.press('Control+o');
    await page().locator('.file-list button', { hasText: 'beats.pcap' }).click();
    const lanes = page().getByRole('list', { name: 'Captures on the time line' }).getByRole('listitem');
    await expect.poll(() => lanes.allInnerTexts()).toEqual(['beats.pcap', 'mixed.pcap']);
    // The axis is 609 s long, and the first packet of the beats lies 100 s after its begin: up to there only the other capture has packets.
    await brush(0, 0.14);
    await nav('Packets').click();
    await page().getByText('No packet lies in the time range').waitFor();
    // Drawn in the end, and standing still.
    await expect.poll(range).not.toBeNull();
    const chosen = await range();
    await page()
      .getByRole('button', { name: /^Capture shown/ })
      .click();
    await page().getByRole('menuitem', { name: 'mixed.pcap' }).click();
    await expect.poll(() => lanes.allInnerTexts()).toEqual(['mixed.pcap', 'beats.pcap']);
    await expect.poll(range).toBe(chosen);
    await expect.poll(() => rows(grid('Packets')).count()).toBe(11);
    await nav('Connections').click();
    await expect.poll(() => rows(grid('Connections')).count()).toBe(3);
    await page().locator('.timeline').getByRole('button', { name: 'Show as a table' }).click();
    const tables = page().getByRole('region', { name: 'Packets over time' }).getByRole('table');
    await expect.poll(() => tables.getByRole('caption').allInnerTexts()).toEqual(['mixed.pcap', 'beats.pcap']);
    expect(await tables.nth(1).getByRole('cell').first().innerText()).toMatch(/^-?\d/);
    await page().keyboard.press('Escape');
    await tables.first().waitFor({ state: 'detached' });

    // The clock of the beats was 100 s fast: then both begin at once.
    await nav('Project').click();
    const offset = page().getByLabel('Added to the times of beats.pcap, in milliseconds');
    await offset.fill('-100000');
    await offset.press('Enter');
    await page().getByRole('button', { name: 'Clear the time range' }).click();
    await brush(0.5, 0.9);
    await page()
      .getByRole('button', { name: /^Capture shown/ })
      .click();
    await page().getByRole('menuitem', { name: 'beats.pcap' }).click();
    await nav('Packets').click();
    await expect.poll(() => rows(grid('Packets')).count()).toBeGreaterThan(3);
    await shootAndCheck('scope-light');
  });

  it('is brushed by keyboard alone, over panes beside each other', async () => {
    await openByKeyboard('mixed.pcap', DARK);
    await page().keyboard.press('Alt+8');
    await page().keyboard.press('Control+\\');
    await page().locator('.link-bar').waitFor();
    const edge = page().getByRole('slider').first();
    await tabTo(page(), edge);
    // A tenth of 225 s: only the probed connection lasts that long.
    for (let press = 0; press < 10; press++) await page().keyboard.press('ArrowRight');
    await expect.poll(() => rows(page().getByRole('grid', { name: '连接', exact: true })).count()).toBe(1);
    const packets = page().getByRole('grid', { name: '数据包', exact: true });
    await expect.poll(() => rows(packets).count()).toBe(9);
    await shootAndCheck('scope-dark');
    await page().keyboard.press('Escape');
    await expect.poll(() => rows(page().getByRole('grid', { name: '连接', exact: true })).count()).toBe(3);
    expect(complaints()).toEqual([]);
  });
});
