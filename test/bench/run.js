/**
 * `npm run bench`: measures what the workbench promises, in one run on this machine, and prints each figure beside its bar.
 * Exit status 1 when a bar is missed. What tshark or tcpdump is needed for is skipped, and said, where they are missing.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openUntilFirstRows, withBrowserMode } from './browser-mode.js';
import { conversations, emptyCapture, synFlood } from './captures.js';
import { measureFilters } from './filters.js';
import { measureKeepAliveCost } from './keep-alive-cost.js';
import { measureLive, whyNotLive } from './live.js';
import { measure, measureMedian } from './measure.js';
import { whyNoPage } from './page-driver.js';
import { measurePage } from './page-interaction.js';

const COMMAND = fileURLToPath(new URL('../../bin/tcpulse.js', import.meta.url));
const PACKETS = 1_000_000;
const CONNECTIONS = 20_000;
const TEXT_PACKETS = 200_000;
const TEXT_CONNECTIONS = 4000;
const RUNS = 3;
const BAR = {
  fasterThanTshark: 25,
  bytesPerPacket: 80,
  /** Every packet of a flood is a connection of its own, and kept as one. */
  bytesPerFloodPacket: 200,
  /** A packet of a flood takes this many times an ordinary one's time at most. */
  floodSlowdown: 2,
  floodReportBytes: 3e6,
  firstRowsMs: 300,
  fasterThanTcpdump: 1,
  versionMs: 120,
  filterMs: 300,
  keepAliveTimes: 1.3,
};

/** @type {{ what: string, figure: string, bar: string, met: boolean }[]} */
const results = [];
/** @type {string[]} */
const skipped = [];

function note(what, figure, bar, met) {
  results.push({ what, figure, bar, met });
  console.log(`${met ? 'met   ' : 'MISSED'}  ${what}: ${figure} (bar: ${bar})`);
}

