import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configurationFolder } from '../../../src/platform/configuration-folder';
import { RecentFiles } from '../../../src/platform/recent-files';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpulse-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('recent files', () => {
  it('are listed newest first, each once, at most 20', () => {
    let now = 0;
    const recent = new RecentFiles(join(folder, 'made', 'here'), () => ++now);
    expect(recent.list()).toEqual([]);
    for (let i = 1; i <= 25; i++) recent.add(`/captures/${i}.pcap`);
    recent.add('/captures/20.pcap');
    const listed = recent.list();
    expect([listed.length, listed[0], listed[1]?.name, listed.at(-1)?.name]).toEqual([
      20,
      { path: '/captures/20.pcap', name: '20.pcap', openedMs: 26 },
      '25.pcap',
      '6.pcap',
    ]);
  });

  it('are kept in a private file, and none is left behind', () => {
    new RecentFiles(folder).add('/a.pcap');
    expect(readdirSync(folder)).toEqual(['recent-files.json']);
    expect(statSync(join(folder, 'recent-files.json')).mode & 0o777).toBe(0o600);
  });

  it.each(['', '{"files":', '{"files":[{"path":7}]}', '[]'])('begin anew when their file holds %j', (content) => {
    writeFileSync(join(folder, 'recent-files.json'), content);
    const recent = new RecentFiles(folder);
    expect(recent.list()).toEqual([]);
    recent.add('/a.pcap');
    expect(recent.list().map(({ path }) => path)).toEqual(['/a.pcap']);
  });

  it('do not stop anybody where nothing can be written', () => {
    writeFileSync(join(folder, 'file'), '');
    const recent = new RecentFiles(join(folder, 'file', 'below'));
    recent.add('/a.pcap');
    expect(recent.list()).toEqual([]);
  });
});

it.each([
  { platform: 'linux', environment: {}, expected: '/home/me/.config/tcpulse' },
  { platform: 'linux', environment: { XDG_CONFIG_HOME: '/settings' }, expected: '/settings/tcpulse' },
  { platform: 'linux', environment: { XDG_CONFIG_HOME: 'relative' }, expected: '/home/me/.config/tcpulse' },
  { platform: 'darwin', environment: {}, expected: '/home/me/Library/Application Support/TCPulse' },
  { platform: 'win32', environment: { APPDATA: 'C:\\Users\\me\\AppData\\Roaming' }, expected: 'C:\\Users\\me\\AppData\\Roaming\\TCPulse' },
] as const)('settings on $platform with $environment: $expected', ({ platform, environment, expected }) => {
  expect(configurationFolder(platform, environment, '/home/me')).toBe(expected);
});
