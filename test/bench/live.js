/** Live capture on the loopback interface: how soon packets and findings are there, and what a busy interface does. Needs the right to capture. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { withBrowserMode } from './browser-mode.js';
import { loopbackTraffic } from './live-traffic.js';

const FLOOD_RATE = 100_000;
const FLOOD_SECONDS = Number(process.env.BENCH_LIVE_SECONDS ?? 60);
const VANISHING = 20;
const STARTS = 3;
const BAR = { findingMs: 1000, firstPacketMs: 1000, stopMs: 1000, bytesPerPacket: 100, backlogMs: 2000 };
const THRESHOLDS = { probeUnansweredMs: 1000, deathAfterProbes: 2, beatLateShare: 0.25, ignoredHandshakes: 3 };

const options = (filter) => ({
  source: null,
  remote: null,
  interface: 'lo',
  filter,
  snapLength: null,
  promiscuous: false,
  bufferMiB: 128,
  stopAfter: { seconds: null, bytes: null, packets: null },
  ring: null,
  file: null,
  elevate: false,
});

/** Follows a capture until it has ended; `see` gets every update. */
async function follow(client, capture, see) {
  let last = null;
  for await (const update of client['live.updates']({ capture })) {
    last = update.state;
    await see(update);
  }
  return last;
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const ms = (value) => `${value.toFixed(0)} ms`;
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
const residentBytes = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) * 1024;

/** Why it cannot be measured here; null when it can. */
export function whyNotLive() {
  try {
    execFileSync('tcpdump', ['-L', '-i', 'lo'], { stdio: 'ignore' });
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'live capture was not measured: it needs python3 and the right to capture on lo';
  }
}

async function startAndStop(client, note) {
  const firsts = [];
  const stops = [];
  for (let round = 0; round < STARTS; round++) {
    const flood = await loopbackTraffic('flood', 200, 6);
    flood.begin();
    await sleep(200);
    const started = performance.now();
    const { capture } = await client['live.start']({ options: options(`udp port ${flood.port}`), thresholds: THRESHOLDS });
    for (;;) {
      const rows = await client['packets.rows']({ capture, from: 0, count: 50, frames: null, connection: null, filter: null });
      if (rows.frames.length > 0) break;
      await sleep(5);
    }
    firsts.push(performance.now() - started);
    await sleep(500);
    const stopping = performance.now();
    await client['live.stop']({ capture });
    stops.push(performance.now() - stopping);
    await client['captures.close']({ capture });
    await flood.end();
  }
  note('first live packet after start', ms(median(firsts)), `< ${BAR.firstPacketMs} ms`, median(firsts) < BAR.firstPacketMs);
  note('live capture stopped', ms(median(stops)), `< ${BAR.stopMs} ms`, median(stops) < BAR.stopMs);
}

async function findingDelay(client, note) {
  const vanishing = await loopbackTraffic('vanish', VANISHING);
  const { capture } = await client['live.start']({ options: options(`tcp port ${vanishing.port}`), thresholds: THRESHOLDS });
  vanishing.begin();
  void vanishing.end().then(() => client['live.stop']({ capture }));
  const delays = [];
  const seen = new Set();
  await follow(client, capture, async ({ findings }) => {
    const now = Date.now();
    for (const { id, rule, frames } of findings) {
      if (rule !== 'peer-reset' || seen.has(id)) continue;
      seen.add(id);
      const { baseSeconds } = await client['captures.summary']({ capture });
      const proof = await client['packets.rows']({ capture, from: 0, count: 1, frames: [frames.at(-1)], connection: null, filter: null });
      delays.push(now - ((baseSeconds + proof.seconds[0]) * 1000 + proof.nanoseconds[0] / 1e6));
    }
  });
  await client['captures.close']({ capture });
  const figure = `median ${ms(median(delays))}, worst ${ms(Math.max(...delays))} of ${delays.length}`;
  note(
    'from the proving packet to the live finding',
    figure,
    `median < ${BAR.findingMs} ms, ${VANISHING} findings`,
    delays.length === VANISHING && median(delays) < BAR.findingMs,
  );
}

/** Puts `rate` packets a second on the loopback interface for so long, and says what came of them. */
export async function measureFlood(client, pid, rate, seconds) {
  const flood = await loopbackTraffic('flood', rate, seconds);
  const { capture } = await client['live.start']({ options: options(`udp port ${flood.port}`), thresholds: THRESHOLDS });
  const before = residentBytes(pid);
  let worstBacklogMs = 0;
  let peakBytes = before;
  const samples = [];
  flood.begin();
  const sending = flood.line().then(async (line) => {
    await sleep(1500);
    await client['live.stop']({ capture });
    return line.split(' ').map(Number);
  });
  const last = await follow(client, capture, async ({ state }) => {
    worstBacklogMs = Math.max(worstBacklogMs, state.counters.backlogMs);
    const bytes = residentBytes(pid);
    peakBytes = Math.max(peakBytes, bytes);
    samples.push({ packets: state.counters.received, bytes });
  });
  const [sent, took] = await sending;
  const progress = (await client['captures.list']({})).find((known) => known.capture === capture);
  await client['captures.close']({ capture });
  const dropped = last.counters.droppedByKernel ?? 0;
  return {
    sent,
    offered: sent / took,
    received: last.counters.received,
    analysed: progress.packets,
    dropped,
    lostByUs: sent - last.counters.received - dropped,
    worstBacklogMs,
    bytesPerPacket: (peakBytes - before) / Math.max(1, last.counters.received),
    before,
    peakBytes,
    samples,
    source: last.source,
  };
}

async function busyInterface(client, pid, note) {
  const flood = await measureFlood(client, pid, FLOOD_RATE, FLOOD_SECONDS);
  const whole = flood.lostByUs === 0 && flood.analysed === flood.received;
  const rate = `${Math.round(flood.offered)} packets/s for ${FLOOD_SECONDS} s through ${flood.source}: ${flood.received} recorded and analysed, ${flood.dropped} dropped by the kernel`;
  note('a busy interface', `${rate}, ${flood.lostByUs} by us`, `${FLOOD_RATE} packets/s, 0 by us`, whole && flood.offered > 0.95 * FLOOD_RATE);
  note('its analysis is behind by', ms(flood.worstBacklogMs), `< ${BAR.backlogMs} ms`, flood.worstBacklogMs < BAR.backlogMs);
  note(
    'its memory',
    `${flood.bytesPerPacket.toFixed(0)} bytes a packet (${megabytes(flood.peakBytes)})`,
    `< ${BAR.bytesPerPacket}`,
    flood.bytesPerPacket < BAR.bytesPerPacket,
  );
}

/** @param {string} command @param {string} folder served @param {(what: string, figure: string, bar: string, met: boolean) => void} note */
export async function measureLive(command, folder, note) {
  await withBrowserMode(command, folder, async (client, pid) => {
    await client['live.sources']({});
    await startAndStop(client, note);
    await findingDelay(client, note);
    await busyInterface(client, pid, note);
  });
}
