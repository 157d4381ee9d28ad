/** The life of a connection: its sequence diagram segment by segment, and the charts of its sequence space, of a capture built in code. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type PageOptions, skipReason } from './browser';
import { LIFE_FRAMES, lifeCapture } from './captures';
import { DARK, LIGHT, workbenchSuite } from './workbench-page';

const SEGMENTS = 17;
/** All segments are in sight. */
const TALL = { width: 1920, height: 2200 };

describe.skipIf(skipReason)('the life of a connection', () => {
  const workbench = workbenchSuite(() => ({ 'life.pcap': lifeCapture() }));
  const { nav, shootAndCheck, complaints } = workbench;
  let page: Page;

  async function open(options: PageOptions): Promise<void> {
    page = await workbench.open('life.pcap', options);
    await nav(options.locale === 'zh-CN' ? '连接' : 'Connections').click();
    await page.locator('.life').waitFor();
  }
  const tab = (name: string) => page.locator('.life-head').getByRole('radio', { name }).click();
  const segments = () => page.locator('.life-row');
  /** The packet that the dock shows. */
  const evident = () => page.getByRole('grid', { name: 'Packets', exact: true }).locator('.grid-selected [data-column=frame]').innerText();
  /** Words of the row of a frame. */
  const words = async (frame: number): Promise<string> => {
    const row = segments().nth(frame - 1);
    await row.waitFor();
    return (await row.innerText()).replace(/\s+/g, ' ');
  };

  it('writes the arithmetic and the states beside each arrow, and moves by keyboard', async () => {
    await open(LIGHT);
    await segments().first().waitFor();
    await shootAndCheck('life-diagram-light');
    await page.setViewportSize(TALL);
    await expect.poll(() => segments().count()).toBe(SEGMENTS);
    expect(await words(1)).toContain('seq 0, SYN counts one: next 1');
    expect(await words(2)).toContain('ack 1 = 0 + 1 (SYN)');
    expect(await words(LIFE_FRAMES.request)).toContain('seq 1, 64 bytes: next 65');
    expect(await words(LIFE_FRAMES.again + 1)).toMatch(/ack 65 = 1 \+ 64 ?packet 5/);
    expect(await words(LIFE_FRAMES.again)).toContain('Retransmission');
    expect(await words(LIFE_FRAMES.response)).toContain('ack 65');
    expect(await words(LIFE_FRAMES.zeroWindow)).toContain('Zero window');
    expect(await words(LIFE_FRAMES.probe)).toContain('45 s of silence');
    expect(await words(LIFE_FRAMES.probe)).toContain('seq 64, one below the next byte');
    expect(await words(LIFE_FRAMES.fin)).toContain('FIN_WAIT_1');
    expect(await words(LIFE_FRAMES.finAck)).toContain('ack 66 = 65 + 1 (FIN)');

    const diagram = page.getByRole('grid', { name: 'Segments of the connection as a sequence diagram' });
    await diagram.focus();
    await page.keyboard.press('End');
    await expect.poll(evident).toBe(String(LIFE_FRAMES.last));
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await expect.poll(evident).toBe(String(LIFE_FRAMES.last - 1));
    await segments()
      .nth(LIFE_FRAMES.finAck - 1)
      .locator('.frame-link')
      .click();
    await expect.poll(evident).toBe(String(LIFE_FRAMES.fin));
    await expect
      .poll(() =>
        segments()
          .nth(LIFE_FRAMES.fin - 1)
          .getAttribute('aria-selected'),
      )
      .toBe('true');
    expect(complaints()).toEqual([]);
  });

  it('draws the sequence space of either direction, with the same as a table', async () => {
    await open(LIGHT);
    await tab('Time-sequence');
    await page.locator('.life .chart canvas').waitFor();
    await shootAndCheck('life-sequence-light');
    await page.locator('.life').getByRole('radio', { name: 'Table' }).click();
    const table = page.getByRole('grid', { name: 'Segments, acknowledgement and window' });
    const frames = () => table.locator('.grid-layer [data-column=frame]').allInnerTexts();
    await page.setViewportSize(TALL);
    await expect.poll(frames).toEqual(['1', '2', '4', '5', '6', '7', '10', '11', '12', '13', '14', '16']);
    await page.locator('.life-direction').getByRole('radio', { name: 'Server' }).click();
    await expect.poll(frames).toEqual(['2', '3', '4', '5', '7', '8', '9', '10', '12', '14', '15', '16', '17']);
  });

  it('draws the window and what was in flight, in Chinese and dark', async () => {
    await open(DARK);
    await segments().first().waitFor();
    await shootAndCheck('life-diagram-dark');
    await tab('窗口');
    await page.locator('.life .chart canvas').waitFor();
    await shootAndCheck('life-window-dark');
    await tab('时间-序列号');
    await page.locator('.life .chart canvas').waitFor();
    const lines = (await workbench.exported(page.locator('.life').getByRole('button', { name: '导出' }), 'CSV')).toString().split('\r\n');
    expect(lines[0]).toContain('acknowledged');
    expect(lines.length).toBeGreaterThan(4);
  });
});
