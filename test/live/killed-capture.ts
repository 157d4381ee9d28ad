/** A live capture of which one process is killed in the midst of it, and what is kept of it in the way that a user gets it back. Root on Linux only. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { loopbackTraffic } from '../bench/live-traffic.js';
import { launchBrowser, openPage } from '../e2e/browser';
import { type RealServer, startRealServer } from '../e2e/servers';
import { COMMAND } from './capture-command';
import { datagramNumber } from './datagram-number';
import { bytesWritten, childrenOf, isAlive } from './processes';
import { contentOf } from './record';

/** `window`: the page's process in the browser; `worker`: the engine's thread; `recorder` and `source`: the server's children; `command`: `tcpulse capture`. */
export const VICTIMS = ['window', 'server', 'worker', 'recorder', 'source', 'command'] as const;
export type Victim = (typeof VICTIMS)[number];

export interface Kept {
  readonly packets: number;
  /** What was lost or damaged; null: nothing. */
  readonly problem: string | null;
}

const THREAD_KILLER = fileURLToPath(new URL('./thread-killer.cjs', import.meta.url));
const RATE_HZ = 2000;
const TRAFFIC_S = 6;
/** The last block in part, and the words that a source says to people. */
const BESIDE_BLOCKS_BYTES = 512;
/** What is on its way to the recorder or in its hands when it is killed has not been received: a quarter of a second of the traffic, in blocks of 140 bytes. */
const ON_ITS_WAY_BYTES = 0.25 * RATE_HZ * 140;
const GONE_WITHIN_MS = 10_000;
/** The source's buffer is emptied several times in it. */
const SETTLED_MS = 1500;

/** The kill came before the first packet: there is nothing to save, and the page offers nothing. */
const NOTHING_CAME: Kept = { packets: 0, problem: null };

