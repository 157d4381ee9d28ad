/** One filter and one part of the time line limit every view; with several captures the time line shows them all on one axis, and its brush goes over all of them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { skipReason } from './browser';
import { heartbeatCapture, MIXED_PACKETS, mixedCapture } from './captures';
import { DARK, faults, LIGHT, shoot, tabTo, workbenchSuite } from './workbench-page';

const SLOW_MS = 120_000;
const SOON_MS = 10_000;

const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: SOON_MS });
const PCAP_HEADER = 24;
const RECORD_HEADER = 16;
const LATER_SECONDS = 100;

/** The same packets, so many seconds later. */
function later(capture: Uint8Array, seconds: number): Uint8Array {
  const copy = Uint8Array.from(capture);
  const view = new DataView(copy.buffer);
  for (let at = PCAP_HEADER; at < copy.length; at += RECORD_HEADER + view.getUint32(at + 8, true))
    view.setUint32(at, view.getUint32(at, true) + seconds, true);
  return copy;
}

describe.skipIf(skipReason)('one filter and one brush', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tcpulse-scope-'));
  writeFileSync(join(folder, 'mixed.pcap'), mixedCapture());
  writeFileSync(join(folder, 'beats.pcap'), later(heartbeatCapture(), LATER_SECONDS));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const { page, open, openByKeyboard, nav, grid, rows, complaints } = workbenchSuite(folder);

  const shown = (): Promise<string> => page().locator('.status-bar').innerText();
  async function brush(from: number, to: number): Promise<void> {
    const box = await page().locator('.timeline-plot').boundingBox();
    if (box === null) throw new Error('no time line');
    await page().mouse.move(box.x + box.width * from, box.y + box.height / 2);
    await page().mouse.down();
    await page().mouse.move(box.x + box.width * to, box.y + box.height / 2, { steps: 6 });
    await page().mouse.up();
  }
  const range = (): Promise<string | null> => page().locator('.timeline-range').getAttribute('style');

  it(
    'limits each view to what a filter shows, where it was typed, and says how many packets that is',
    async () => {
      await open('mixed.pcap', LIGHT);
      await nav('Connections').click();
      await eventually(() => rows(grid('Connections')).count()).toBe(3);
      await page().locator('[data-filter]').fill('tcp.flags.reset == 1');
      await page().locator('.filter-right').waitFor();
      await page().keyboard.press('Enter');
      await eventually(() => rows(grid('Connections')).count()).toBe(1);
      await eventually(shown).toContain(`1 of ${MIXED_PACKETS}`);
      expect(await nav('Connections').getAttribute('aria-current')).toBe('page');
      await nav('Keep-alive').click();
      await page().getByText('No packet that the display filter shows belongs here').waitFor();
      await nav('Listeners').click();
      await eventually(() => rows(grid('Listeners')).count()).toBe(1);
      await nav('Findings').click();
      await eventually(() => rows(grid('Findings')).count()).toBe(1);
      await nav('Statistics').click();
      await eventually(() => rows(page().getByRole('grid').first()).count()).toBe(1);
      await nav('I/O chart').click();
      await page().getByRole('main').getByText('Table', { exact: true }).first().click();
      await page().getByRole('columnheader', { name: '(tcp.flags.reset == 1) && (keepalive.probe)' }).waitFor();
      await nav('Packets').click();
      await eventually(() => rows(grid('Packets')).count()).toBe(1);
      await page().getByRole('button', { name: 'Show all packets' }).click();
      await eventually(shown).toContain(`${MIXED_PACKETS} packets`);
      expect(complaints()).toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'shows the captures of a project on one axis, and keeps the part that was brushed when another is shown',
    async () => {
      await open('mixed.pcap', LIGHT);
      await page().keyboard.press('Control+o');
      await page().locator('.file-list button', { hasText: 'beats.pcap' }).click();
      const lanes = page().getByRole('list', { name: 'Captures on the time line' }).getByRole('listitem');
      await eventually(() => lanes.allInnerTexts()).toEqual(['beats.pcap', 'mixed.pcap']);
      // The axis is 609 s long, and the first packet of the beats lies 100 s after its begin: up to there only the other capture has packets.
      await brush(0, 0.14);
      await nav('Packets').click();
      await page().getByText('No packet lies in the time range').waitFor();
      const chosen = await range();
      await page()
        .getByRole('button', { name: /^Capture shown/ })
        .click();
      await page().getByRole('menuitem', { name: 'mixed.pcap' }).click();
      await eventually(() => lanes.allInnerTexts()).toEqual(['mixed.pcap', 'beats.pcap']);
      await eventually(range).toBe(chosen);
      await eventually(() => rows(grid('Packets')).count()).toBe(11);
      await nav('Connections').click();
      await eventually(() => rows(grid('Connections')).count()).toBe(3);

      // The clock of the beats was 100 s fast: then both begin at once.
      await nav('Project').click();
      await page().getByLabel('Added to the times of beats.pcap, in milliseconds').fill('-100000');
      await page().keyboard.press('Enter');
      await page().getByRole('button', { name: 'Clear the time range' }).click();
      await brush(0.5, 0.9);
      await page()
        .getByRole('button', { name: /^Capture shown/ })
        .click();
      await page().getByRole('menuitem', { name: 'beats.pcap' }).click();
      await nav('Packets').click();
      await eventually(() => rows(grid('Packets')).count()).toBeGreaterThan(3);
      await shoot(page(), 'scope-light');
      expect(await faults(page())).toEqual([]);
      expect(complaints()).toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'is brushed by keyboard alone, over panes beside each other',
    async () => {
      await openByKeyboard('mixed.pcap', DARK);
      await page().keyboard.press('Alt+8');
      await page().keyboard.press('Control+\\');
      await page().locator('.link-bar').waitFor();
      const edge = page().getByRole('slider').first();
      await tabTo(page(), edge);
      // A tenth of 225 s: only the probed connection lasts that long.
      for (let press = 0; press < 10; press++) await page().keyboard.press('ArrowRight');
      await eventually(() => rows(page().getByRole('grid', { name: '连接', exact: true })).count()).toBe(1);
      const packets = page().getByRole('grid', { name: '数据包', exact: true });
      await eventually(() => rows(packets).count()).toBe(9);
      await shoot(page(), 'scope-dark');
      expect(await faults(page())).toEqual([]);
      await page().keyboard.press('Escape');
      await eventually(() => rows(page().getByRole('grid', { name: '连接', exact: true })).count()).toBe(3);
      expect(complaints()).toEqual([]);
    },
    SLOW_MS,
  );
});
