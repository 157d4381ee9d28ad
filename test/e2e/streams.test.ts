/** Streams: messages over segments, following them, and decoding a port as a protocol, over a capture built in code. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { conversationFile } from '../captures/streams';
import { type PageOptions, skipReason } from './browser';
import { DARK, LIGHT, toEndOfTree, workbenchSuite } from './workbench-page';

const BODY = `{"answer": "${'forty-two '.repeat(20)}"}`;
const RESPONSE = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`;

describe.skipIf(skipReason)('streams', () => {
  const workbench = workbenchSuite(() => {
    const web = conversationFile([
      { from: 'client', payload: 'GET /answer HTTP/1.1\r\nHost: example.test\r\n\r\n' },
      { from: 'server', payload: RESPONSE.slice(0, 120) },
      { from: 'server', payload: RESPONSE.slice(120) },
      { from: 'client', payload: 'not captured', lost: true },
      { from: 'client', payload: 'GET /next HTTP/1.1\r\nHost: example.test\r\n\r\n' },
    ]);
    const cache = conversationFile(
      [
        { from: 'client', payload: 'PING\r\n' },
        { from: 'server', payload: '+PONG\r\n' },
      ],
      { serverPort: 7001 },
    );
    return { 'web.pcap': web, 'cache.pcap': cache };
  });
  const { shootAndCheck } = workbench;
  let page: Page;

  async function open(name: string, options: PageOptions): Promise<void> {
    page = await workbench.open(name, options);
    await workbench.nav(options.locale === 'zh-CN' ? '数据包' : 'Packets').click();
  }
  const packet = (text: string) => page.getByRole('grid').first().getByRole('row').filter({ hasText: text });

  it('leads from a message to the segments that carry it', async () => {
    await open('web.pcap', LIGHT);
    await packet('HTTP/1.1 200 OK').click();
    const tree = page.getByRole('tree');
    const segments = tree.getByText('2 Reassembled TCP Segments');
    await toEndOfTree(segments);
    await segments.dblclick();
    await tree.getByRole('button', { name: /^\[?5, payload/ }).waitFor();
    await shootAndCheck('stream-reassembled-light');
    await tree.getByRole('button', { name: /^\[?5, payload/ }).click();
    await packet('TCP segment of a reassembled PDU')
      .and(page.getByRole('row', { selected: true }))
      .waitFor();
    await toEndOfTree(tree.getByText('Reassembled PDU in frame'));
    await tree.getByRole('button', { name: /6/ }).click();
    await packet('HTTP/1.1 200 OK')
      .and(page.getByRole('row', { selected: true }))
      .waitFor();
  });

  it.each([
    ['light', LIGHT, 'Follow stream', 'Hex', 'Save bytes'],
    ['dark', DARK, '跟踪流', '十六进制', '保存字节'],
  ] as const)('follows a stream, with its gap, in %s', async (theme, options, follow, hex, save) => {
    await open('web.pcap', options);
    await packet('GET /answer').click();
    await page.getByRole('button', { name: follow }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('GET /next HTTP/1.1').waitFor();
    await dialog.getByText(/\b12\b/).waitFor();
    await shootAndCheck(`stream-follow-${theme}`);
    await dialog.getByText(hex, { exact: true }).click();
    await dialog.getByText(/^00000000 {2}47 45 54 20/).waitFor();
    await shootAndCheck(`stream-follow-hex-${theme}`);
    await dialog.getByRole('combobox').selectOption('server');
    await dialog.getByText(/^00000000 {2}48 54 54 50/).waitFor();
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: save }).click();
    const path = await (await download).path();
    expect(readFileSync(path, 'utf8')).toBe(RESPONSE);
    await dialog.getByRole('button', { name: '6' }).first().click();
    await dialog.waitFor({ state: 'detached' });
    await packet('HTTP/1.1 200 OK')
      .and(page.getByRole('row', { selected: true }))
      .waitFor();
  });

  it.each([
    ['light', LIGHT, 'Decode as…', 'Apply'],
    ['dark', DARK, '解析为…', '应用'],
  ] as const)('decodes a port as a protocol in %s', async (theme, options, decodeAs, apply) => {
    await open('cache.pcap', options);
    await packet('Len=6').first().click();
    await page.getByRole('button', { name: decodeAs }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('#decode-as-what').selectOption('tcp.port==7001');
    await dialog.locator('#decode-as-protocol').selectOption('resp');
    await shootAndCheck(`decode-as-${theme}`);
    await dialog.getByRole('button', { name: apply }).click();
    await expect.poll(() => packet('RESP').count()).toBe(2);
    await toEndOfTree(page.getByRole('tree').getByText('PING'));
    await page.getByRole('button', { name: decodeAs }).click();
    await dialog.getByRole('button', { name: theme === 'light' ? 'Remove' : '移除' }).click();
    await expect.poll(() => packet('RESP').count()).toBe(0);
  });
});
