/** Live capture for long, and with every process of it killed at any moment. Needs the right to capture on the loopback interface. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withBrowserMode } from '../bench/browser-mode.js';
import { randomNumbers } from '../bench/captures.js';
import { measureFlood } from '../bench/live.js';
import { withSource } from '../load-source.js';

const RATE = 10_000;
const SECONDS = Number(process.env.SOAK_LIVE_SECONDS ?? 1800);
const KILLS = 50;
const LATEST_KILL_MS = 2500;
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
    if (parts.kills) await kills(note, seed);
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

async function kills(note, seed) {
  const random = randomNumbers(seed);
  await withSource(['test/live/killed-capture.ts'], async ({ killDuringCapture, VICTIMS }) => {
    const broken = [];
    const killed = new Map(VICTIMS.map((victim) => [victim, 0]));
    let packets = 0;
    for (let round = 0; round < KILLS; round++) {
      const victim = VICTIMS[round % VICTIMS.length];
      const afterMs = Math.round(random() * LATEST_KILL_MS);
      try {
        const kept = await killDuringCapture(victim, afterMs);
        packets += kept.packets;
        killed.set(victim, killed.get(victim) + 1);
        if (kept.problem !== null) broken.push(`${round} (${victim} after ${afterMs} ms): ${kept.problem}`);
      } catch (error) {
        broken.push(`${round} (${victim} after ${afterMs} ms): ${error.message}`);
      }
      if (process.stdout.isTTY) process.stdout.write(`\r${round + 1} `);
    }
    const counts = [...killed].map(([victim, count]) => `${victim} ${count}`).join(', ');
    const figure = broken.length === 0 ? `${KILLS} (${counts}): ${packets} packets kept, none missing` : broken.join('; ');
    note('live capture with a process killed', figure, `nothing lost that was received (seed ${seed})`, broken.length === 0 && packets > 0);
  });
}
