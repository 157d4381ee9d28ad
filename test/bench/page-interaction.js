/**
 * A million packets in Chromium: how soon each interaction shows its result, and what scrolling costs the main thread.
 * What is measured: `timeToResult` of page-driver.js and `frameWork` of frame-work.js. Of a filter that must read packets back, and of the count of the statistics,
 * the result is what is shown meanwhile: progress, or what was found so far.
 */
import { basename, dirname } from 'node:path';
import { conversations, idleConnections, synFlood } from './captures.js';
import { frameWork } from './frame-work.js';
import { isSettled, openFile, takeAnswers, timeToResult, untilRead, untilSettled, withPage } from './page-driver.js';

const PACKETS = 1_000_000;
const CONNECTIONS = 20_000;
const ROUNDS = 20;
const WHEEL_PX = 240;
const SCROLL_STEPS = 60;
/** Of a frame at 60 Hz. */
const FRAME_MS = 16;
const BAR = { interactionMs: 100, frameMs: 16 };
const VIEWS = [
  'Summary',
  'Findings',
  'Keep-alive',
  'Heartbeats',
  'HTTP',
  'Listeners',
  'Host',
  'Connections',
  'Packets',
  'What-if',
  'Project',
  'I/O chart',
  'Statistics',
];

/**
 * @param {string} command path of the command's script
 * @param {(what: string, figure: string, bar: string, met: boolean) => void} note
 */
export async function measurePage(command, note) {
  const suite = { answers: [], results: [], frames: { wheel: [], keys: [] } };
  await inPage(command, conversations(PACKETS, CONNECTIONS), suite, async (bench) => {
    await views(bench);
    await packets(bench);
    await filters(bench);
    await connections(bench);
    await statistics(bench);
  });
  await inPage(command, conversations(PACKETS, 1), suite, oneConnection);
  await inPage(command, idleConnections(5000, 100), suite, keepAlives);
  await inPage(command, synFlood(PACKETS), suite, flood);
  judge(note, 'every interaction to its result', suite.results, BAR.interactionMs);
  judge(note, 'every input to the next frame (Event Timing)', suite.answers, BAR.interactionMs);
  // Apart: the many frames of a wheel cost little, and would hide those of held keys.
  judge(note, 'main-thread work of a frame while scrolling by wheel', suite.frames.wheel, BAR.frameMs);
  judge(note, 'main-thread work of a frame while scrolling by keys', suite.frames.keys, BAR.frameMs);
}

/** Opens a capture in a page of its own. */
async function inPage(command, path, { answers, results, frames }, use) {
  await withPage(command, dirname(path), async (page, browser) => {
    await openFile(page, basename(path));
    await untilRead(page);
    await use({ page, browser, results, frames });
    answers.push(...(await takeAnswers(page)));
  });
}

function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function figureOf(times) {
  const [at95, median, worst] = [0.95, 0.5, 1].map((share) => percentile(times, share).toFixed(1));
  return `95 % ${at95} ms (median ${median}, worst ${worst}, ${times.length} times)`;
}

/** What is promised holds for all interactions together, and for the frames of each way to scroll. */
function judge(note, what, times, barMs) {
  note(what, figureOf(times), `< ${barMs} ms`, percentile(times, 0.95) < barMs);
}

/** One kind among them: where the time goes. */
function tell(what, times) {
  console.log(`        ${what}: ${figureOf(times)}`);
}

/** Repeats an interaction and tells its times. `step` gives `timeToResult` its arguments. */
async function repeat({ page, results }, what, rounds, step) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    times.push(await step(round));
    if (process.env.TCPULSE_BENCH_VERBOSE) console.log(`        ${what} ${times.at(-1).toFixed(0)} ms`);
    // What was set off goes on behind: it does not belong to the next input.
    await untilSettled(page);
  }
  results.push(...times);
  tell(what, times);
}

/** A predicate of the page that also waits for what the views ask the engine. */
const andSettled = (isShown) => `(before) => (${isShown})(before) && (${isSettled})()`;

