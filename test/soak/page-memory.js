/**
 * Half an hour of use of the page by script. After each round of use, back in the same place and after a forced garbage collection, the page's JavaScript heap, its
 * DOM nodes and its event listeners are read from the browser. Flat: the last third of the rounds needs no more than the second third, but for noise.
 */
import { linkSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conversations } from '../bench/captures.js';
import { openFile, takeAnswers, untilRead, untilSettled, withPage } from '../bench/page-driver.js';

const SECONDS = Number(process.env.SOAK_PAGE_SECONDS ?? 1800);
const PACKETS = 1_000_000;
const CONNECTIONS = 20_000;
/** Captures are closed and opened anew with an empty project, once in so many rounds. */
const ROUNDS_A_PROJECT = 4;
const FILTERS = ['tcp.port == 443', 'keepalive.probe and tcp.stream < 500', 'ip.ttl == 64 and tcp.len > 1000'];
const WHEEL_STEPS = 6;
/** What the fading of a dialog takes. */
const CLOSING_MS = 300;
/** What differs from round to round without a leak: compiled code, caches of the browser. */
const NOISE = { heap: { share: 0.03, least: 1e6 }, nodes: { share: 0.03, least: 100 }, listeners: { share: 0.03, least: 50 } };

/** @param {string} command @param {(what: string, figure: string, bar: string, met: boolean) => void} note */
export async function soakPage(command, note) {
  const root = mkdtempSync(join(tmpdir(), 'tcpulse-soak-page-'));
  try {
    linkSync(conversations(PACKETS, CONNECTIONS), join(root, 'large.pcap'));
    await withPage(command, root, async (page) => {
      const readings = await useFor(page, SECONDS);
      for (const what of Object.keys(NOISE)) tell(note, what, readings);
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function useFor(page, seconds) {
  const browser = await page.context().newCDPSession(page);
  await browser.send('Performance.enable');
  await openLarge(page);
  const readings = [];
  const started = performance.now();
  for (let round = 1; performance.now() - started < seconds * 1000; round++) {
    await lookAround(page, round);
    await filterAndBrush(page);
    await changeAppearance(page);
    await openSample(page, round);
    if (round % ROUNDS_A_PROJECT === 0) await newProject(page);
    await home(page);
    await takeAnswers(page);
    readings.push({ atMs: performance.now() - started, ...(await memory(browser)) });
    const { heap, nodes, listeners } = readings.at(-1);
    if (process.stdout.isTTY || process.env.SOAK_PAGE_ROUNDS) {
      console.log(`        round ${round}: ${(heap / 1e6).toFixed(2)} MB, ${nodes} nodes, ${listeners} listeners`);
    }
  }
  return readings;
}

async function memory(browser) {
  // The first collection lets finalizers run, the second takes what they let go.
  await browser.send('HeapProfiler.collectGarbage');
  await browser.send('HeapProfiler.collectGarbage');
  const { metrics } = await browser.send('Performance.getMetrics');
  const value = (wanted) => metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
  return { heap: value('JSHeapUsedSize'), nodes: value('Nodes'), listeners: value('JSEventListeners') };
}

function tell(note, what, readings) {
  const values = readings.map((reading) => reading[what]);
  const third = Math.floor(values.length / 3);
  const [before, after] = [median(values.slice(third, 2 * third)), median(values.slice(2 * third))];
  const unit = what === 'heap' ? (value) => `${(value / 1e6).toFixed(2)} MB` : (value) => `${value.toFixed(0)}`;
  const allowed = Math.max(NOISE[what].least, before * NOISE[what].share);
  const figure = `${unit(after)} in the last third, ${unit(before)} in the second (first round ${unit(values[0])}; ${values.length} rounds in ${(readings.at(-1).atMs / 60_000).toFixed(1)} min)`;
  note(`${what} of the page`, figure, `at most ${unit(allowed)} more`, after - before <= allowed);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function openLarge(page) {
  await openFile(page, 'large.pcap');
  await untilRead(page);
}

const entries = (page) => page.locator('.nav button');

/** Every view, a list of it scrolled, a row of it chosen. */
async function lookAround(page, round) {
  for (let view = 0; view < (await entries(page).count()); view++) {
    await entries(page).nth(view).click();
    await untilSettled(page);
    const list = page.locator('main [role=grid]').first();
    const hasRows = (await list.count()) > 0 && (await list.locator('.grid-layer > [role=row]').count()) > 2;
    if (!hasRows) continue;
    await list.hover({ position: { x: 150, y: 50 } });
    for (let step = 0; step < WHEEL_STEPS; step++) await page.mouse.wheel(0, 400);
    await untilSettled(page);
    await list.click({ position: { x: 30, y: 40 + (round % 2) * 22 } });
    await untilSettled(page);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('PageDown');
    await untilSettled(page);
  }
}

async function filterAndBrush(page) {
  const input = page.locator('[data-filter]');
  for (const filter of FILTERS) {
    await input.fill('');
    await input.pressSequentially(filter);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await untilSettled(page);
  }
  await input.fill('');
  await page.keyboard.press('Enter');
  const { x, y, width, height } = await page.locator('.timeline-plot').boundingBox();
  await page.mouse.move(x + width / 4, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y + height / 2, { steps: 5 });
  await page.mouse.up();
  await untilSettled(page);
  await page.locator('.timeline-actions button').first().click();
  await untilSettled(page);
}

/** Both themes, both languages, the palette and the settings; ends as it began. */
async function changeAppearance(page) {
  const buttons = page.locator('.toolbar-part > button');
  const theme = buttons.nth(-3);
  const language = buttons.nth(-2);
  for (let step = 0; step < 3; step++) await theme.click();
  for (let step = 0; step < 2; step++) {
    await language.click();
    await untilSettled(page);
  }
  for (const key of ['Control+k', 'Control+,']) {
    await page.keyboard.press(key);
    const dialog = page.locator('.bp6-overlay.bp6-overlay-open');
    await dialog.waitFor();
    // A dialog hears the key once the focus has come to it.
    while ((await dialog.count()) > 0) {
      await page.keyboard.press('Escape');
      await page.waitForTimeout(CLOSING_MS);
    }
  }
}

/** One of the samples beside the large capture, looked at and closed. */
async function openSample(page, round) {
  await page.locator('.toolbar .bp6-intent-primary').first().click();
  // The samples stand under the last heading of the menu, once the engine named them.
  const samples = page.locator('.bp6-menu-header').filter({ hasText: 'Sample captures' }).locator('xpath=following-sibling::li');
  await samples.nth(round % 2).click();
  await untilRead(page);
  for (const view of [2, 7]) {
    await entries(page).nth(view).click();
    await untilSettled(page);
  }
  await page.locator('.toolbar button[aria-label^="Close "]').click();
  await untilSettled(page);
}

/** Closes all captures with an empty project, and opens the large one again. */
async function newProject(page) {
  await page
    .locator('.toolbar button')
    .filter({ has: page.locator('[data-icon=projects]') })
    .click();
  await page.locator('.bp6-menu-item').first().click();
  const start = page.locator('.start-page');
  const question = page.locator('.bp6-overlay-open .bp6-intent-danger, .bp6-overlay-open .bp6-intent-primary').first();
  await start.or(question).first().waitFor();
  if (!(await start.isVisible())) await question.click();
  await start.waitFor();
  await openLarge(page);
}

/** The packets from the first, nothing chosen in any other view. */
async function home(page) {
  await entries(page).nth(8).click();
  await untilSettled(page);
  await page.locator('main [role=grid]').first().focus();
  await page.keyboard.press('Home');
  await untilSettled(page);
}
