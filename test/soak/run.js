/**
 * `npm run soak`: what takes minutes. Ten million packets opened and scrolled through in browser mode; a million damaged captures read; a part of
 * them through the whole engine; projects whose saving is killed; half an hour of use
 * of the page; a live capture for half an hour, and fifty of which a process is killed. Exit status 1 when a promise
 * is broken.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { whyNotLive } from '../bench/live.js';
import { whyNoPage } from '../bench/page-driver.js';
import { withSource } from '../load-source.js';
import { soakLargeCapture } from './large-capture.js';
import { soakLiveCapture } from './live-capture.js';
import { soakPage } from './page-memory.js';

const COMMAND = fileURLToPath(new URL('../../bin/tcpulse.js', import.meta.url));
const RECORDINGS = fileURLToPath(new URL('../captures/lab/', import.meta.url));
const READ = 1_000_000;
const THROUGH_ENGINE = 20_000;
const KILLED_SAVES = 100;

/** Another seed each day finds other faults; the same day repeats them. `SOAK_SEED` sets it. */
const SEED = Number(process.env.SOAK_SEED ?? Math.floor(Date.now() / 86_400_000));

let broken = 0;

function note(what, figure, bar, met) {
  if (!met) broken++;
  console.log(`${met ? 'met   ' : 'MISSED'}  ${what}: ${figure} (bar: ${bar})`);
}

function recordings() {
  const names = readdirSync(RECORDINGS).filter((name) => name.endsWith('.pcap'));
  return names.map((name) => ({ name, bytes: new Uint8Array(readFileSync(RECORDINGS + name)) }));
}

async function soakDamagedCaptures() {
  const modules = ['test/fuzz/mutate.ts', 'test/soak/damaged-captures.ts', 'test/captures/sample-files.ts'];
  await withSource(modules, async ({ runMutations }, { runThroughEngine }, { soundFiles }) => {
    const files = [...soundFiles(), ...recordings()];
    const onProgress = (done) => process.stdout.isTTY && process.stdout.write(`\r${done} `);
    const suites = [
      { what: 'damaged captures read', run: () => runMutations({ seed: SEED, count: READ, files, onProgress }) },
      { what: 'damaged captures through the engine', run: () => runThroughEngine({ seed: SEED, count: THROUGH_ENGINE, files, onProgress }) },
    ];
    for (const { what, run } of suites) {
      const started = performance.now();
      try {
        const totals = await run();
        const figure = `${totals.done} with ${totals.packets} packets, slowest ${totals.slowestMs.toFixed(0)} ms, ${((performance.now() - started) / 1000).toFixed(0)} s`;
        note(what, figure, `no throw, no hang (seed ${SEED})`, true);
      } catch (error) {
        note(what, error.message, `no throw, no hang (seed ${SEED})`, false);
      }
    }
  });
}

async function soakKilledSaves() {
  await withSource(['test/soak/killed-saves.ts', 'test/contract/bundle-script.ts'], async ({ killSaves }, { bundleScript }) => {
    try {
      const script = await bundleScript(new URL('./saving-process.ts', import.meta.url));
      const { kills, before, after } = await killSaves(script, KILLED_SAVES, Math.random);
      note('projects whose saving was killed', `${kills} opened, ${before} as before, ${after} as after`, 'every one opens whole', true);
    } catch (error) {
      note('projects whose saving was killed', error.message, 'every one opens whole', false);
    }
  });
}

const HELP = `npm run soak                    everything, about an hour and a half
npm run soak -- PART [PART...]  only these:
  large       ten million packets opened and scrolled through
  damaged     a million damaged captures read
  projects    a hundred projects whose saving is killed
  page        half an hour of use of the page in Chromium (SOAK_PAGE_SECONDS sets how long)
  live        both of the next two
  live-long   10,000 packets/s on the loopback interface for half an hour (SOAK_LIVE_SECONDS sets how long)
  live-kills  fifty live captures of which a process is killed (window, server, worker, recorder, source, command): as root, some minutes
SOAK_SEED sets the seed. What is live needs the build, python3 and the right to capture.
`;
const PARTS = ['large', 'damaged', 'projects', 'page', 'live', 'live-long', 'live-kills'];

const chosen = process.argv.slice(2);
if (chosen.some((part) => !PARTS.includes(part))) {
  process.stdout.write(HELP);
  process.exit(chosen.includes('--help') || chosen.includes('-h') ? 0 : 2);
}
const wants = (part) => chosen.length === 0 || chosen.includes(part);
const live = { long: wants('live') || wants('live-long'), kills: wants('live') || wants('live-kills') };
if ((wants('large') || wants('page') || live.long || live.kills) && !existsSync(fileURLToPath(new URL('../../out/main/cli.js', import.meta.url)))) {
  console.error('soak: build first: npm run build');
  process.exit(2);
}
if (wants('large')) await soakLargeCapture(COMMAND, note);
if (wants('damaged')) await soakDamagedCaptures();
if (wants('projects')) await soakKilledSaves();
if (wants('page')) {
  const without = whyNoPage();
  if (without === null) await soakPage(COMMAND, note);
  else console.log(without);
}
if (live.long || live.kills) {
  const without = whyNotLive();
  if (without === null) await soakLiveCapture(COMMAND, note, SEED, live);
  else console.log(without);
}
process.exit(broken === 0 ? 0 : 1);
