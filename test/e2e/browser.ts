/** Chromium of the system, driven by Playwright. */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const CANDIDATES = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const chromiumPath: string | null = CANDIDATES.find((path) => path !== undefined && existsSync(path)) ?? null;

/** Why the suite cannot run here, or null. */
export const skipReason: string | null =
  chromiumPath === null ? 'Chromium is missing: install the chromium package, or name a browser in CHROMIUM_PATH' : null;

/** The page of suggestions below the address bar, which every window makes anew and no suite looks at, takes most of what opening a window costs. */
const UNSEEN_FEATURES = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'];
/** Those that Playwright turns off and that suites could notice: a browser heeds one list only, the last. */
const UNWANTED_FEATURES = [
  'PaintHolding',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'DestroyProfileOnBrowserClose',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'ThirdPartyStoragePartitioning',
  'OptimizationHints',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'LensOverlay',
  'AimEnabled',
  'PreconnectToSearch',
];

export async function launchBrowser(): Promise<Browser> {
  if (chromiumPath === null) throw new Error('no Chromium');
  const off = [...UNWANTED_FEATURES, ...UNSEEN_FEATURES].join(',');
  return await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', `--disable-features=${off}`] });
}

/** Much more than anything takes: other suites run at the same time. */
const TIMEOUT_MS = process.env.CI ? 60_000 : 30_000;

/**
 * TCPULSE_E2E_SLOW=6 shows what a slow machine would: the page computes six times slower, and hears from the server later by six times as much as it does
 * at most on a quick one. What a suite does not wait for then fails here too.
 */
const SLOWNESS = Number(process.env.TCPULSE_E2E_SLOW ?? 1);
const ANSWER_MS = 25;

export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of the console and of scripts, and breaches of the content security policy. */
  readonly complaints: readonly string[];
}

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly locale?: string;
}

/** A page with a storage of its own, in UTC. */
export async function openPage(browser: Browser, url: string, options: PageOptions = {}): Promise<WatchedPage> {
  const { width = 1280, height = 800, colorScheme = 'light', locale = 'en-GB' } = options;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale, timezoneId: 'UTC' });
  context.setDefaultTimeout(TIMEOUT_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  if (SLOWNESS > 1) await slowDown(page);
  await page.goto(url);
  return { page, context, complaints };
}

async function slowDown(page: Page): Promise<void> {
  const inspector = await page.context().newCDPSession(page);
  await inspector.send('Emulation.setCPUThrottlingRate', { rate: SLOWNESS });
  await page.routeWebSocket(/./, (toPage) => {
    const toServer = toPage.connectToServer();
    // All wait equally long, so none overtakes another.
    toServer.onMessage((message) => void setTimeout(() => toPage.send(message), ANSWER_MS * SLOWNESS));
  });
}