const click = (locator) => () => locator.click();
const navigation = (page, view) => page.locator('.nav button').filter({ hasText: new RegExp(`^${view}`) });
const grid = (page, name) => page.getByRole('grid', { name, exact: true });

async function views(bench) {
  const { page } = bench;
  const times = [];
  for (let round = 0; round < 3; round++) {
    for (const view of VIEWS) {
      const isShown = andSettled(`() => document.querySelector('main .pane-title h2')?.textContent === ${JSON.stringify(view)}`);
      const ms = await timeToResult(page, 'pointerup', isShown, click(navigation(page, view)));
      if (process.env.TCPULSE_BENCH_VERBOSE) console.log(`        ${view} ${ms.toFixed(0)} ms`);
      times.push(ms);
      await untilSettled(page);
    }
  }
  bench.results.push(...times);
  tell('open a view', times);
}

const chosenFrame = () => document.querySelector('.packets-grid [aria-selected=true] [data-column=frame]')?.textContent ?? null;
/** The packet that is chosen now is another one, and its dissection is shown. */
const isDissected = `(before) => {
  const frame = (${chosenFrame})();
  return frame !== null && frame !== before && document.querySelector('.field-tree [role=treeitem]')?.textContent.includes(frame + ':') === true;
}`;

async function packets(bench) {
  const { page } = bench;
  await navigation(page, 'Packets').click();
  const list = grid(page, 'Packets');
  const row = (place) => list.locator('.grid-layer > [role=row]').nth(place);
  await repeat(bench, 'select a packet', ROUNDS, (round) => timeToResult(page, 'pointerup', isDissected, click(row(1 + (round % 9))), chosenFrame));
  for (const [key, what] of [
    ['ArrowDown', 'next packet by key'],
    ['ArrowUp', 'previous packet by key'],
    ['PageDown', 'a page of packets on by key'],
  ]) {
    await list.focus();
    await repeat(bench, what, ROUNDS, () => timeToResult(page, 'keydown', isDissected, () => page.keyboard.press(key), chosenFrame));
  }
  await repeat(bench, 'go to either end by key', 8, (round) =>
    timeToResult(page, 'keydown', isDissected, () => page.keyboard.press(round % 2 === 0 ? 'End' : 'Home'), chosenFrame),
  );
  const field = page.locator('.field-tree [role=treeitem][aria-expanded]').nth(1);
  const isOpen = () => document.querySelectorAll('.field-tree [role=treeitem][aria-expanded]')[1]?.getAttribute('aria-expanded') ?? '';
  await repeat(bench, 'open or close a field of the dissection', ROUNDS, () =>
    timeToResult(page, 'dblclick', `(before) => (${isOpen})() !== before`, () => field.dblclick(), isOpen),
  );
  const rangeText = () => document.querySelector('.timeline-range')?.getAttribute('style') ?? '';
  const plot = await page.locator('.timeline-plot').boundingBox();
  await repeat(bench, 'brush a time range', ROUNDS, (round) =>
    timeToResult(page, 'pointerup', andSettled(`(before) => (${rangeText})() !== before`), () => drag(page, plot, round), rangeText),
  );
  await page.locator('.timeline-actions button').first().click();
  await untilSettled(page);
  await scrolling(bench, 'packets', list);
}

async function drag(page, { x, y, width, height }, round) {
  const from = x + width * (0.1 + 0.02 * round);
  await page.mouse.move(from, y + height / 2);
  await page.mouse.down();
  for (let step = 1; step <= 5; step++) await page.mouse.move(from + step * 30, y + height / 2);
  await page.mouse.up();
}

