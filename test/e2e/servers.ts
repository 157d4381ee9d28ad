/** Servers that the e2e suites look at: the real one of browser mode, and one with a made-up engine behind the real transport. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { LiveCaptures } from '../../src/engine/session/live-handlers';
import { startServer } from '../../src/server/server';
import { AppError } from '../../src/shared/contract/errors';
import { engineContract, type ShellContract, shellContract } from '../../src/shared/contract/methods';
import { DEFAULT_SETTINGS } from '../../src/shared/contract/settings';
import type { Handlers } from '../../src/shared/rpc/handlers';
import { serve } from '../../src/shared/rpc/server';
import { CHANNEL, type Transport } from '../../src/shared/rpc/transport';
import { type FakeCapture, fakeEngine } from './fake-engine';

export const projectFolder = resolve(import.meta.dirname, '../..');
const START_TIMEOUT_MS = 30_000;

export interface TestServer {
  /** Lets a browser in. */
  readonly url: string;
  /** Ends what pages are connected to, as a crash would. */
  readonly dropPages: () => void;
  close(): Promise<void>;
}

/** Builds the page and the command when they are not built yet. */
export function ensureBuilt(): void {
  if (existsSync(join(projectFolder, 'out/renderer/index.html')) && existsSync(join(projectFolder, 'out/main/cli.js'))) return;
  const { status, stderr } = spawnSync('npx', ['electron-vite', 'build'], { cwd: projectFolder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`electron-vite build failed:\n${stderr}`);
}

const browserShell: Handlers<ShellContract> = {
  'shell.describe': () => ({ kind: 'browser', openDialog: false, upload: true, platform: 'linux' }),
  'shell.openDialog': () => ({ paths: [] }),
  'shell.recentFiles': () => ({ files: [] }),
  'shell.addRecentFile': () => ({}),
  'shell.openRequests': async function* () {},
  'project.open': ({ path }) => {
    throw new AppError('file-not-found', { path });
  },
  'project.save': ({ path }) => ({ path, revision: '', savedMs: 0, fingerprints: {} }),
  'project.autosave': () => ({}),
  'project.forget': () => ({}),
  'project.recoveries': () => ({ recoveries: [] }),
  'project.recover': ({ id }) => {
    throw new AppError('file-not-found', { path: id });
  },
  'project.discard': () => ({}),
  'project.locate': () => ({ state: 'missing', path: null }),
  'project.hold': async function* () {},
  'project.saveDialog': () => ({ path: null }),
  'settings.read': () => ({ settings: { ...DEFAULT_SETTINGS, tourSeen: true }, path: '', stored: false, problem: null }),
  'settings.write': () => ({}),
  'about.read': () => ({ version: '0', versions: {}, platform: 'linux', licences: [] }),
  'diagnostics.read': () => ({ text: '', logPath: '' }),
  'diagnostics.log': () => ({}),
};

/** `live`: what this machine can capture with, where it can. */
export async function startFakeServer(
  captures: Readonly<Record<string, FakeCapture>>,
  live: Partial<LiveCaptures['handlers']> = {},
): Promise<TestServer> {
  ensureBuilt();
  const temporaryFolder = mkdtempSync(join(tmpdir(), 'tcpulse-e2e-'));
  const pages = new Set<Transport>();
  const server = await startServer({
    port: 0,
    pageFolder: join(projectFolder, 'out/renderer'),
    temporaryFolder,
    onPage: (page) => {
      pages.add(page);
      serve(engineContract, { ...fakeEngine(captures), ...live }, page, CHANNEL.engine);
      serve(shellContract, browserShell, page, CHANNEL.shell);
    },
  });
  return {
    url: server.url,
    dropPages: () => {
      for (const page of pages) page.close();
    },
    close: async () => {
      await server.close();
      rmSync(temporaryFolder, { recursive: true, force: true });
    },
  };
}

export interface RealServer extends TestServer {
  /** Process id. */
  readonly process: number;
  /** Folder of its settings, and of the work that was not saved. */
  readonly settings: string;
}

export interface ServerStart {
  /** Of Node, before the command. */
  readonly nodeArguments?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
}

/** `tcpulse serve` as a user starts it, limited to `root`. */
export async function startRealServer(root: string, { nodeArguments = [], environment = {} }: ServerStart = {}): Promise<RealServer> {
  ensureBuilt();
  const home = mkdtempSync(join(tmpdir(), 'tcpulse-home-'));
  // Who has taken the tour is not asked again.
  const settings = join(home, '.config', 'tcpulse');
  mkdirSync(settings, { recursive: true });
  writeFileSync(join(settings, 'settings.json'), JSON.stringify({ tourSeen: true }));
  const child = spawn(process.execPath, [...nodeArguments, 'bin/tcpulse.js', 'serve', '--no-open', '--root', root], {
    cwd: projectFolder,
    env: { ...process.env, ...environment, HOME: home, XDG_CONFIG_HOME: join(home, '.config') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return {
    url: await printedAddress(child),
    process: child.pid ?? 0,
    settings,
    dropPages: () => child.kill('SIGKILL'),
    close: async () => {
      const ended = new Promise((done) => child.once('exit', done));
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await ended;
      }
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function printedAddress(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let output = '';
    const timer = setTimeout(() => failed(new Error(`no address within ${START_TIMEOUT_MS} ms:\n${output}`)), START_TIMEOUT_MS);
    const look = (chunk: Buffer): void => {
      output += chunk.toString();
      const address = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/.exec(output)?.[0];
      if (address === undefined) return;
      clearTimeout(timer);
      found(address);
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('exit', (code) => {
      clearTimeout(timer);
      failed(new Error(`serve ended with ${code}:\n${output}`));
    });
  });
}
