/**
 * What engineers come with, told from the start to the end: a connection that died behind a firewall, a listener that overflows, a heartbeat 13 s late. Each by
 * mouse and by keyboard alone, in English and in Chinese, in both themes. With TCPULSE_GUIDE=1 the guide's pictures (docs/images) are made anew.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { LATER_CLIENTS, listenerCapture, START_SECONDS, WAITING } from '../captures/listener-capture';
import { skipReason } from './browser';
import { heartbeatCapture } from './captures';
import { deathCapture } from './keep-alive-captures';
import { projectFolder } from './servers';
import { CHINESE, ENGLISH, type StoryWords } from './story-words';
import { command, DARK, LIGHT, tabTo, workbenchSuite } from './workbench-page';

const HOST_TEXTS = join(projectFolder, 'test/unit/host/texts');
const hostText = (name: string): string => readFileSync(join(HOST_TEXTS, name), 'utf8');
/** A queue of limit 4 that is full, and 85 overflows between two looks at the counters: as somebody would paste them. */
const PASTED = `${hostText('ss-lnt.txt')}\n1795356894\n${hostText('netstat-before.txt')}1795356902\n${hostText('netstat-after.txt')}`;
/** The kernel of the captured listener, asked before and after: it counted what the capture shows. */
const OF_THE_SERVER = [-1, 70]
  .map((seconds) => {
    const overflows = seconds < 0 ? 0 : 10 * LATER_CLIENTS;
    const counters = `TcpExt:\n    ${overflows} times the listen queue of a socket overflowed\n    ${overflows} SYNs to LISTEN sockets dropped`;
    return `${START_SECONDS + seconds}\nState Recv-Q Send-Q Local Address:Port Peer Address:Port\nLISTEN ${WAITING} ${WAITING - 1} 192.0.2.80:8080 0.0.0.0:*\n${counters}\n`;
  })
  .join('');

const GUIDE_IMAGES = join(projectFolder, 'docs/images');
const makesGuide = process.env.TCPULSE_GUIDE !== undefined;

/** How a person goes through a story: everything that the stories need, by mouse or by keyboard. */
interface Hand {
  open(name: string): Promise<Page>;
  /** To a view; `key` is its place in the navigation. */
  view(name: string, key: number): Promise<void>;
  /** A row of a table. */
  row(grid: string, text: RegExp): Promise<void>;
  /** A button, link or menu item. */
  press(target: Locator): Promise<void>;
  /** A command, by its menu or the palette. */
  report(words: StoryWords): Promise<void>;
  type(field: Locator, text: string): Promise<void>;
}