async function filters(bench) {
  const { page, results } = bench;
  const input = page.locator('[data-filter]');
  const answered = `() => document.querySelector('[data-filter]').value !== before`;
  const keys = [];
  await input.focus();
  for (const key of 'tcp.flags.syn == 1 and tcp.port == 443') {
    keys.push(
      await timeToResult(
        page,
        'keydown',
        `(before) => (${answered})()`,
        () => page.keyboard.type(key),
        () => document.querySelector('[data-filter]').value,
      ),
    );
  }
  results.push(...keys);
  tell('type a character of a filter', keys);
  const status = () => document.querySelector('.status-bar, footer')?.textContent ?? '';
  const columns = ['tcp.port == 80', 'tcp.port == 443', 'keepalive.probe', 'tcp.stream == 3', 'frame.number > 999000', 'tcp.len > 1000'];
  const isFound = (text) => `() => document.querySelector('.filter-applied [data-filter]')?.value === ${JSON.stringify(text)} && (${isSettled})()
    || document.querySelector('.filter-progress') !== null`;
  await repeat(bench, 'apply a filter over columns', columns.length * 2, async (round) => {
    const filter = columns[round % columns.length];
    await input.fill(filter);
    await page.keyboard.press('Escape');
    return await timeToResult(page, 'keydown', isFound(filter), () => page.keyboard.press('Enter'), status);
  });
  const read = ['tcp.options.timestamp.tsval > 100000', 'ip.ttl == 64', 'eth.src == 02:00:00:00:00:01', 'tcp.checksum == 0'];
  await repeat(bench, 'apply a filter that reads packets back (to its progress)', read.length, async (round) => {
    const filter = read[round % read.length];
    await input.fill(filter);
    await page.keyboard.press('Escape');
    return await timeToResult(page, 'keydown', isFound(filter), () => page.keyboard.press('Enter'), status);
  });
  await input.fill('');
  await page.keyboard.press('Enter');
  await untilSettled(page);
}

async function connections(bench) {
  const { page } = bench;
  await navigation(page, 'Connections').click();
  const list = grid(page, 'Connections');
  await list.locator('.grid-row').nth(1).waitFor();
  await sorting(bench, 'connections', list);
  const life = () => document.querySelector('.life-name')?.textContent ?? '';
  const isOpen = andSettled(`(before) => (${life})() !== before && document.querySelector('.life-row') !== null`);
  await repeat(bench, 'open a connection with its sequence diagram', ROUNDS, (round) =>
    timeToResult(page, 'pointerup', isOpen, click(list.locator('.grid-layer > [role=row]').nth(round % 2)), life),
  );
  const canvas = () => document.querySelector('.life .chart canvas') !== null;
  for (const tab of ['Time-sequence', 'Window']) {
    await page.locator('.life-head').getByRole('radio').first().click();
    await repeat(bench, `the chart of its ${tab.toLowerCase()}`, 6, async (round) => {
      const target = page.locator('.life-head [role=radio]').nth(round % 2 === 0 ? (tab === 'Window' ? 2 : 1) : 0);
      return await timeToResult(page, 'pointerup', andSettled(`() => (${canvas})() === ${round % 2 === 0}`), click(target));
    });
  }
  await scrolling(bench, 'connections', list);
  await scrolling(bench, 'packets of a connection', page.getByRole('grid', { name: 'Packets', exact: true }));
}

async function sorting(bench, what, list) {
  const { page } = bench;
  const heads = list.getByRole('columnheader').filter({ has: page.locator('button') });
  const count = await heads.count();
  const first = `() => [...document.querySelectorAll('[role=columnheader][aria-sort]')].map((head) => head.textContent + head.getAttribute('aria-sort')).join()`;
  await repeat(bench, `sort ${what} by a column`, ROUNDS, (round) =>
    timeToResult(
      page,
      'pointerup',
      andSettled(`(before) => (${first})() !== before`),
      click(
        heads
          .nth(round % count)
          .locator('button')
          .first(),
      ),
      first,
    ),
  );
}

async function statistics(bench) {
  const { page } = bench;
  await navigation(page, 'Statistics').click();
  await page.locator('.statistics-progress').waitFor({ state: 'detached' });
  const label = () => document.querySelector('.statistics [role=grid]')?.getAttribute('aria-label') ?? '';
  const isShown = andSettled(`(before) => (${label})() !== before && document.querySelector('.statistics [role=grid]') !== null`);
  const layers = page.locator('.statistics-head [role=radiogroup]').nth(1).getByRole('radio');
  await repeat(bench, 'another layer of the conversations', 10, (round) =>
    timeToResult(page, 'pointerup', isShown, click(layers.nth(round % 2 === 0 ? 1 : 3)), label),
  );
  await sorting(bench, 'conversations', page.locator('.statistics [role=grid]'));
  await scrolling(bench, 'conversations', page.locator('.statistics [role=grid]'));
  const tabs = page.locator('.statistics-head [role=radiogroup]').nth(0).getByRole('radio');
  await repeat(bench, 'another table of the statistics', 9, (round) =>
    timeToResult(page, 'pointerup', isShown, click(tabs.nth((round + 1) % 3)), label),
  );
}

