/** Ten million packets: opened, scrolled through at random places and row by row, as the packet grid does. */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { openUntilFirstRows, withBrowserMode } from '../bench/browser-mode.js';
import { conversations, randomNumbers } from '../bench/captures.js';

const PACKETS = 10_000_000;
const CONNECTIONS = 50_000;
const RESPONSE_BYTES = [1, 64];
const WINDOW_ROWS = 100;
const RANDOM_WINDOWS = 500;
const CONSECUTIVE_WINDOWS = 500;
const BAR = {
  /** A grid that waits longer than this for its rows shows blanks. */
  windowMs: 100,
  bytesPerPacket: 80,
  /** What the server takes before anything is open. */
  emptyBytes: 200e6,
};

/** @param {string} command @param {(what: string, figure: string, bar: string, met: boolean) => void} note */
export async function soakLargeCapture(command, note) {
  const path = conversations(PACKETS, CONNECTIONS, RESPONSE_BYTES);
  await withBrowserMode(command, dirname(path), async (client, pid) => {
    const started = performance.now();
    const { capture, ms } = await openUntilFirstRows(client, path);
    let last = null;
    for await (const progress of client['captures.progress']({ capture })) last = progress;
    const seconds = (performance.now() - started) / 1000;
    const whole = last?.state === 'done' && last.packets >= PACKETS;
    note('ten million packets', `${seconds.toFixed(1)} s, first rows after ${ms.toFixed(0)} ms`, 'read to the end', whole);

    const random = randomNumbers(3);
    const anywhere = Array.from({ length: RANDOM_WINDOWS }, () => Math.floor(random() * (PACKETS - WINDOW_ROWS)));
    await measureWindows(client, capture, 'windows at random places', anywhere, note);
    const middle = PACKETS / 2;
    const onwards = Array.from({ length: CONSECUTIVE_WINDOWS }, (_, index) => middle + index * WINDOW_ROWS);
    await measureWindows(client, capture, 'scrolling on', onwards, note);

    const bytes = peakBytes(pid);
    const limit = BAR.emptyBytes + PACKETS * BAR.bytesPerPacket;
    note('peak memory of the server', megabytes(bytes), `< ${megabytes(limit)}`, bytes < limit);
  });
}

async function measureWindows(client, capture, what, places, note) {
  const times = [];
  for (const from of places) {
    const started = performance.now();
    const rows = await client['packets.rows']({ capture, from, count: WINDOW_ROWS, frames: null, connection: null });
    times.push(performance.now() - started);
    if (rows.frames[0] !== from + 1 || rows.info.length !== WINDOW_ROWS) throw new Error(`rows from ${from} begin with frame ${rows.frames[0]}`);
  }
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))];
  const figure = `median ${at(0.5).toFixed(1)} ms, 99 % ${at(0.99).toFixed(1)} ms, worst ${at(1).toFixed(1)} ms`;
  note(`${what}, ${WINDOW_ROWS} rows each`, figure, `99 % < ${BAR.windowMs} ms`, at(0.99) < BAR.windowMs);
}

function peakBytes(pid) {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) * 1024;
}

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