describe.skipIf(skipReason)('stories', () => {
  const workbench = workbenchSuite(() => ({
    // The client's silence of 300 s was outlived, that of 400 s was not: in between lies the patience of one known device.
    'firewall.pcap': deathCapture({ dataAtS: [1, 301], idleS: 400, intervalS: 10, count: 3 }),
    'listener.pcap': listenerCapture(),
    'beats.pcap': heartbeatCapture(0),
  }));
  const { page, finding, nav, grid, rows, selectedRow, shootAndCheck } = workbench;

  const mouse = (options: typeof LIGHT): Hand => ({
    open: (name) => workbench.open(name, options),
    view: (name) => nav(name).click(),
    row: (name, text) => rows(grid(name)).filter({ hasText: text }).click(),
    press: (target) => target.click(),
    async report(words) {
      await page().getByRole('banner').getByRole('button', { name: words.project }).click();
      await page().getByRole('menuitem', { name: words.reportMenu }).click();
    },
    type: (field, text) => field.fill(text),
  });

  const keyboard = (options: typeof LIGHT): Hand => ({
    open: (name) => workbench.openByKeyboard(name, options),
    view: (_, key) => page().keyboard.press(`Alt+${key}`),
    async row(name, text) {
      const place = async (row: Locator): Promise<number> => Number(await row.getAttribute('aria-rowindex'));
      const wanted = await place(rows(grid(name)).filter({ hasText: text }));
      await tabTo(page(), grid(name));
      await page().keyboard.press('Home');
      await expect
        .poll(async () => {
          const steps = wanted - (await place(selectedRow(name)));
          if (steps !== 0) await page().keyboard.press(steps > 0 ? 'ArrowDown' : 'ArrowUp');
          return steps;
        })
        .toBe(0);
      await expect.poll(() => selectedRow(name).innerText()).toMatch(text);
    },
    async press(target) {
      await tabTo(page(), target);
      await page().keyboard.press('Enter');
    },
    async report(words) {
      await command(page(), words.reportCommand);
    },
    async type(field, text) {
      await tabTo(page(), field);
      await page().keyboard.insertText(text);
    },
  });

  /** The sentences are all there, in any order. */
  async function reads(where: Locator, sentences: readonly string[]): Promise<void> {
    for (const sentence of sentences) await expect.poll(() => where.innerText()).toContain(sentence);
  }
  /** A picture of the guide. */
  async function guide(name: string, words: StoryWords): Promise<void> {
    if (!makesGuide) return;
    mkdirSync(GUIDE_IMAGES, { recursive: true });
    await page().screenshot({ path: join(GUIDE_IMAGES, `${name}.${words.language}.png`), animations: 'disabled' });
  }
  async function written(hand: Hand, words: StoryWords): Promise<string> {
    await hand.report(words);
    const dialog = page().getByRole('dialog', { name: words.report });
    await dialog.waitFor();
    const download = page().waitForEvent('download');
    await hand.press(dialog.getByRole('button', { name: words.report }));
    return readFileSync(await (await download).path(), 'utf8');
  }

  const TELLINGS = [
    { name: 'mouse, English, light', hand: mouse(LIGHT), options: LIGHT, words: ENGLISH },
    { name: 'keyboard, English, dark', hand: keyboard({ ...DARK, locale: 'en-GB' }), options: { ...DARK, locale: 'en-GB' }, words: ENGLISH },
    { name: 'mouse, Chinese, dark', hand: mouse(DARK), options: DARK, words: CHINESE },
    { name: 'keyboard, Chinese, light', hand: keyboard({ ...LIGHT, locale: 'zh-CN' }), options: { ...LIGHT, locale: 'zh-CN' }, words: CHINESE },
  ] as const;

  describe.each(TELLINGS)('by $name', ({ name, hand, options, words }) => {
    const file = (story: string): string => `story-${story}-${name.replaceAll(', ', '-').toLowerCase()}`;
    const illustrates = name.startsWith('mouse');

    it('a connection dies behind a firewall that forgets idle flows', async () => {
      await hand.open('firewall.pcap');
      await hand.view(words.views.findings, 2);
      await reads(finding(), words.firewall.death);
      await hand.row(words.findingList, words.firewall.device);
      await reads(finding(), words.firewall.advice);
      await expect.poll(() => finding().innerText()).toContain('sysctl -w net.ipv4.tcp_keepalive_time=175');
      await shootAndCheck(file('firewall-finding'));
      if (illustrates) await guide('finding', words);

      await hand.press(finding().locator('.finding-connection button'));
      await page().locator('.chart canvas').waitFor();
      await reads(page().locator('.fact-card').last(), words.firewall.probes);
      await shootAndCheck(file('firewall-probes'));
      if (illustrates) await guide('keep-alive', words);

      const report = await written(hand, words);
      for (const sentence of [...words.firewall.death, ...words.firewall.advice]) expect(plain(report)).toContain(sentence);
      expect(report).toContain('<svg class="chart"');
      expect(workbench.complaints()).toEqual([]);
    });

    it('a listener overflows, by what its host says alone', async () => {
      await workbench.start(options);
      await hand.press(page().getByRole('button', { name: words.listener.watch }));
      await paste(PASTED);
      const advice = page().getByRole('region', { name: words.listener.adviceTitle });
      await reads(advice, words.listener.hostAdvice);
      await reads(page().locator('.host-table').first(), [words.listener.full]);
      await reads(page().locator('.host-history'), words.listener.counted);
      await shootAndCheck(file('listener-host'));
      if (illustrates) await guide('host', words);
    });

    it('a listener overflows, by its packets and by what its host says', async () => {
      await hand.open('listener.pcap');
      await hand.view(words.views.host, 7);
      await paste(OF_THE_SERVER);
      await reads(page().getByRole('region', { name: words.listener.compared }), words.listener.confirmed);
      await shootAndCheck(file('listener-compared'));

      await hand.view(words.views.findings, 2);
      await hand.row(words.findingList, words.listener.overflowed);
      await reads(finding(), words.listener.advice);
      await hand.press(finding().getByRole('button', { name: words.listener.open }));
      await page().locator('.listener .chart canvas').waitFor();
      await reads(page().locator('.listener'), words.listener.queues);
      await shootAndCheck(file('listener'));
      if (illustrates) await guide('listener', words);
      const report = plain(await written(hand, words));
      for (const sentence of words.listener.advice) expect(report).toContain(sentence);
    });

    it('a heartbeat is 13 s late', async () => {
      await hand.open('beats.pcap');
      await hand.view(words.views.findings, 2);
      await reads(finding(), words.beats.finding);
      await shootAndCheck(file('beats-finding'));
      await hand.press(finding().locator('.finding-connection button'));
      await page().locator('.chart canvas').waitFor();
      await reads(page().getByRole('region', { name: words.beats.card }).last(), words.beats.late);
      await shootAndCheck(file('beats'));
      if (illustrates) await guide('heartbeat', words);
      const report = plain(await written(hand, words));
      for (const sentence of words.beats.report) expect(report).toContain(sentence);
      expect(workbench.complaints()).toEqual([]);
    });

    async function paste(text: string): Promise<void> {
      await hand.press(page().getByRole('button', { name: words.listener.paste }));
      await hand.type(page().getByLabel(words.listener.text), text);
      await hand.press(page().getByRole('button', { name: words.listener.read, exact: true }));
      await page().getByLabel(words.listener.text).waitFor({ state: 'hidden' });
    }
  });
});

/** What a person reads of HTML. */
function plain(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
