import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogFile } from '../../../src/platform/log-file';
import { SettingsFile } from '../../../src/platform/settings/settings-file';
import { settingsHandlers } from '../../../src/platform/settings/settings-handlers';
import { CancelSource } from '../../../src/shared/base/cancellation';
import { aboutSchema, DEFAULT_SETTINGS } from '../../../src/shared/contract/settings';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpulse-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const store = (text: string) => writeFileSync(join(folder, 'settings.json'), text);

describe('the settings file', () => {
  it('is read as it was written, what is not known included, by this user alone', async () => {
    const file = new SettingsFile(folder);
    expect(file.read()).toEqual({ settings: DEFAULT_SETTINGS, path: file.path, stored: false, problem: null });
    const changed = { ...DEFAULT_SETTINGS, theme: 'dark' as const, hologram: true };
    await file.write(changed);
    expect(file.read()).toMatchObject({ settings: changed, stored: true, problem: null });
    expect(statSync(file.path).mode & 0o077).toBe(0);
  });

  it.each([
    ['is no JSON', '{"theme": dark}', '1:11: a value expected'],
    ['is no object', '[]', '1:1: { expected'],
  ])('that %s counts as not there, and says where', (_, text, problem) => {
    store(text);
    expect(new SettingsFile(folder).read()).toMatchObject({ settings: DEFAULT_SETTINGS, stored: true, problem });
  });

  it('keeps what is sound beside what is wrong', () => {
    store(JSON.stringify({ theme: 'dark', fonts: { textPx: 400, monoPx: 12 }, timeMode: 'noon' }));
    const { settings, problem } = new SettingsFile(folder).read();
    expect(settings).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark' });
    expect(problem).toMatch(/^(timeMode|fonts\.textPx): /);
  });
});

describe('the log', () => {
  it('holds one line an entry, of the levels asked for', () => {
    const log = new LogFile(folder, () => 0);
    log.level = 'warning';
    log.write('info', 'left out');
    log.write('error', 'two\nlines');
    expect(log.tail()).toBe('1970-01-01T00:00:00.000Z error two\\nlines\n');
  });

  it('begins a new file before it grows too large', () => {
    const log = new LogFile(folder);
    writeFileSync(log.path, 'x'.repeat(1024 * 1024 + 1));
    log.write('error', 'new');
    expect(statSync(`${log.path}.1`).size).toBe(1024 * 1024 + 1);
    expect(log.tail()).toMatch(/ error new\n$/);
    expect(log.tail().split('\n')).toHaveLength(2);
  });

  it('shows whole lines of its end', () => {
    const log = new LogFile(folder);
    writeFileSync(log.path, 'a line of forty characters, more or less\n'.repeat(5000));
    expect(log.tail().length).toBeLessThanOrEqual(64 * 1024);
    expect(log.tail().startsWith('a line')).toBe(true);
  });
});

describe('what the shell tells of itself', () => {
  it('is complete, and each shipped package has a licence', async () => {
    const handlers = settingsHandlers({ settings: new SettingsFile(folder), log: new LogFile(folder) });
    const context = { signal: new CancelSource() };
    const about = aboutSchema.parse(await handlers['about.read']({}, context));
    expect(about.versions.node).toBe(process.versions.node);
    const named = new Map(about.licences.map(({ name, version, licence }) => [name, { version, licence }]));
    const own = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
      optionalDependencies: Record<string, string>;
      devDependencies: Record<string, string>;
    };
    for (const [name, version] of Object.entries({ ...own.dependencies, ...own.optionalDependencies }))
      expect(named.get(name)?.version, `npm run licences: ${name}`).toBe(version);
    for (const name of ['react', 'echarts', 'electron'])
      expect(named.get(name)?.version, `npm run licences: ${name}`).toBe(own.devDependencies[name]);
    for (const [name, { licence }] of named) expect(licence, name).not.toBe('see the package');
    await handlers['diagnostics.log']({ level: 'error', message: 'it broke' }, context);
    const { text } = await handlers['diagnostics.read']({}, context);
    expect(text).toContain('it broke');
    expect(text).toContain(`node ${process.versions.node}`);
  });
});
