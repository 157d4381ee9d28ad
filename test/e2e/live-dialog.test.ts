/** The dialog of live capture on machines that the test makes up: nothing may capture, and pkexec is at hand or not. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../src/shared/contract/errors';
import type { LiveInterface, LiveOptions, LiveSource } from '../../src/shared/contract/live';
import { CONTROL_AND_EMPTY_SEGMENTS } from '../../src/shared/contract/live-presets';
import { launchBrowser, openPage, skipReason, type WatchedPage } from './browser';
import { startFakeServer, type TestServer } from './servers';
import { faults } from './workbench-page';

if (skipReason) console.log(`e2e live dialog: skipped. ${skipReason}`);

const source = (kind: LiveSource['kind'], state: LiveSource['state'], program: string | null): LiveSource => ({
  kind,
  state,
  program,
  version: null,
  said: '',
  kernelTimes: kind !== 'cap',
});
const REFUSED = [source('dumpcap', 'not-permitted', '/usr/bin/dumpcap'), source('tcpdump', 'missing', null), source('cap', 'missing', null)];
const ETH0: LiveInterface = {
  name: 'eth0',
  description: null,
  addresses: ['192.0.2.1'],
  state: 'up',
  loopback: false,
  all: false,
  linkType: 'ETHERNET',
};

describe.skipIf(skipReason)('the dialog of live capture where nothing may capture', () => {
  let browser: Browser;
  let server: TestServer;
  let watched: WatchedPage;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    await watched.context.close();
    await server.close();
  });
  afterAll(() => browser?.close());

  async function open(pkexec: boolean, recordings = 0) {
    const started: LiveOptions[] = [];
    const asked: (string | null)[] = [];
    server = await startFakeServer(
      {},
      {
        'live.sources': () => ({ sources: REFUSED, chosen: null, platform: 'linux', user: 'ann', pkexec }),
        'live.interfaces': ({ source: kind }) => {
          asked.push(kind);
          return { source: 'dumpcap', interfaces: [ETH0] };
        },
        'live.recoveries': () =>
          Array.from({ length: recordings }, (_, i) => ({
            id: String(i).padStart(24, '0'),
            interface: 'eth0',
            filter: '',
            startedMs: 1_700_000_000_000 + i * 60_000,
            bytes: 504,
          })),
        'live.start': ({ options }) => {
          started.push(options);
          throw new AppError('live-start-failed', { source: 'dumpcap', code: 'source-died', reason: 'Not authorized' });
        },
      },
    );
    watched = await openPage(browser, server.url);
    await watched.page.getByRole('banner').getByRole('button', { name: 'Live', exact: true }).click();
    return { dialog: watched.page.getByRole('dialog', { name: 'Live capture' }), started, asked };
  }

  it('says what to do, and starts dumpcap through pkexec when that is chosen, and only then', async () => {
    const { dialog, started, asked } = await open(true);
    await dialog.getByText(/sudo usermod -aG wireshark ann/).waitFor();
    const elevate = dialog.getByRole('button', { name: 'Start as administrator (pkexec)…' });
    await expect.poll(() => elevate.isDisabled()).toBe(true);
    await dialog.getByRole('radio', { name: /^eth0 / }).click();
    expect(asked).toEqual(['dumpcap']);
    expect(started).toEqual([]);
    await elevate.click();
    await watched.page.getByText(/Not authorized/).waitFor();
    expect(started).toMatchObject([{ interface: 'eth0', elevate: true }]);
  });

  it('says why it cannot start, and starts with nothing that it would have to leave out', async () => {
    const { dialog, started } = await open(true);
    const elevate = dialog.getByRole('button', { name: 'Start as administrator (pkexec)…' });
    const why = dialog.locator('#live-missing');
    await dialog.getByRole('radio', { name: /^eth0 / }).waitFor();
    await expect.poll(() => why.innerText()).toBe('Choose an interface to start.');
    await dialog.getByRole('radio', { name: /^eth0 / }).click();
    await expect.poll(() => why.innerText()).toBe('');
    await dialog.getByText('Options', { exact: true }).click();
    const seconds = dialog.getByLabel('Stop after seconds');
    await seconds.fill('10 min');
    await dialog.getByText('A number above 0, such as 1.5').waitFor();
    await dialog.getByText('Ring of files').click();
    await dialog.getByLabel('MB a file').fill('');
    await expect.poll(() => why.innerText()).toBe('Cannot be used as it is: Stop after seconds, MB a file.');
    expect(await faults(watched.page, '.live-dialog')).toEqual([]);
    expect(await elevate.isDisabled()).toBe(true);
    await seconds.fill('600');
    await dialog.getByLabel('Seconds a file').fill('60');
    await elevate.click();
    await expect.poll(() => started).toMatchObject([{ stopAfter: { seconds: 600 }, ring: { files: 10, bytes: null, seconds: 60 } }]);
  });

  it('has its interfaces in sight, however many recordings were left behind', async () => {
    const { dialog } = await open(true, 40);
    await dialog.getByRole('region', { name: 'Recordings left behind' }).waitFor();
    const body = await dialog.locator('.bp6-dialog-body').boundingBox();
    const eth0 = await dialog.getByRole('radio', { name: /^eth0 / }).boundingBox();
    expect((eth0?.y ?? 0) + (eth0?.height ?? 0)).toBeLessThanOrEqual((body?.y ?? 0) + (body?.height ?? 0));
  });

  it('has filters to begin with', async () => {
    const { dialog } = await open(true);
    const filter = dialog.getByLabel('Capture filter');
    for (const [name, text] of [
      ['One host', 'host '],
      ['One port', 'tcp port '],
      ['Only TCP control and empty segments', CONTROL_AND_EMPTY_SEGMENTS],
    ] as const) {
      await dialog.getByRole('button', { name: 'Presets' }).click();
      await watched.page.getByRole('menuitem', { name }).click();
      await expect.poll(() => filter.inputValue()).toBe(text);
      // A menu that is still going would take the next click.
      await watched.page.getByRole('menu').waitFor({ state: 'detached' });
    }
  });

  it('offers no pkexec that is not there', async () => {
    const { dialog, asked } = await open(false);
    await dialog.getByText('No interface can be captured on').waitFor();
    await dialog.getByText(/sudo usermod -aG wireshark ann/).waitFor();
    expect(await dialog.getByRole('button', { name: /pkexec/ }).count()).toBe(0);
    expect(asked).toEqual([]);
  });
});
