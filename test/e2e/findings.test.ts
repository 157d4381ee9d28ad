/** From opening a recorded capture to the sentence that explains the death, by mouse and by keyboard, in both themes. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { LOST_ANSWER, LOST_PROBES, scriptedCapture, scriptsOf } from '../captures/two-points';
import { type PageOptions, skipReason } from './browser';
import { projectFolder } from './servers';
import { analysed, DARK, LIGHT, rowsOf, shoot, tabTo, workbenchSuite } from './workbench-page';

const LAB = join(projectFolder, 'test/captures/lab');
const THEMES: readonly (PageOptions & { readonly sentence: RegExp; readonly findings: string; readonly cause: RegExp })[] = [
  { colorScheme: 'light', locale: 'en-GB', findings: 'Findings', sentence: /The peer no longer answers/, cause: /ETIMEDOUT/ },
  { colorScheme: 'dark', locale: 'zh-CN', findings: '发现', sentence: /对端不再应答/, cause: /ETIMEDOUT/ },
];

describe.skipIf(skipReason)('findings', () => {
  const workbench = workbenchSuite(LAB);
  const { nav, finding, brush, expectNoFaults, complaints } = workbench;
  let page: Page;
  const open = async (name: string, options: PageOptions = {}): Promise<void> => {
    page = await workbench.open(name, options);
  };

  for (const { sentence, cause, findings, ...options } of THEMES) {
    it(`leads by mouse from the file to the cause of death, ${options.colorScheme}`, async () => {
      await open('keepalive-peer-vanished.pcap', options);
      await nav(findings).click();
      // The gravest finding is chosen at once.
      await finding().getByRole('heading', { level: 3, name: sentence }).waitFor();
      await expect.poll(() => finding().innerText()).toMatch(cause);
      await expect.poll(() => finding().getByRole('listitem').count()).toBeGreaterThan(1);
      await shoot(page, `findings-${options.colorScheme}`);
      await expectNoFaults();

      // Its packets are in the dock, and lead to the probes of the connection.
      const frame = finding().locator('.finding-frame').last();
      const number = await frame.innerText();
      await frame.click();
      await expect.poll(() => page.locator('.grid-selected').last().innerText()).toContain(number);
      await finding().locator('.finding-connection button').click();
      await page.locator('.chart canvas').waitFor();
      await page.locator('.fact-card').first().waitFor();
      await shoot(page, `keep-alive-death-${options.colorScheme}`);
      await expectNoFaults();
    });

    it(`leads by keyboard from the file to the cause of death, ${options.colorScheme}`, async () => {
      page = await workbench.openByKeyboard('keepalive-peer-vanished.pcap', options);
      await page.keyboard.press('Alt+2');
      const heading = finding().getByRole('heading', { level: 3, name: sentence });
      await heading.waitFor();
      await rowsOf(page.getByRole('grid').first()).first().waitFor();
      await tabTo(page, page.getByRole('grid').first());
      await page.keyboard.press('Home');
      await page.keyboard.press('Enter');
      await page.locator('.chart canvas').waitFor();
      await page.locator('.fact-card').first().waitFor();
      expect(complaints()).toEqual([]);
    });
  }

  it('filters by severity, code and the time line', async () => {
    await open('keepalive-peer-vanished.pcap');
    await nav('Findings').click();
    await finding().waitFor();
    await page
      .getByRole('group', { name: 'Severity' })
      .getByRole('button', { name: /^Error/ })
      .click();
    await expect.poll(() => page.getByRole('grid', { name: 'Findings' }).getByRole('row').filter({ hasText: 'Error' }).count()).toBe(0);
    await page
      .getByRole('group', { name: 'Severity' })
      .getByRole('button', { name: /^Error/ })
      .click();
    await page.getByLabel('Code').selectOption('keepalive.peer-crashed');
    await finding()
      .getByRole('heading', { name: /no longer answers/ })
      .waitFor();
    await brush(0.001, 0.05);
    await page.getByText('No finding fits the filter').waitFor();
    await page.getByRole('button', { name: 'Clear the time range' }).click();
    await finding()
      .getByRole('heading', { name: /no longer answers/ })
      .waitFor();
    expect(complaints()).toEqual([]);
  });

  it('gives advice to copy, also where the page may not write to the clipboard', async () => {
    await open('keepalive-peer-vanished.pcap');
    await page.context().grantPermissions(['clipboard-read']);
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new DOMException('Write permission denied.', 'NotAllowedError'));
    });
    await nav('Findings').click();
    await finding().getByRole('button', { name: 'Copy' }).first().click();
    await finding().getByRole('button', { name: 'Copied' }).waitFor();
    const code = await finding().locator('pre').first().innerText();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code);
    expect(complaints()).toEqual([]);
  });

  it('leads from a stall to the connection, where no probe plays a part', async () => {
    await open('zero-window.pcap');
    await nav('Findings').click();
    await page.getByLabel('Code').selectOption('connection.zero-window');
    await finding().locator('.finding-kind').getByText('connection.zero-window').waitFor();
    await shoot(page, 'findings-zero-window');
    await finding().locator('.finding-connection button').click();
    await page.getByRole('grid', { name: 'Connections' }).waitFor();
    expect(complaints()).toEqual([]);
  });

  it('says so when there is nothing to report', async () => {
    await open('redis-ping.pcap');
    await nav('Findings').click();
    await page.getByText('Nothing to report was found').waitFor();
    await expectNoFaults();
  });
});

const TWO_POINTS: readonly (PageOptions & {
  readonly findings: string;
  readonly probeLost: RegExp;
  readonly place: (name: string) => string;
  readonly missing: RegExp;
  readonly packet: (frame: number) => RegExp;
})[] = [
  {
    ...LIGHT,
    findings: 'Findings',
    probeLost: /Keep-alive probes were lost on the way/,
    place: (name) => `In ${name}:`,
    missing: /does not hold the packets/,
    packet: (frame) => new RegExp(`^packet ${frame}$`),
  },
  {
    ...DARK,
    findings: '发现',
    probeLost: /保活探测在途中丢失/,
    place: (name) => `在 ${name} 中：`,
    missing: /没有相应的数据包/,
    packet: (frame) => new RegExp(`^数据包 ${frame}$`),
  },
];

describe.skipIf(skipReason)('findings between captures', () => {
  const CLOCK_MS = 5000;
  const workbench = workbenchSuite(() => {
    const probes = scriptsOf(LOST_PROBES, CLOCK_MS);
    const answers = scriptsOf(LOST_ANSWER, CLOCK_MS);
    return {
      'probes-near.pcap': scriptedCapture(probes.near),
      'probes-far.pcap': scriptedCapture(probes.far),
      'answers-near.pcap': scriptedCapture(answers.near),
      'answers-far.pcap': scriptedCapture(answers.far),
    };
  });
  const { nav, finding, grid, rows, expectNoFaults } = workbench;
  const capture = (name: string) => workbench.page().locator('.capture-name', { hasText: name });

  async function openBoth(first: string, second: string, options: PageOptions): Promise<Page> {
    const page = await workbench.open(first, options);
    await page.keyboard.press('Control+o');
    await page.locator('.file-list button', { hasText: second }).click();
    await capture(second).waitFor();
    await analysed(page);
    return page;
  }

  for (const { findings, probeLost, place, missing, packet, ...options } of TWO_POINTS) {
    it(`are listed with both captures, and lead to the packets of each, ${options.colorScheme}`, async () => {
      const page = await openBoth('probes-near.pcap', 'probes-far.pcap', options);
      await nav(findings).click();
      const listed = rows(grid(findings === '发现' ? '发现列表' : findings)).filter({ hasText: probeLost });
      await listed.click();
      const near = finding().getByRole('group', { name: place('probes-near.pcap') });
      const far = finding().getByRole('group', { name: place('probes-far.pcap') });
      await far.getByText(missing).waitFor();
      // What is left of the connection there is in the dock.
      await expect.poll(() => rowsOf(page.locator('body')).count()).toBeGreaterThan(2);
      await shoot(page, `findings-between-${options.colorScheme}`);
      await expectNoFaults();

      await near.getByRole('button', { name: packet(7) }).click();
      await capture('probes-near.pcap').waitFor();
      await near.getByRole('button', { name: packet(7), pressed: true }).waitFor();
      await expect.poll(() => page.locator('.grid-selected').last().innerText()).toMatch(/^7\b/);
      expect(await listed.count()).toBe(1);
      await finding().getByRole('heading', { name: probeLost }).waitFor();
      await expectNoFaults();
    });
  }

  it('open the connection of the capture that is asked for, and go with it', async () => {
    const page = await openBoth('answers-near.pcap', 'answers-far.pcap', LIGHT);
    await nav('Findings').click();
    const between = rows(grid('Findings')).filter({ hasText: 'between two capture points' });
    await between.click();
    await finding().getByRole('group', { name: 'In answers-near.pcap:' }).getByRole('button', { name: 'Open connection 0 in Keep-alive' }).click();
    await capture('answers-near.pcap').waitFor();
    await page.locator('.fact-card').first().waitFor();

    await nav('Findings').click();
    await between.waitFor();
    await page.getByRole('button', { name: 'Close answers-near.pcap' }).click();
    await capture('answers-far.pcap').waitFor();
    await expect.poll(() => between.count()).toBe(0);
    await expectNoFaults();
  });
});
