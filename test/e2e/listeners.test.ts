/** Listeners: from an accept queue that overflowed to the attempt whose SYN-ACK was sent five times more, from captures built in code and, where present, recorded. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { LATER_CLIENTS, listenerCapture, STALLED_PORT, START_SECONDS, SYN_SECONDS, WAITING } from '../captures/listener-capture';
import { type PageOptions, skipReason } from './browser';
import { DARK, LIGHT, workbenchSuite } from './workbench-page';

/** A real kernel that ignores the final ACKs of a burst (backlog 4). */
const RECORDING = join(import.meta.dirname, '../../../shared/scenarios/Q2full.pcap');
const recorded = existsSync(RECORDING);

/** When the kernel was asked, in seconds since the capture's whole second. */
const SAMPLE_SECONDS = [5, 15, 25, 35, 45, 55] as const;

/** As a loop of `date +%s; ss -lnt; nstat -az; sysctl net.core.somaxconn` prints it: the queue of five stays full, every SYN overflows it. */
function kernelText(): string {
  const samples = SAMPLE_SECONDS.map((second, place) => [
    String(START_SECONDS + second),
    'State  Recv-Q Send-Q Local Address:Port  Peer Address:Port',
    `LISTEN ${WAITING}      ${WAITING - 1}      192.0.2.80:8080     0.0.0.0:*`,
    '#kernel',
    `TcpExtListenOverflows           ${20 * (place + 1)}                 0.0`,
    `TcpExtListenDrops               ${20 * (place + 1)}                 0.0`,
    `net.core.somaxconn = ${WAITING - 1}`,
  ]);
  return `${samples.flat().join('\n')}\n`;
}

if (!skipReason && !recorded) console.log('e2e: the recording of a listener is not beside this checkout (../shared/scenarios): its test is skipped');

