/** Live capture for long, and with every process of it killed at any moment. Needs the right to capture on the loopback interface. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withBrowserMode } from '../bench/browser-mode.js';
import { randomNumbers } from '../bench/captures.js';
import { loopbackTraffic, measureFlood } from '../bench/live.js';

const RATE = 10_000;
const SECONDS = Number(process.env.SOAK_LIVE_SECONDS ?? 1800);
const KILLS = 50;
const VICTIMS = ['the command', 'the recorder', 'the source'];
/** What a packet takes in columns, and what goes with them. */
const MOST_BYTES_PER_PACKET = 100;

/**
 * @param {string} command
 * @param {(what: string, figure: string, bar: string, met: boolean) => void} note
 * @param {number} seed
 * @param {{ long: boolean, kills: boolean }} parts
 */
export async function soakLiveCapture(command, note, seed, parts) {
  const folder = mkdtempSync(join(tmpdir(), 'tcpulse-soak-'));
  try {
    if (parts.long) await longCapture(command, folder, note);
    if (parts.kills) await kills(command, folder, note, seed);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function longCapture(command, folder, note) {
  await withBrowserMode(command, folder, async (client, pid) => {
    const { samples, sent, received, lostByUs, worstBacklogMs, peakBytes } = await measureFlood(client, pid, RATE, SECONDS);
    const third = samples[Math.floor(samples.length / 3)];
    const end = samples.at(-1);
    // What grows beside the columns of the packets is a leak.
    const growth = (end.bytes - third.bytes) / Math.max(1, end.packets - third.packets);
    const figure = `${received} of ${sent} packets in ${SECONDS} s, ${growth.toFixed(0)} bytes a packet after the first third, peak ${(peakBytes / 1e6).toFixed(0)} MB, ${worstBacklogMs.toFixed(0)} ms behind at worst`;
    note(
      'live capture for long',
      figure,
      `0 lost by us, < ${MOST_BYTES_PER_PACKET} bytes a packet`,
      lostByUs === 0 && growth < MOST_BYTES_PER_PACKET,
    );
  });
}

async function kills(command, folder, note, seed) {
  const random = randomNumbers(seed);
  const broken = [];
  let packets = 0;
  for (let round = 0; round < KILLS; round++) {
    const victim = VICTIMS[round % VICTIMS.length];
    const file = join(folder, `${round}.pcapng`);
    const outcome = await killOne(command, file, victim, 300 + random() * 1500);
    packets += outcome.packets;
    if (outcome.problem !== null) broken.push(`${round} (${victim}): ${outcome.problem}`);
    rmSync(file, { force: true });
  }
  const figure = broken.length === 0 ? `${KILLS} recordings with ${packets} packets, each whole` : broken.join('; ');
  note('live capture with a process killed', figure, `every recording valid (seed ${seed})`, broken.length === 0 && packets > 0);
}

async function killOne(command, file, victim, afterMs) {
  const flood = await loopbackTraffic('flood', 2000, 10);
  const child = spawn(process.execPath, [command, 'capture', '-i', 'lo', '-f', `udp port ${flood.port}`, '-w', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await once(child.stderr, 'data');
  flood.begin();
  await sleep(afterMs);
  const recorder = childrenOf(child.pid)[0];
  const source = recorder === undefined ? undefined : childrenOf(recorder)[0];
  const target = { 'the command': child.pid, 'the recorder': recorder, 'the source': source }[victim];
  const ended = once(child, 'exit');
  process.kill(target, 'SIGKILL');
  await ended;
  // The recorder outlives its owner for as long as it takes to write what it holds.
  while (recorder !== undefined && isAlive(recorder)) await sleep(50);
  flood.kill();
  const { status, stdout } = spawnSync(process.execPath, [command, 'analyze', '--json', file], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) return { packets: 0, problem: `analyze gave ${status}` };
  const [capture] = JSON.parse(stdout).captures;
  return { packets: capture.packets, problem: capture.packets > 0 ? null : 'no packets' };
}

function childrenOf(pid) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => parentOf(candidate) === pid);
}

function parentOf(pid) {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return Number.NaN;
  }
}

function isAlive(pid) {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
