/** Conversations, endpoints and the protocol hierarchy of a capture built in code: sorted, filtered by, exported. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type PageOptions, skipReason } from './browser';
import { mixedCapture } from './captures';
import { DARK, LIGHT, rowsOf, workbenchSuite } from './workbench-page';

describe.skipIf(skipReason)('statistics', () => {
  const workbench = workbenchSuite(() => ({ 'mixed.pcap': mixedCapture() }));
  const { nav, grid, shootAndCheck } = workbench;
  let page: Page;

  async function open(options: PageOptions): Promise<void> {
    page = await workbench.open('mixed.pcap', options);
    await nav(options.locale === 'zh-CN' ? '统计' : 'Statistics').click();
    await rows().first().waitFor();
  }
  const rows = () => rowsOf(page.locator('.statistics'));
  const column = (id: string) => page.locator(`.statistics .grid-layer [data-column=${id}]`).allInnerTexts();
  const choose = (name: string) => page.locator('.statistics-head').getByRole('radio', { name, exact: true }).click();

  it('lists who talked with whom, sorted by the engine, as CSV, and shows the packets of a row', async () => {
    await open(LIGHT);
    await expect.poll(() => column('packets')).toEqual(['14', '2', '2']);
    await shootAndCheck('statistics-conversations-light');
    await page.locator('.statistics').getByRole('columnheader', { name: 'Address A' }).getByRole('button').click();
    await expect.poll(() => column('addressA')).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export the table as CSV' }).click();
    const lines = readFileSync(await (await download).path(), 'utf8').split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe('addressA,portA,addressB,portB,packets,bytes,packetsAB,bytesAB,packetsBA,bytesBA,startMs,durationMs,filter');
    await choose('IPv6');
    await page.getByText('The capture holds nothing of this layer').waitFor();
    await choose('Endpoints');
    await choose('Ethernet');
    await expect.poll(() => rows().count()).toBe(2);
    await choose('Conversations');
    await choose('TCP');
    // By address, as was chosen above: the second of them sent two packets.
    await expect.poll(() => column('addressA')).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
    await rows().nth(1).getByRole('button', { name: 'tcp.stream' }).click();
    await expect.poll(() => grid('Packets').locator('.grid-layer [data-column=frame]').allInnerTexts()).toHaveLength(2);
  });

  it('shows which protocols lie in which, dark and in Chinese', async () => {
    await open(DARK);
    await choose('协议分级');
    await expect
      .poll(async () => (await column('protocol')).slice(0, 3))
      .toEqual(['Ethernet II', 'Internet Protocol Version 4', 'Transmission Control Protocol']);
    await shootAndCheck('statistics-hierarchy-dark');
    await choose('端点');
    await expect.poll(() => column('address')).toContain('10.0.0.1');
    await shootAndCheck('statistics-endpoints-dark');
  });
});
