/** Heartbeats, HTTP reuse and what-if: from captures built in code to the beat that was late, the request that met a close, the device that forgets first. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type PageOptions, skipReason } from './browser';
import { heartbeatCapture, httpCapture } from './captures';
import { DARK, LIGHT, workbenchSuite } from './workbench-page';

describe.skipIf(skipReason)('analysis views', () => {
  const workbench = workbenchSuite(() => ({ 'beats.pcap': heartbeatCapture(), 'http.pcap': httpCapture() }));
  const { show, grid, rowTexts, selectedRow, shootAndCheck, complaints } = workbench;
  let page: Page;
  const open = async (name: string, options: PageOptions): Promise<void> => {
    page = await workbench.open(name, options);
  };

  it('shows the gaps of a heartbeat, the late beat and what followed', async () => {
    await open('beats.pcap', LIGHT);
    await show('Heartbeats');
    await expect.poll(() => rowTexts('Heartbeats')).toHaveLength(1);
    const [row] = await rowTexts('Heartbeats');
    for (const text of ['10.0.0.1:40010', 'Client', 'MQTT', '12', '2 B', '~ 45', '1 late', 'Reset']) expect(row).toContain(text);
    const card = page.getByRole('region', { name: 'Late, early and missed beats' }).last();
    await expect.poll(() => card.innerText()).toMatch(/58 s since the beat before, 45\.\d+ s expected/);
    await expect.poll(() => card.innerText()).toContain('The sender itself was late');
    await page.locator('.chart canvas').waitFor();
    await shootAndCheck('heartbeats-light');

    await page.getByRole('radio', { name: 'Table' }).click();
    await expect.poll(() => grid('Beats').getAttribute('aria-rowcount')).toBe('13');
    await expect.poll(() => rowTexts('Beats')).not.toHaveLength(0);
    await grid('Beats').press('End');
    const last = (): Promise<string> => selectedRow('Beats').innerText();
    await expect.poll(last).toContain('Late');
    const late = (await last()).split('\n')[0]?.trim() ?? '';
    await expect.poll(() => selectedRow('Packets').innerText()).toContain(late);
  });

  it('exports the chart as picture, drawing and table', async () => {
    await open('beats.pcap', LIGHT);
    await show('Heartbeats');
    await page.locator('.chart canvas').waitFor();
    const saved = (kind: string) => workbench.exported(page.getByRole('button', { name: 'Export' }), kind);
    expect((await saved('PNG')).subarray(1, 4).toString()).toBe('PNG');
    expect((await saved('SVG')).toString()).toContain('learned period');
    const lines = (await saved('CSV')).toString().split('\r\n');
    expect(lines[0]).toBe('frame,time_ms,gap_ms,beat,cause');
    expect(lines.length).toBe(13);
    expect(lines.at(-1)).toMatch(/,late,sender-late$/);
    expect(complaints()).toEqual([]);
  });

  it('leads from the finding to the heartbeat, by keyboard', async () => {
    await open('beats.pcap', DARK);
    await page.keyboard.press('Alt+2');
    await page.locator('.finding h3').waitFor();
    await page.getByLabel('代码').selectOption('heartbeat.late');
    const list = grid('发现列表');
    await expect.poll(() => rowTexts('发现列表')).toHaveLength(1);
    await list.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.locator('.chart canvas').waitFor();
    await expect.poll(() => page.locator('.nav button[aria-current=page]').innerText()).toContain('心跳');
    await shootAndCheck('heartbeats-dark');
  });

  it('shows requests, idle gaps and who closed after which silence', async () => {
    await open('http.pcap', LIGHT);
    await show('HTTP');
    await expect.poll(() => rowTexts('HTTP connections')).toHaveLength(1);
    const [row] = await rowTexts('HTTP connections');
    for (const text of ['10.0.0.1:40020', 'HTTP/1.1', '4', 'Persistent', 'Server', '5 s', 'Request crossed the close']) expect(row).toContain(text);
    const card = page.getByRole('region', { name: 'How the connection was kept' });
    await expect.poll(() => card.innerText()).toMatch(/Server says\s+5 s/);
    await page.locator('.chart canvas').waitFor();
    await shootAndCheck('http-light');

    await page.getByRole('radio', { name: 'Table' }).click();
    await expect.poll(() => rowTexts('Requests and responses')).toHaveLength(8);
    const texts = await rowTexts('Requests and responses');
    expect(texts[2]).toContain('1 s');
    expect(texts[4]).toContain('GET /page-3000 HTTP/1.1');
    await grid('Requests and responses')
      .getByRole('row', { name: /too-late/ })
      .click();
    await expect.poll(() => selectedRow('Packets').innerText()).toContain('too-late');
  });

  it('shows HTTP in the dark and in Chinese', async () => {
    await open('http.pcap', DARK);
    await show('HTTP');
    await page.locator('.chart canvas').waitFor();
    await shootAndCheck('http-dark');
  });

  it('answers what happens when the peer falls silent, as the command line does', async () => {
    await open('http.pcap', LIGHT);
    await show('What-if');
    const verdict = page.getByRole('region', { name: 'What happens' });
    await expect.poll(() => verdict.innerText()).toContain('7875 s');
    await page.getByLabel('Idle timeout of a device (s)').fill('350');
    await expect.poll(() => verdict.innerText()).toContain('AWS Network Load Balancer');
    await expect.poll(() => verdict.innerText()).toContain('forgets the connection first');
    await shootAndCheck('what-if-light');
    await page.getByRole('button', { name: 'Use recommended settings' }).click();
    await expect.poll(() => verdict.innerText()).toContain('keeps the connection');

    await page.getByLabel('Idle timeout of a device (s)').fill('');
    for (const [field, value] of [
      ['Idle time (s)', '5'],
      ['Interval (s)', '3'],
      ['Probe count', '2'],
    ] as const) {
      await page.getByLabel(field, { exact: true }).fill(value);
    }
    await expect.poll(() => verdict.innerText()).toContain('11 s');
    await page.getByText('tcpulse simulate keepalive --idle 5 --interval 3 --count 2').waitFor();
    await page.getByRole('radio', { name: 'Table' }).click();
    await expect.poll(() => rowTexts('Time line')).toHaveLength(3);
    await page.getByLabel('Probe count', { exact: true }).fill('0');
    await page.getByText('The settings cannot be used').waitFor();
    expect(complaints()).toEqual([]);
  });

  it('answers in the dark and in Chinese', async () => {
    await open('http.pcap', DARK);
    await show('假设分析');
    await expect.poll(() => page.getByRole('region', { name: '会发生什么' }).innerText()).toContain('7875 s');
    await shootAndCheck('what-if-dark');
  });
});