function has(program) {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A measurement that fails is a bar that is missed; the others go on. */
async function attempt(what, measurement) {
  try {
    await measurement();
  } catch (error) {
    note(what, `failed: ${error.message}`, 'a figure', false);
  }
}

const analyze = (path) => [process.execPath, COMMAND, 'analyze', '--json', path];
const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;

async function measureVersion() {
  const { ms } = await measureMedian(9, [process.execPath, COMMAND, '--version']);
  note('tcpulse --version', `${ms.toFixed(0)} ms`, `< ${BAR.versionMs} ms`, ms < BAR.versionMs);
}

async function measureAnalysis(temporary, emptyBytes) {
  const path = conversations(PACKETS, CONNECTIONS);
  const size = `${(statSync(path).size / 1e6).toFixed(0)} MB`;
  const ours = await measureMedian(RUNS, analyze(path));
  const perPacket = (ours.peakBytes - emptyBytes) / PACKETS;
  note('peak memory over an empty capture', `${perPacket.toFixed(1)} bytes a packet`, `< ${BAR.bytesPerPacket}`, perPacket < BAR.bytesPerPacket);
  if (!has('tshark')) {
    skipped.push(`tshark is missing: the analysis of ${size} took ${seconds(ours.ms)}, compared with nothing`);
    return;
  }
  const theirs = await measure(['tshark', '-r', path, '-Y', 'tcp.analysis.keep_alive'], { environment: { HOME: temporary } });
  const ratio = theirs.ms / ours.ms;
  const figure = `${ratio.toFixed(1)} times (${seconds(ours.ms)} against ${seconds(theirs.ms)}, ${size})`;
  note('analyze --json against tshark', figure, `>= ${BAR.fasterThanTshark} times`, ratio >= BAR.fasterThanTshark);
}

async function measureFlood(temporary, emptyBytes) {
  const report = join(temporary, 'flood.json');
  const ordinary = await measureMedian(RUNS, analyze(conversations(PACKETS, CONNECTIONS)));
  const { ms, peakBytes } = await measureMedian(RUNS, analyze(synFlood(PACKETS)));
  await measure(analyze(synFlood(PACKETS)), { output: report });
  const perPacket = (peakBytes - emptyBytes) / PACKETS;
  const slowdown = ms / ordinary.ms;
  const figure = `${slowdown.toFixed(2)} times an ordinary capture's time (${seconds(ms)})`;
  note('SYN flood of a million sources', figure, `<= ${BAR.floodSlowdown} times`, slowdown <= BAR.floodSlowdown);
  const { size } = statSync(report);
  note('its report', `${(size / 1e6).toFixed(2)} MB`, `< ${BAR.floodReportBytes / 1e6} MB`, size < BAR.floodReportBytes);
  note('its peak memory', `${perPacket.toFixed(1)} bytes a packet`, `< ${BAR.bytesPerFloodPacket}`, perPacket < BAR.bytesPerFloodPacket);
}

async function measureText(temporary) {
  if (!has('tcpdump')) {
    skipped.push('tcpdump is missing: reading its text was not compared with printing it');
    return;
  }
  const text = join(temporary, 'packets.txt');
  const printing = await measure(['tcpdump', '-nn', '-r', conversations(TEXT_PACKETS, TEXT_CONNECTIONS)], { output: text });
  const reading = await measureMedian(RUNS, analyze(text));
  const ratio = printing.ms / reading.ms;
  const figure = `${ratio.toFixed(1)} times (${seconds(reading.ms)} against ${seconds(printing.ms)})`;
  note('analysing the text of tcpdump against printing it', figure, `>= ${BAR.fasterThanTcpdump} times`, ratio >= BAR.fasterThanTcpdump);
}

async function measureFirstRows() {
  const path = conversations(PACKETS, CONNECTIONS);
  const ms = await withBrowserMode(COMMAND, dirname(path), async (client) => (await openUntilFirstRows(client, path)).ms);
  note('first rows in the browser', `${ms.toFixed(0)} ms`, `< ${BAR.firstRowsMs} ms`, ms < BAR.firstRowsMs);
}

async function measureKeepAlive() {
  const { ratio, withMs, withoutMs, what } = await measureKeepAliveCost(
    (path, ...options) => [process.execPath, COMMAND, 'analyze', path, ...options],
    RUNS,
  );
  const figure = `${ratio.toFixed(2)} times (${seconds(withMs)} against ${seconds(withoutMs)} without it, ${what})`;
  note('the analysis of keep-alives', figure, `<= ${BAR.keepAliveTimes} times`, ratio <= BAR.keepAliveTimes);
}

async function measureColumnFilters() {
  for (const { filter, ms } of await measureFilters(conversations(PACKETS, CONNECTIONS))) {
    note(`filter ${filter}`, `${ms.toFixed(0)} ms`, `< ${BAR.filterMs} ms`, ms < BAR.filterMs);
  }
}

if (!existsSync(fileURLToPath(new URL('../../out/main/cli.js', import.meta.url)))) {
  console.error('bench: build first: npm run build');
  process.exit(2);
}
const [load = 0] = loadavg();
if (load > availableParallelism() / 2) console.log(`The machine is busy (load ${load.toFixed(1)}): figures are worse than they would be.`);
const temporary = mkdtempSync(join(tmpdir(), 'tcpulse-bench-'));
try {
  let emptyBytes = 0;
  await attempt('tcpulse --version', measureVersion);
  await attempt('an empty capture', async () => {
    emptyBytes = (await measureMedian(RUNS, analyze(emptyCapture()))).peakBytes;
  });
  await attempt('analysis', () => measureAnalysis(temporary, emptyBytes));
  await attempt('SYN flood', () => measureFlood(temporary, emptyBytes));
  await attempt('text of tcpdump', () => measureText(temporary));
  await attempt('first rows in the browser', measureFirstRows);
  await attempt('display filters', measureColumnFilters);
  await attempt('the analysis of keep-alives', measureKeepAlive);
  const noPage = whyNoPage();
  if (noPage === null) await attempt('the page in Chromium', () => measurePage(COMMAND, note));
  else skipped.push(noPage);
  const without = whyNotLive();
  if (without === null) await attempt('live capture', () => measureLive(COMMAND, temporary, note));
  else skipped.push(without);
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
console.log();
console.table(results);
for (const line of skipped) console.log(`skipped: ${line}`);
const missed = results.filter(({ met }) => !met);
if (missed.length > 0) console.log(`missed: ${missed.map(({ what }) => what).join('; ')}`);
process.exit(missed.length === 0 ? 0 : 1);