/** Captures numbered datagrams, kills the victim `afterMs` after the capture has begun, and tells what is left. Throws when it cannot be got back at all. */
export async function killDuringCapture(victim: Victim, afterMs: number): Promise<Kept> {
  const folder = mkdtempSync(join(tmpdir(), 'tcpulse-killed-'));
  const traffic = await loopbackTraffic('flood', RATE_HZ, TRAFFIC_S);
  try {
    const round = { folder, victim, afterMs, traffic };
    return victim === 'command' ? await killCommand(round) : await killInBrowserMode(round);
  } finally {
    traffic.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Round {
  readonly folder: string;
  readonly victim: Victim;
  readonly afterMs: number;
  readonly traffic: Awaited<ReturnType<typeof loopbackTraffic>>;
}

async function killCommand({ folder, afterMs, traffic }: Round): Promise<Kept> {
  const file = join(folder, 'kept.pcapng');
  const words = [COMMAND, 'capture', '-i', 'lo', '-f', `udp port ${traffic.port}`, '-w', file];
  const command = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  await once(command.stderr, 'data');
  const { recorder, source } = processesOf(command.pid ?? 0);
  traffic.begin();
  await sleep(afterMs);
  const handedOver = bytesWritten(source);
  command.kill('SIGKILL');
  await gone(recorder);
  return judge(file, { told: 0, all: null, written: statSync(file).size, owed: handedOver - BESIDE_BLOCKS_BYTES });
}

async function killInBrowserMode(round: Round): Promise<Kept> {
  const { folder, traffic } = round;
  const environment = { TMPDIR: folder };
  const root = join(folder, 'root');
  mkdirSync(root);
  let server = await startRealServer(root, { environment, nodeArguments: ['--require', THREAD_KILLER] });
  const browser = await launchBrowser();
  try {
    let page = await openWorkbench(browser, server);
    await startCapture(page, traffic.port);
    const { recorder, source } = processesOf(server.process);
    traffic.begin();
    await sleep(round.afterMs);
    const told = await received(page);
    const handedOver = bytesWritten(source);
    await kill(round.victim, { page, browser, server, recorder, source });
    let all: number | null = null;
    if (round.victim === 'window') {
      page = await openWorkbench(browser, server);
      await bar(page).getByText('Recording').waitFor();
      all = Number((await traffic.line()).split(' ')[0]);
      await sleep(SETTLED_MS);
      await bar(page).getByRole('button', { name: 'Stop' }).click();
    } else if (round.victim === 'server' || round.victim === 'worker') {
      await gone(recorder);
      if (round.victim === 'server') server = await startRealServer(root, { environment });
      page = await openWorkbench(browser, server);
      await recover(page);
    }
    await bar(page).getByText('Ended', { exact: true }).waitFor();
    if (told === 0 && handedOver <= BESIDE_BLOCKS_BYTES && (await saveButton(page).isDisabled())) return NOTHING_CAME;
    const written = recordedBytes(folder);
    const owed = handedOver - (round.victim === 'recorder' ? ON_ITS_WAY_BYTES : BESIDE_BLOCKS_BYTES);
    return judge(await save(page, folder), { told, all, written, owed });
  } finally {
    await browser.close();
    await server.close();
  }
}

interface Processes {
  readonly recorder: number;
  readonly source: number;
}

function processesOf(owner: number): Processes {
  const [recorder = 0] = childrenOf(owner);
  const [source = 0] = childrenOf(recorder);
  if (source === 0) throw new Error('there is no recorder with a source');
  return { recorder, source };
}

async function kill(
  victim: Victim,
  { page, browser, server, recorder, source }: Processes & { readonly page: Page; readonly browser: Browser; readonly server: RealServer },
): Promise<void> {
  if (victim === 'window') {
    const crashed = page.waitForEvent('crash');
    for (const pid of await pageProcesses(browser)) process.kill(pid, 'SIGKILL');
    await crashed;
  } else if (victim === 'worker') process.kill(server.process, 'SIGUSR2');
  else process.kill(victim === 'server' ? server.process : victim === 'recorder' ? recorder : source, 'SIGKILL');
}

async function pageProcesses(browser: Browser): Promise<number[]> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

async function gone(pid: number): Promise<void> {
  const until = performance.now() + GONE_WITHIN_MS;
  while (isAlive(pid)) {
    if (performance.now() > until) throw new Error('the recorder outlives its owner');
    await sleep(50);
  }
}

async function openWorkbench(browser: Browser, { url }: RealServer): Promise<Page> {
  const { page } = await openPage(browser, url);
  // The browser's own dialog cannot be driven: the page downloads instead.
  await page.addInitScript(() => Object.assign(window, { showSaveFilePicker: undefined }));
  await page.reload();
  return page;
}

const bar = (page: Page): Locator => page.getByRole('region', { name: 'Live capture of lo' });

async function openDialog(page: Page): Promise<Locator> {
  await page.getByRole('banner').getByRole('button', { name: 'Live', exact: true }).click();
  return page.getByRole('dialog', { name: 'Live capture' });
}

async function startCapture(page: Page, port: number): Promise<void> {
  const dialog = await openDialog(page);
  await dialog.getByRole('radio', { name: /^lo / }).click();
  await dialog.getByLabel('Capture filter').fill(`udp port ${port}`);
  await dialog.getByRole('button', { name: 'Start' }).click();
  await bar(page).getByText('Recording').waitFor();
}

async function received(page: Page): Promise<number> {
  const text = await bar(page)
    .getByText(/received$/)
    .innerText();
  return Number(text.replace(/\D/g, ''));
}

async function recover(page: Page): Promise<void> {
  const dialog = await openDialog(page);
  await dialog.getByRole('region', { name: 'Recordings left behind' }).getByRole('button', { name: 'Open' }).click();
}

const saveButton = (page: Page): Locator => bar(page).getByRole('button', { name: 'Save' });

async function save(page: Page, folder: string): Promise<string> {
  await saveButton(page).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'All as pcapng' }).click();
  const file = join(folder, 'kept.pcapng');
  await (await downloading).saveAs(file);
  return file;
}

/** Bytes of the recordings that nobody has saved. */
function recordedBytes(folder: string): number {
  const folders = readdirSync(folder).filter((name) => name.startsWith('tcpulse-recordings'));
  const files = folders.flatMap((name) => readdirSync(join(folder, name)).map((file) => join(folder, name, file)));
  return files.filter((path) => path.endsWith('.pcapng')).reduce((sum, path) => sum + statSync(path).size, 0);
}

interface Promised {
  /** Packets that the page had told of. */
  readonly told: number;
  /** Packets sent, when none of them may be missing. */
  readonly all: number | null;
  /** Bytes of the recording, and how many of them the source had handed over for it at least. */
  readonly written: number;
  readonly owed: number;
}

function judge(file: string, { told, all, written, owed }: Promised): Kept {
  const numbers = contentOf(file).packets.map(({ bytes }) => datagramNumber(bytes));
  const readByOthers = execFileSync('tcpdump', ['-nn', '-r', file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 });
  const packets = numbers.length;
  const gap = numbers.findIndex((number, index) => number !== index);
  const problems = [
    ...(gap < 0 ? [] : [`packet ${gap} is datagram ${numbers[gap]}`]),
    ...(packets >= told ? [] : [`${packets} of ${told} packets that were told`]),
    ...(all === null || packets === all ? [] : [`${packets} of ${all} packets that were sent`]),
    ...(written >= owed ? [] : [`${written} of ${owed} bytes that were handed over`]),
    ...(readByOthers.split('\n').length - 1 === packets ? [] : ['tcpdump reads another number of packets']),
  ];
  return { packets, problem: problems.length === 0 ? null : problems.join(', ') };
}
