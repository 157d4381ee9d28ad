/** The workbench in Chromium, driven by real input, with a probe in the page that tells how long each input took. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { withServer } from './browser-mode.js';

const CANDIDATES = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const SIZE = { width: 1280, height: 800 };
const TIMEOUT_MS = 60_000;

const chromiumPath = CANDIDATES.find((path) => path !== undefined && existsSync(path)) ?? null;

/** Why no page can be driven here, or null. @returns {string | null} */
export function whyNoPage() {
  return chromiumPath === null ? 'Chromium is missing (CHROMIUM_PATH names one): the page was not measured' : null;
}

/**
 * Opens the start page of browser mode, with settings of its own, and closes it after `use`.
 * @template T
 * @param {string} command path of the command's script
 * @param {string} root folder whose captures can be opened
 * @param {(page: import('playwright-core').Page, browser: import('playwright-core').Browser, pid: number) => Promise<T>} use
 */
export async function withPage(command, root, use) {
  const home = mkdtempSync(join(tmpdir(), 'tcpulse-home-'));
  const settings = join(home, '.config', 'tcpulse');
  mkdirSync(settings, { recursive: true });
  writeFileSync(join(settings, 'settings.json'), JSON.stringify({ tourSeen: true }));
  const environment = { HOME: home, XDG_CONFIG_HOME: dirname(settings) };
  try {
    return await withServer(
      command,
      root,
      async ({ url }, pid) => {
        const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
        try {
          const context = await browser.newContext({ viewport: SIZE, locale: 'en-GB', timezoneId: 'UTC', acceptDownloads: false });
          context.setDefaultTimeout(TIMEOUT_MS);
          const page = await context.newPage();
          await page.addInitScript(installProbe);
          await page.goto(url);
          await page.locator('.start-page').waitFor();
          return await use(page, browser, pid);
        } finally {
          await browser.close();
        }
      },
      environment,
    );
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Opens a file of the served folder from the start page, by its name. @param {import('playwright-core').Page} page @param {string} name */
export async function openFile(page, name) {
  await page.keyboard.press('Control+o');
  await page.locator('.file-list button', { hasText: name }).click();
  await page.locator('.grid-layer .grid-row [data-column=frame]').first().waitFor();
}

/** Waits until the capture shown is read to its end. @param {import('playwright-core').Page} page */
export async function untilRead(page) {
  await page.waitForFunction(() => document.querySelector('.toolbar-progress') === null);
}

/**
 * How long an input took to show its result, in ms: from the time stamp that the browser gave the input (of a click, its release; of several, the last), to
 * the end of the first frame whose document fulfils `isShown`. Whatever lies between is in it: the event's handlers, the way to the engine and back, rendering, and
 * waiting for the frame.
 * @param {import('playwright-core').Page} page
 * @param {string} type of the event, e.g. `pointerup`, `keydown`, `wheel`
 * @param {() => boolean} isShown looked at in the page once a frame; refers to nothing outside itself but `before`
 * @param {() => Promise<void>} act
 * @param {() => unknown} [before] evaluated in the page first; `isShown` gets its value
 */
export async function timeToResult(page, type, isShown, act, before = () => null) {
  await page.evaluate(`window.tcpulseProbe.arm(${JSON.stringify(type)}, (${before})(), (${isShown}))`);
  await act();
  return await page.evaluate('window.tcpulseProbe.result');
}

/** Nothing in the views waits for the engine. */
export const isSettled = () =>
  document.querySelector('main [aria-busy=true], main .grid-placeholder') === null &&
  [...document.querySelectorAll('main .empty-state')].every((empty) => !/^(Loading|正在)/.test(empty.textContent));

/** Two frames after nothing in the views waits for the engine any more. @param {import('playwright-core').Page} page */
export async function untilSettled(page) {
  await page.evaluate(
    `window.tcpulseProbe.until(${isSettled}, 'the views to settle').then(() => new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then))))`,
  );
}

/** Durations that the browser's Event Timing gave since it was asked last: each input's longest, until the next frame was painted. @returns {Promise<number[]>} */
export async function takeAnswers(page) {
  return await page.evaluate('window.tcpulseProbe.takeAnswers()');
}

function installProbe() {
  /** By interaction, the longest duration of its events (pointerdown, pointerup and click are one interaction). */
  const answers = new Map();
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) {
      if (interactionId) answers.set(interactionId, Math.max(duration, answers.get(interactionId) ?? 0));
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });

  const afterPaint = () =>
    new Promise((then) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = then;
      port2.postMessage(null);
    });
  /** Looks once a frame. */
  const until = (isTrue, what) =>
    new Promise((resolve, reject) => {
      const giveUpAt = performance.now() + 60_000;
      const look = () => {
        if (isTrue()) resolve();
        else if (performance.now() < giveUpAt) requestAnimationFrame(look);
        else reject(new Error(`waited in vain for ${what}: ${document.querySelector('main')?.innerText.slice(0, 500)}`));
      };
      requestAnimationFrame(look);
    });
  window.tcpulseProbe = {
    result: null,
    until,
    arm(type, before, isShown) {
      let inputAt = null;
      const onInput = (event) => {
        inputAt = event.timeStamp;
      };
      addEventListener(type, onInput, { capture: true });
      this.result = until(() => inputAt !== null && isShown(before), `the result of ${type}`)
        // A task posted from a frame's callback runs when that frame is rendered.
        .then(afterPaint)
        .then(() => performance.now() - inputAt)
        .finally(() => removeEventListener(type, onInput, { capture: true }));
      // Asked for when the input was given.
      this.result.catch(() => undefined);
    },
    takeAnswers() {
      const taken = [...answers.values()];
      answers.clear();
      return taken;
    },
  };
}