async function keepAlives(bench) {
  const { page } = bench;
  await navigation(page, 'Keep-alive').click();
  const list = page.locator('main [role=grid]').first();
  await list.locator('.grid-row').nth(1).waitFor();
  await sorting(bench, 'keep-alives', list);
  const note = () => Array.from(document.querySelectorAll('main .pane-title'), ({ textContent }) => textContent).join();
  await repeat(bench, 'select a connection with a hundred probes', ROUNDS, () =>
    timeToResult(
      page,
      'pointerup',
      andSettled(`(before) => (${note})() !== before`),
      // The one that is chosen already would change nothing; only the first two rows are wholly in sight, and others would be scrolled to under the click.
      click(list.locator('.grid-layer > [role=row]:not([aria-selected=true])').first()),
      note,
    ),
  );
  await scrolling(bench, 'keep-alives', list);
}

async function flood(bench) {
  const { page } = bench;
  await navigation(page, 'Listeners').click();
  await untilSettled(page);
  await page.getByRole('radio', { name: 'Attempts' }).click();
  const list = page.locator('main [role=grid]').nth(1);
  await list.locator('.grid-row').nth(1).waitFor();
  await scrolling(bench, "a listener's million attempts", list);
  await navigation(page, 'Connections').click();
  await grid(page, 'Connections').locator('.grid-row').nth(1).waitFor();
  await sorting(bench, 'a million connections', grid(page, 'Connections'));
}

async function oneConnection(bench) {
  const { page } = bench;
  await navigation(page, 'Connections').click();
  const diagram = page.locator('.life [role=grid]');
  await diagram.locator('.grid-row').nth(1).waitFor();
  await untilSettled(page);
  await scrolling(bench, 'a diagram of a million segments', diagram);
  const shown = () => document.querySelector('.life .grid-row [data-column=frame]')?.textContent ?? '';
  await diagram.focus();
  await repeat(bench, 'either end of a diagram of a million segments', 8, (round) =>
    timeToResult(
      page,
      'keydown',
      andSettled(`(before) => (${shown})() !== before`),
      () => page.keyboard.press(round % 2 === 0 ? 'End' : 'Home'),
      shown,
    ),
  );
  const canvas = () => document.querySelector('.life .chart canvas') !== null;
  await repeat(bench, 'the time-sequence chart of a million segments', 6, (round) =>
    timeToResult(
      page,
      'pointerup',
      andSettled(`() => (${canvas})() === ${round % 2 === 0}`),
      click(page.locator('.life-head [role=radio]').nth(round % 2 === 0 ? 1 : 0)),
    ),
  );
}

/** Through a list by wheel, row by row and page by page. */
async function scrolling({ browser, page, frames }, what, list) {
  const ways = {
    wheel: async () => {
      await list.hover({ position: { x: 200, y: 60 } });
      for (let step = 0; step < SCROLL_STEPS; step++) {
        await page.mouse.wheel(0, WHEEL_PX);
        await page.waitForTimeout(FRAME_MS);
      }
    },
    keys: async () => {
      await list.focus();
      for (let step = 0; step < SCROLL_STEPS; step++) {
        await page.keyboard.press(step % 3 === 2 ? 'PageDown' : 'ArrowDown');
        await page.waitForTimeout(FRAME_MS);
      }
    },
  };
  for (const [way, scroll] of Object.entries(ways)) {
    const work = await frameWork(browser, page, scroll);
    frames[way].push(...work);
    tell(`a frame while scrolling ${what} by ${way}`, work);
    await untilSettled(page);
  }
}
