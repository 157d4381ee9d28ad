/** The workbench as a user meets it: the real server, engine and page, over captures built in code. */
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { skipReason } from './browser';
import { MIXED_PACKETS, mixedCapture, PROBE_FRAMES, TCPDUMP_TEXT } from './captures';
import { analysed, boxOf, workbenchSuite } from './workbench-page';

describe.skipIf(skipReason)('workbench', () => {
  const workbench = workbenchSuite(() => ({
    'mixed.pcap': mixedCapture(),
    'cut.pcap': mixedCapture().subarray(0, -9),
    'picture.png': Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13),
    empty: null,
  }));
  const { grid, rowTexts, selectedRow, brush, complaints } = workbench;
  let page: Page;
  beforeEach(async () => {
    page = await workbench.start({ height: 1000 });
  });

  const cells = (row: string | undefined) =>
    (row ?? '')
      .split('\n')
      .map((text) => text.trim())
      .filter(Boolean);
  const view = (name: string) => workbench.nav(name).click();

  async function openFile(name: string): Promise<void> {
    await page.getByRole('main').getByRole('button', { name: 'Browse files…' }).click();
    await page
      .getByRole('list', { name: 'Files and folders' })
      .getByRole('button', { name: new RegExp(name) })
      .click();
  }
  async function openMixed(): Promise<void> {
    await openFile('mixed.pcap');
    await expect.poll(async () => (await rowTexts('Packets')).length).toBe(MIXED_PACKETS);
    await analysed(page);
  }

  it('offers files of the root, samples with a sentence each, and what was opened before', async () => {
    await page.getByText('An idle connection is probed again and again').waitFor();
    await page.getByRole('main').getByRole('button', { name: 'Browse files…' }).click();
    const files = page.getByRole('list', { name: 'Files and folders' }).locator('.file-name');
    await expect.poll(() => files.allInnerTexts()).toEqual(['empty', 'cut.pcap', 'mixed.pcap', 'picture.png']);
    await expect.poll(() => page.getByRole('button', { name: 'Parent folder' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: /^empty/ }).click();
    await page.getByText('This folder is empty').waitFor();
    await page.getByRole('button', { name: 'Parent folder' }).click();
    await page.getByRole('button', { name: /mixed\.pcap/ }).click();
    await grid('Packets').waitFor();
    await page.reload();
    await grid('Packets').waitFor();
    await page.getByRole('button', { name: 'Close mixed.pcap' }).click();
    await page.reload();
    await page
      .getByRole('main')
      .getByRole('button', { name: /mixed\.pcap/ })
      .waitFor();
    expect(complaints()).toEqual([]);
  });

  it('lists the packets, with times to the nanosecond in the form the user chooses', async () => {
    await openMixed();
    // The times come last: they count from when the capture began.
    await expect
      .poll(async () => cells((await rowTexts('Packets'))[0]).slice(0, 7))
      .toEqual(['1', '2023-11-14 22:13:20.000000789', '10.0.0.1', '192.0.2.80', 'TCP', '66', 'SYN']);
    const rows = await rowTexts('Packets');
    expect(rows[9]).toContain('Keep-alive');
    expect(rows[10]).toContain('Answer');
    expect(rows[6]).toContain('RST');
    const timeOf = async (row: number) => cells((await rowTexts('Packets'))[row])[1];
    const mode = page.getByLabel('Times shown as');
    await mode.selectOption('Since start (s)');
    await expect.poll(() => timeOf(9)).toBe('45.040000000');
    await mode.selectOption('Delta (s)');
    await expect.poll(() => timeOf(9)).toBe('44.830000000');
    await mode.selectOption('Delta in connection (s)');
    await expect.poll(() => timeOf(9)).toBe('45.000000000');
    await mode.selectOption('UTC');
    await expect.poll(() => timeOf(9)).toBe('2023-11-14 22:14:05.040000789');
    expect(complaints()).toEqual([]);
  });

  it('links fields and bytes both ways, down to the bits, and explains them', async () => {
    await openMixed();
    await grid('Packets').getByRole('row').nth(1).click();
    const tree = page.getByRole('tree');
    const bytes = page.getByRole('grid', { name: 'Bytes of the packet' });
    const marked = () => bytes.locator('[role=gridcell][aria-selected=true]').allInnerTexts();
    const field = () => tree.locator('[role=treeitem][aria-selected=true] .field-label').allInnerTexts();

    await tree.getByText('Time to Live').click();
    await expect.poll(marked).toEqual(['36']);
    await tree.getByText(/64 − 54 = 10/).waitFor();

    // Byte 14 is the first of the IP header: version and header length share it.
    const shared = bytes.getByRole('gridcell').nth(14);
    await shared.click();
    await expect.poll(field).toEqual(['Version']);
    await shared.click();
    await expect.poll(field).toEqual(['Header Length']);
    await expect.poll(marked).toEqual(['45']);
    await tree.getByText('.... 0101').waitFor();
    await page.getByRole('group', { name: 'Bits of the selected field' }).getByRole('button').first().click();
    await expect.poll(field).toEqual(['Version']);

    await bytes.getByRole('gridcell').nth(36).click();
    await expect.poll(field).toEqual(['Destination Port']);
    await expect.poll(marked).toEqual(['23', '28']);

    await tree.focus();
    await page.keyboard.press('Home');
    await expect.poll(field).toEqual(['Frame']);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => tree.locator('[role=treeitem][aria-selected=true]').getAttribute('aria-level')).toBe('2');
    expect(complaints()).toEqual([]);
  });

  it('sorts and searches connections, and shows the chosen one in the dock', async () => {
    await openMixed();
    await view('Connections');
    await expect.poll(async () => (await rowTexts('Connections')).length).toBe(3);
    const [first, second, third] = (await rowTexts('Connections')).map(cells);
    expect(first?.slice(1, 3)).toEqual(['10.0.0.1:40001', '192.0.2.80:9000']);
    expect(first).toContain('5, 1 lost');
    expect(second).toContain('Refused');
    expect(third?.[1]).toMatch(/^~ /);

    const packets = grid('Connections').getByRole('columnheader', { name: 'Packets' });
    await packets.getByRole('button').click();
    await expect.poll(() => packets.getAttribute('aria-sort')).toBe('ascending');
    await packets.getByRole('button').click();
    await expect.poll(() => packets.getAttribute('aria-sort')).toBe('descending');
    await expect.poll(async () => cells((await rowTexts('Connections'))[0])[1]).toBe('10.0.0.1:40001');

    await page.keyboard.press('/');
    await expect.poll(() => page.evaluate(() => document.activeElement?.hasAttribute('data-search'))).toBe(true);
    await page.keyboard.type('10.0.0.2');
    await expect.poll(async () => (await rowTexts('Connections')).length).toBe(1);
    await grid('Connections').getByRole('row').nth(1).click();
    await expect.poll(async () => (await rowTexts('Packets')).map((row) => cells(row)[0])).toEqual(['6', '7']);
    await expect.poll(() => selectedRow('Packets').innerText()).toContain('SYN');

    const search = page.getByRole('textbox', { name: 'Search address or port' });
    await view('Statistics');
    await view('Connections');
    await expect.poll(() => search.inputValue()).toBe('10.0.0.2');
    await expect.poll(() => packets.getAttribute('aria-sort')).toBe('descending');
    await expect.poll(async () => (await rowTexts('Connections')).length).toBe(1);

    await search.fill('203.0.113.9');
    await page.getByText('Nothing matches “203.0.113.9”').waitFor();
    expect(complaints()).toEqual([]);
  });

  it('shows the probes of a connection as a chart and as the table of the same', async () => {
    await openMixed();
    await view('Keep-alive');
    await expect
      .poll(async () => cells((await rowTexts('Connections with keep-alive probes'))[0]))
      .toEqual(['0', '10.0.0.1:40001', '192.0.2.80:9000', 'Client', '5', '1 of 5 lost', '45 s', '~ 45 s / ? / ?', '~ given up 22:23:50']);
    const detail = page.getByRole('region', { name: '10.0.0.1:40001 - 192.0.2.80:9000' });
    await detail.getByText('Client: 5 probes').waitFor();
    const facts = () => detail.locator('.facts-line').innerText();
    await expect.poll(facts).toContain('4 answered');
    await expect.poll(facts).toContain('45 s to 45 s');

    await detail.getByRole('radio', { name: 'Table' }).click();
    await expect
      .poll(async () => (await rowTexts('Probes and answers')).map(cells))
      .toEqual([
        ['10', '22:14:05.040', 'Client', '0 B', 'Answered', '11', '12 ms'],
        ['12', '22:14:50.040', 'Client', '45 s', '0 B', 'Answered', '13', '12 ms'],
        ['14', '22:15:35.040', 'Client', '45 s', '0 B', 'Answered', '15', '12 ms'],
        ['16', '22:16:20.040', 'Client', '45 s', '0 B', 'Answered', '17', '12 ms'],
        ['18', '22:17:05.040', 'Client', '45 s', '0 B', 'Lost'],
      ]);
    await grid('Probes and answers').getByRole('row').nth(3).click();
    await expect.poll(async () => cells(await selectedRow('Packets').innerText())[0]).toBe('14');

    // The same by a click on the chart: the last probe is the last mark on the upper lane.
    await detail.getByRole('radio', { name: 'Chart' }).click();
    const chart = page.getByRole('img', { name: /^Keep-alive probes and intervals/ });
    await chart.locator('canvas').waitFor();
    const box = await boxOf(chart);
    const [left, right, margin] = [72, 40, 0.015 / 1.03];
    const plot = box.width - left - right;
    // Drawn some time after its canvas is there.
    await expect
      .poll(async () => {
        await page.mouse.click(box.x + left + plot * (1 - margin), box.y + 4 + 44 / 4);
        return cells(await selectedRow('Packets').innerText())[0];
      })
      .toBe(String(PROBE_FRAMES.at(-1)));
    expect(complaints()).toEqual([]);
  });

  it('limits the packets to the part of the time line that is chosen', async () => {
    await openMixed();
    await brush(0.5, 1);
    await expect.poll(async () => (await rowTexts('Packets')).map((row) => cells(row)[0])).toEqual(['14', '15', '16', '17', '18']);
    await page.getByText('5 of 18 packets').waitFor();
    await page.getByRole('button', { name: 'Clear the time range' }).click();
    await expect.poll(async () => (await rowTexts('Packets')).length).toBeGreaterThan(5);
    expect(complaints()).toEqual([]);
  });

  it('opens pasted text, tells what was inferred and which line each packet came from', async () => {
    await page.getByRole('main').getByRole('button', { name: 'Paste text…' }).click();
    await page.getByRole('textbox', { name: 'Text of packets' }).fill(TCPDUMP_TEXT);
    await page.getByRole('button', { name: 'Open text' }).click();
    await expect.poll(async () => (await rowTexts('Packets')).length).toBe(9);
    await grid('Packets').getByRole('row').nth(4).click();
    await expect.poll(() => page.getByRole('region', { name: /^Line of text/ }).innerText()).toContain('11:40:48.937483 IP 127.0.0.1.45376');
    await view('Keep-alive');
    await expect.poll(async () => cells((await rowTexts('Connections with keep-alive probes'))[0])).toContain('~ 5 s');
    expect(complaints()).toEqual([]);
  });

  it('takes uploads and dropped files', async () => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('main').getByRole('button', { name: 'Upload file…' }).click();
    await (await chooser).setFiles({ name: 'sent.pcap', mimeType: 'application/octet-stream', buffer: Buffer.from(mixedCapture()) });
    await expect.poll(async () => (await rowTexts('Packets')).length).toBe(MIXED_PACKETS);
    await page.getByRole('button', { name: 'Close sent.pcap' }).waitFor();

    const dropped = await page.evaluateHandle(
      (bytes) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([Uint8Array.from(bytes)], 'dropped.pcap'));
        return transfer;
      },
      [...mixedCapture()],
    );
    await page.dispatchEvent('body', 'dragenter', { dataTransfer: dropped });
    await page.getByText('Drop to open the capture').waitFor();
    await page.dispatchEvent('body', 'drop', { dataTransfer: dropped });
    await page.getByRole('button', { name: 'Close dropped.pcap' }).waitFor();
    await page.getByRole('button', { name: 'Capture shown' }).click();
    await expect.poll(() => page.getByRole('menuitem').allInnerTexts()).toEqual(['sent.pcap', 'dropped.pcap', 'Start page']);
    expect(complaints()).toEqual([]);
  });

  it('says what is wrong with a file and what to do', async () => {
    await openFile('picture.png');
    await expect.poll(() => page.getByRole('alert').first().innerText()).toMatch(/picture\.png is no capture that TCPulse knows/);
  });

  it('keeps what was read before the damage and says where it is', async () => {
    await openFile('cut.pcap');
    await view('Summary');
    const summary = page.getByRole('region', { name: 'Summary' });
    await summary.locator('.issues li').first().waitFor();
    await expect.poll(() => summary.innerText()).toMatch(/at byte [\d,]+/);
    await expect.poll(() => summary.locator('.facts').innerText()).toContain(String(MIXED_PACKETS - 1));
    expect(complaints()).toEqual([]);
  });

  it('remembers the columns, the language and the theme', async () => {
    await openMixed();
    await page.getByRole('button', { name: 'Choose columns' }).click();
    await page.locator('.column-menu label', { hasText: 'Length' }).click();
    await grid('Packets').getByRole('columnheader', { name: 'Length' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('button', { name: '主题: 跟随系统' }).click();
    await page.getByRole('button', { name: '主题: 浅色' }).click();
    await page.reload();
    await page.getByRole('grid', { name: '数据包', exact: true }).waitFor();
    await expect.poll(() => page.getByRole('columnheader').allInnerTexts()).toEqual(['编号', '本地时间', '源', '目的', '协议', '标记', '信息']);
    await expect.poll(() => page.locator('body').getAttribute('class')).toContain('bp6-dark');
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('zh-CN');
  });

  it('runs commands from the palette and by keys', async () => {
    await openMixed();
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('combobox', { name: 'Type a command' });
    await palette.fill('show conn');
    await palette.press('Enter');
    await grid('Connections').waitFor();
    await page.keyboard.press('Alt+1');
    await page.getByRole('heading', { name: 'What is wrong with the file' }).waitFor();
    await page.keyboard.press('Control+o');
    await page.getByRole('dialog').getByText('Open a file of the server').waitFor();
  });

  it('says so when the engine is gone', async () => {
    await openMixed();
    workbench.server().dropPages();
    await page.getByText('The connection to the engine is lost').waitFor();
  });
});
