/** Why a connection died, from the file to the setting that would have kept it: the device on the path, the exact times, the cost. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { skipReason } from './browser';
import { deathCapture } from './keep-alive-captures';
import { DARK, LIGHT, tabTo, workbenchSuite } from './workbench-page';

describe.skipIf(skipReason)('a connection that died of keep-alive', () => {
  const workbench = workbenchSuite(() => ({
    // Outlived 300 s of silence, not 400 s: in between lies the patience of one known device.
    'device.pcap': deathCapture({ dataAtS: [1, 301], idleS: 400, intervalS: 10, count: 3 }),
    'defaults.pcap': deathCapture({ dataAtS: [1], idleS: 7200, intervalS: 75, count: 9 }),
    'short.pcap': deathCapture({ dataAtS: [1], idleS: 5, intervalS: 3, count: 2 }),
  }));
  const { nav, finding, shootAndCheck, complaints } = workbench;
  let page: Page;

  it('names the device that forgot it, and carries half of its patience into the snippet of each system', async () => {
    page = await workbench.open('device.pcap', LIGHT);
    await nav('Findings').click();
    await finding()
      .getByRole('heading', { name: /no longer answers/ })
      .waitFor();
    await page.getByRole('grid', { name: 'Findings' }).getByText('A device on the path').click();
    await expect.poll(() => finding().innerText()).toContain('AWS Network Load Balancer (350 s)');
    await page.getByRole('tab', { name: 'Python' }).click();
    const code = finding().locator('.advice-code pre');
    await expect.poll(() => code.innerText()).toContain('sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 175)');
    await expect.poll(() => page.getByRole('tab').count()).toBe(16);
    await shootAndCheck('advice-light');
    // What was chosen stays for the next finding.
    await page
      .getByRole('grid', { name: 'Findings' })
      .getByRole('row')
      .filter({ hasText: /no longer answers/ })
      .click();
    await expect.poll(() => code.innerText()).toContain('TCP_KEEPIDLE, 60)');
  });

  it('says by keyboard, in the dark, when it was given up and how to notice it sooner', async () => {
    page = await workbench.openByKeyboard('defaults.pcap', DARK);
    await page.keyboard.press('Alt+2');
    await finding()
      .getByRole('heading', { level: 3, name: /对端不再应答/ })
      .waitFor();
    await tabTo(page, finding().locator('[role=tab][aria-selected=true]'));
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('C');
    await page.keyboard.press('Enter');
    await expect.poll(() => finding().locator('.advice-code pre').innerText()).toContain('idle = 60, interval = 10, count = 6');
    await shootAndCheck('advice-dark');

    await page.keyboard.press('Alt+3');
    const card = page.getByRole('region', { name: /探测说明的情况|探测/ }).last();
    await page.locator('.chart canvas').waitFor();
    await expect.poll(() => page.locator('.fact-card').last().innerText()).toMatch(/2 h 11 min/);
    await card.waitFor();
    await shootAndCheck('keep-alive-defaults-dark');
  });

  it('gives the exact settings, the time of death and what the probes cost each host', async () => {
    page = await workbench.open('short.pcap', LIGHT);
    await nav('Keep-alive').click();
    const card = page.locator('.fact-card').last();
    await expect.poll(() => card.innerText()).toMatch(/Given up\s+11 s after the peer was last heard/);
    await expect.poll(() => card.innerText()).toMatch(/~ 5 s/);
    await expect.poll(() => card.innerText()).toMatch(/~ 3 s/);
    await expect.poll(() => page.getByRole('grid', { name: 'Connections with keep-alive probes' }).innerText()).toContain('~ 5 s / 3 s / 2');
    await page.locator('.probe-lane').first().waitFor();
    const saved = (kind: string) => workbench.exported(page.getByRole('button', { name: 'Export the list' }), kind);
    expect((await saved('PNG')).subarray(1, 4).toString()).toBe('PNG');
    expect((await saved('SVG')).toString()).toContain('10.0.0.1:40030 - 192.0.2.80:9000');
    expect((await saved('CSV')).toString().split('\r\n')[1]).toMatch(/,client,2,0,3000,5000,3000,2,0\.7,crashed,given-up,/);
    await page.getByText('Hosts', { exact: true }).click();
    const hosts = page.getByRole('grid', { name: 'What keep-alive costs by host' });
    await expect.poll(() => hosts.innerText()).toContain('10.0.0.1');
    await page.getByLabel('Price of a GB').first().fill('10');
    // Two probes of 54 bytes, 3 s apart: 1200 packets an hour, 47.3 MB a month of 730 hours.
    await expect.poll(() => hosts.innerText()).toMatch(/1,200\s+64\.8 kB\s+1\.56 MB\s+47\.3 MB[\s\S]*0\.473/);
    await shootAndCheck('keep-alive-hosts-light');
    await hosts.press('Home');
    await hosts.getByRole('row', { selected: true }).waitFor();
    await hosts.press('Enter');
    await page.getByRole('grid', { name: 'Connections with keep-alive probes' }).waitFor();
    expect(complaints()).toEqual([]);
  });
});