describe.skipIf(skipReason)('listeners', () => {
  const workbench = workbenchSuite(() => ({
    'listener.pcap': listenerCapture(),
    ...(recorded && { 'recorded.pcap': new Uint8Array(readFileSync(RECORDING)) }),
  }));
  const { show, grid, rows, rowTexts, selectedRow, shootAndCheck, complaints } = workbench;
  let page: Page;
  const open = async (name: string, options: PageOptions): Promise<void> => {
    page = await workbench.open(name, options);
  };
  const tab = (name: string) =>
    page
      .getByRole('radiogroup', { name: /What of the listener|显示监听端口/ })
      .getByRole('radio', { name })
      .click();
  const exported = (kind: string) => workbench.exported(page.locator('.listener').getByRole('button', { name: /Export|导出/ }), kind);
  /** Rows of the table twin, all of them. */
  const csv = async (): Promise<string[][]> =>
    (await exported('CSV'))
      .toString()
      .split('\r\n')
      .map((line) => line.split(','));
  /** Cells of every row of a table twin that is short enough to be seen whole. */
  const cells = (name: string): Promise<string[][]> =>
    rows(grid(name)).evaluateAll((found) => found.map((row) => [...row.children].map((cell) => (cell as HTMLElement).innerText.trim())));

  it('shows the verdict with what was ruled out and what to do, and its packets', async () => {
    await open('listener.pcap', LIGHT);
    await show('Listeners');
    await expect.poll(() => rowTexts('Listeners')).toHaveLength(2);
    const [full, healthy] = (await rowTexts('Listeners')).sort((a, b) => Number(b.includes('8080')) - Number(a.includes('8080')));
    for (const text of ['192.0.2.80:8080', 'Accept queue overflow', String(WAITING + 1 + LATER_CLIENTS), `1 to ${WAITING}`])
      expect(full).toContain(text);
    expect(healthy).toContain('Healthy');
    await rows(grid('Listeners')).filter({ hasText: '8080' }).click();
    const verdict = page.getByRole('region', { name: "The listener's accept queue overflowed" });
    await expect.poll(() => verdict.innerText()).toContain('What it was not, and why');
    await page.locator('.chart canvas').waitFor();
    await shootAndCheck('listeners-light');
    await verdict.getByRole('button', { name: /packets chosen/ }).click();
    await expect.poll(() => rowTexts('Packets')).not.toHaveLength(0);
  });

  it('tells the queues and drops in the table twin, and in the part of the time line that is chosen', async () => {
    await open('listener.pcap', LIGHT);
    await show('Listeners');
    await rows(grid('Listeners')).filter({ hasText: '8080' }).click();
    await page.locator('.listener').getByRole('radio', { name: 'Table' }).click();
    const table = 'Queues, drops and retransmissions';
    await expect.poll(() => rowTexts(table)).not.toHaveLength(0);
    // Half-open, accept queue at least and at most, new SYNs, SYNs not answered.
    await expect
      .poll(async () => (await cells(table))[0]?.slice(1, 6))
      .toEqual([String(WAITING + 1), '1', String(WAITING), String(WAITING + 1), '0']);
    const lines = await csv();
    const sum = (column: string): number => lines.slice(1).reduce((total, line) => total + Number(line[lines[0]?.indexOf(column) ?? 0]), 0);
    expect(sum('dropped_syns')).toBe(LATER_CLIENTS * SYN_SECONDS.length);
    expect(sum('syn_acks_again')).toBe(5);
    expect(sum('syns_again')).toBe(LATER_CLIENTS * (SYN_SECONDS.length - 1));

    const begin = page.getByRole('slider', { name: 'Start of the time range' });
    for (let step = 0; step < 80; step++) await begin.press('ArrowRight');
    await expect.poll(async () => (await cells(table))[0]?.slice(1, 6)).toEqual(['1', '1', String(WAITING), '0', '0']);
  });

  it('exports the chart as picture and drawing', async () => {
    await open('listener.pcap', LIGHT);
    await show('Listeners');
    await rows(grid('Listeners')).filter({ hasText: '8080' }).click();
    await page.locator('.listener .chart canvas').waitFor();
    expect((await exported('PNG')).subarray(1, 4).toString()).toBe('PNG');
    expect((await exported('SVG')).toString()).toContain(`limit at most ${WAITING - 1}, by the packets`);
    expect(complaints()).toEqual([]);
  });

  it('filters attempts by outcome and shows the ladder of the stalled one', async () => {
    await open('listener.pcap', LIGHT);
    await show('Listeners');
    await rows(grid('Listeners')).filter({ hasText: '8080' }).click();
    await tab('Attempts');
    await expect.poll(() => grid('Attempts').getAttribute('aria-rowcount')).toBe(String(WAITING + 1 + LATER_CLIENTS + 1));
    const outcomes = page.getByRole('group', { name: 'Outcomes listed' });
    await outcomes.getByRole('button', { name: /Connected/ }).click();
    await outcomes.getByRole('button', { name: /Unanswered/ }).click();
    await expect.poll(() => rowTexts('Attempts')).toHaveLength(1);
    await rows(grid('Attempts')).first().click();
    await page.getByText(`10.0.0.1:${STALLED_PORT}`).last().waitFor();
    await page.locator('.chart canvas').waitFor();
    await shootAndCheck('listener-ladder-light');
    await page.locator('.listener').getByRole('radio', { name: 'Table' }).click();
    const table = 'SYNs and SYN-ACKs, observed and expected';
    await expect.poll(() => rowTexts(table)).not.toHaveLength(0);
    await expect.poll(async () => (await cells(table)).slice(0, 2).map(([step]) => step)).toEqual(['SYN', 'SYN-ACK']);
    const rungs = (await csv()).filter(([step]) => step?.startsWith('SYN-ACK '));
    const seconds = (ms: string | undefined): string => (ms === '' ? '' : (Number(ms) / 1000).toFixed(1));
    expect(rungs.map(([step, observed, expected]) => [step, seconds(observed), seconds(expected)])).toEqual([
      ['SYN-ACK 1', '1.0', '1.0'],
      ['SYN-ACK 2', '3.0', '3.0'],
      ['SYN-ACK 3', '7.0', '7.0'],
      ['SYN-ACK 4', '15.0', '15.0'],
      ['SYN-ACK 5', '31.0', '31.0'],
      ['SYN-ACK 6', '', '63.0'],
    ]);
    await rows(grid(table)).nth(1).click();
    await expect.poll(() => selectedRow('Packets').innerText()).toContain('[SYN, ACK]');
  });

  it('leads from the finding to the listener, in the dark and in Chinese', async () => {
    await open('listener.pcap', DARK);
    await show('发现');
    await page.getByLabel('代码').selectOption('listener.accept-queue-overflow');
    await page
      .getByRole('button', { name: /监听端口/ })
      .last()
      .click();
    await expect.poll(() => page.locator('.nav button[aria-current=page]').innerText()).toContain('监听端口');
    await page.getByRole('region', { name: '监听端口的全连接队列（accept 队列）溢出' }).waitFor();
    await page.locator('.chart canvas').waitFor();
    await expect.poll(() => page.locator('.listener').innerText()).toContain('半连接队列');
    await shootAndCheck('listeners-dark');
    await tab('连接尝试');
    await page.locator('.chart canvas').waitFor();
    await shootAndCheck('listener-ladder-dark');
  });

  it('says why it is empty where nobody asks for a connection in the range', async () => {
    await open('listener.pcap', LIGHT);
    await show('Listeners');
    await expect.poll(() => rowTexts('Listeners')).toHaveLength(2);
    await page.getByRole('textbox', { name: 'Search address or port of a listener' }).fill('203.0.113.1');
    await page.getByText('203.0.113.1').last().waitFor();
    await expect.poll(() => rowTexts('Listeners')).toHaveLength(0);
  });

  for (const [options, words] of [
    [
      LIGHT,
      {
        host: 'Host',
        paste: 'Paste or open text',
        text: 'Text of the host',
        read: 'Read',
        view: 'Listeners',
        sampled: 'Recv-Q, as sampled',
        kernel: 'Kernel',
      },
    ],
    [DARK, { host: '主机', paste: '粘贴或打开文本', text: '主机的文本', read: '读取', view: '监听端口', sampled: '采样的 Recv-Q', kernel: '内核' }],
  ] as const) {
    it(`lays what a kernel said over the queues, ${options.colorScheme}`, async () => {
      await open('listener.pcap', options);
      await show(words.host);
      await page.getByText(words.paste).click();
      await page.getByLabel(words.text).fill(kernelText());
      await page.getByRole('button', { name: words.read, exact: true }).click();
      await page.getByText(words.text).waitFor({ state: 'hidden' });
      await show(words.view);
      await page.locator('.listener .legend').getByText(words.sampled).waitFor();
      await page.locator('.listener .chart canvas').waitFor();
      await shootAndCheck(`listener-sampled-${options.colorScheme}`);
      const lines = await csv();
      const column = (name: string): string[] =>
        lines
          .slice(1)
          .map((line) => line[lines[0]?.indexOf(name) ?? 0] ?? '')
          .filter((cell) => cell !== '');
      expect(column('recv_q')).toEqual(SAMPLE_SECONDS.map(() => String(WAITING)));
      expect(new Set(column('limit'))).toEqual(new Set([String(WAITING - 1)]));
      await tab(words.kernel);
      await page.locator('.listener').getByText('ListenOverflows').first().waitFor();
      await page.locator('.listener').getByText('somaxconn').first().waitFor();
      await page.locator('.listener .chart canvas').waitFor();
      await shootAndCheck(`listener-kernel-${options.colorScheme}`);
    });
  }

  for (const [options, words] of [
    [
      LIGHT,
      {
        view: 'Listeners',
        ask: 'Try other settings in What-if',
        happens: 'What happens',
        backlog: 'Backlog of listen()',
        full: '5 of 14 clients',
        all: 'All 14 clients',
      },
    ],
    [
      DARK,
      {
        view: '监听端口',
        ask: '在假设分析中尝试其他设置',
        happens: '会发生什么',
        backlog: 'listen() 的 backlog',
        full: '14 个客户端中有 5 个',
        all: '全部 14 个客户端',
      },
    ],
  ] as const) {
    it(`asks what another backlog would have done for the same clients, ${options.colorScheme}`, async () => {
      await open('listener.pcap', options);
      await show(words.view);
      await page.getByRole('button', { name: words.ask }).click();
      const verdict = page.getByRole('region', { name: words.happens });
      await expect.poll(() => verdict.innerText()).toContain(words.full);
      await page.getByText('--listener 192.0.2.80:8080 --backlog 4').waitFor();
      await page.locator('.chart canvas').waitFor();
      await shootAndCheck(`what-if-queue-${options.colorScheme}`);
      await page.getByLabel(words.backlog, { exact: true }).fill('128');
      await expect.poll(() => verdict.innerText()).toContain(words.all);
    });
  }

  it('asks when SYNs and SYN-ACKs are sent again, as the command line does', async () => {
    await open('listener.pcap', LIGHT);
    await show('What-if');
    const model = page.getByRole('radiogroup', { name: 'What is asked' });
    await model.getByRole('radio', { name: 'SYN-ACK backoff' }).click();
    const verdict = page.getByRole('region', { name: 'What happens' });
    await expect.poll(() => verdict.innerText()).toContain('Sent again 1, 3, 7, 15, 31 s after the first.');
    await expect.poll(() => verdict.innerText()).toContain('After 63 s the server forgets');
    await shootAndCheck('what-if-backoff-light');
    await page.locator('.what-if').getByRole('radio', { name: 'Table' }).click();
    await expect.poll(async () => (await cells('Schedule')).map(([, at]) => at)).toEqual(['0 s', '1 s', '3 s', '7 s', '15 s', '31 s', '63 s']);
    await model.getByRole('radio', { name: 'SYN backoff', exact: true }).click();
    await expect.poll(() => verdict.innerText()).toContain('1, 2, 3, 4, 5, 7, 11, 19, 35, 67 s');
    await page.getByText('tcpulse simulate syn --retries 6 --linear 4').waitFor();
    await page.getByLabel('Steps of one second before they double (tcp_syn_linear_timeouts)').fill('0');
    await expect.poll(() => verdict.innerText()).toContain('1, 3, 7, 15, 31, 63 s');
    expect(complaints()).toEqual([]);
  });

  it.skipIf(!recorded)('shows the SYN-ACKs of a recorded kernel beside their schedule', async () => {
    await open('recorded.pcap', LIGHT);
    await show('Listeners');
    await expect.poll(() => rowTexts('Listeners')).toHaveLength(1);
    await tab('Attempts');
    const outcomes = page.getByRole('group', { name: 'Outcomes listed' });
    await outcomes.getByRole('button', { name: /Stalled/ }).waitFor();
    for (const name of [/Connected/, /Unanswered/, /Reset/, /Half-open/]) {
      const button = outcomes.getByRole('button', { name });
      if ((await button.count()) > 0) await button.click();
    }
    await expect.poll(async () => (await rowTexts('Attempts')).every((row) => row.includes('Stalled'))).toBe(true);
    await rows(grid('Attempts')).first().click();
    await page.locator('.listener').getByRole('radio', { name: 'Table' }).click();
    const table = 'SYNs and SYN-ACKs, observed and expected';
    await expect.poll(() => rowTexts(table)).not.toHaveLength(0);
    const rungs = (await csv()).filter(([step]) => /^SYN-ACK \d/.test(step ?? ''));
    const seconds = rungs.map(([, observed]) => Math.round(Number(observed) / 1000));
    expect(seconds.slice(0, 5)).toEqual([1, 3, 7, 15, 31]);
  });
});
