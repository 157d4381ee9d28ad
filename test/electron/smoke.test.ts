/** Drives the real application through Playwright where Electron's binary is there; `npm test` tells when it is not. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findElectron } from '../../bin/electron.js';
import { applicationFolder } from '../../src/platform/application-folder';

const executablePath = findElectron();

describe.skipIf(executablePath === null)('Electron', () => {
  let application: ElectronApplication;
  let page: Page;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tcpulse-test-'));
    const capture = join(folder, 'paste.txt');
    writeFileSync(capture, '10:00:00.000000 IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [S], seq 1, win 64240, length 0\n');
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    application = await _electron.launch({
      executablePath: executablePath ?? '',
      args: [...asRoot, applicationFolder, '--', capture],
      env: { ...process.env, XDG_CONFIG_HOME: folder } as Record<string, string>,
    });
    page = await application.firstWindow();
  });
  afterAll(async () => {
    await application.close();
    rmSync(folder, { recursive: true });
  });

  it('shows the capture named on the command line', async () => {
    await page.getByText('paste.txt').first().waitFor();
    expect(page.url()).toBe('tcpulse://workbench/');
  });

  it('gives its page no Node', async () => {
    expect(await page.evaluate(() => [typeof Reflect.get(globalThis, 'require'), typeof Reflect.get(globalThis, 'process')])).toEqual([
      'undefined',
      'undefined',
    ]);
  });

  it('stays on its page', async () => {
    await page.evaluate(() => window.open('https://example.com/'));
    expect(application.windows().length).toBe(1);
  });
});
