import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findElectron } from '../../../bin/electron.js';
import { licenceTexts, shippedPackages } from '../../../bin/shipped-packages.js';
import { outsideArchive } from '../../../src/platform/application-folder';

const projectFolder = resolve(import.meta.dirname, '../../..');
const load = createRequire(import.meta.url);

interface PackageConfiguration {
  readonly icon: string;
  readonly files: readonly string[];
  readonly asarUnpack: readonly string[];
  readonly extraFiles: readonly { readonly from: string; readonly to: string }[];
  readonly fileAssociations: readonly { readonly ext: string }[];
  readonly electronFuses: Readonly<Record<string, boolean>>;
  readonly linux: { readonly target: readonly string[] };
  readonly mac: { readonly target: readonly string[] };
  readonly win: { readonly target: readonly string[] };
}

const { default: configuration } = (await import('../../../electron-builder.config.js')) as unknown as { readonly default: PackageConfiguration };

describe('the package configuration', () => {
  it('makes what each system installs, and opens its files', () => {
    expect([configuration.linux.target, configuration.mac.target, configuration.win.target]).toEqual([['AppImage', 'deb'], ['dmg'], ['nsis']]);
    expect(configuration.fileAssociations.map(({ ext }) => ext)).toEqual(['pcap', 'pcapng', 'cap', 'tcpulse', 'tcpulse-bundle']);
    expect(existsSync(join(projectFolder, configuration.icon))).toBe(true);
    for (const pattern of ['out/main/**', 'out/preload/**', 'out/renderer/**', 'resources/**', 'package.json'])
      expect(configuration.files).toContain(pattern);
  });

  it('loads the application from its archive alone, and takes no orders from the environment', () => {
    expect(configuration.electronFuses).toMatchObject({
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
    });
  });

  it('leaves outside of the archive what is run as a thread or a process of its own', () => {
    expect(configuration.asarUnpack).toEqual(
      expect.arrayContaining(['package.json', 'out/main/engine-worker.js', 'out/main/recorder.js', 'out/main/cap-agent.js', 'out/main/chunks/**']),
    );
    expect(outsideArchive('/opt/TCPulse/resources/app.asar/out/main/recorder.js')).toBe(
      '/opt/TCPulse/resources/app.asar.unpacked/out/main/recorder.js',
    );
    expect(outsideArchive('C:\\TCPulse\\resources\\app.asar\\out')).toBe('C:\\TCPulse\\resources\\app.asar.unpacked\\out');
    for (const path of ['/opt/tcpulse/out/main/recorder.js', '/opt/resources/app.asar.unpacked/out/main/recorder.js'])
      expect(outsideArchive(path)).toBe(path);
  });

  it('hands on the licence of each package inside, in its own words', () => {
    expect(configuration.extraFiles).toEqual([{ from: 'out/licences.txt', to: 'LICENSES.packages.txt' }]);
    const parts = licenceTexts().split(`\n\n${'-'.repeat(80)}\n\n`);
    expect(parts.map((part) => part.slice(0, part.indexOf('\n')))).toEqual(shippedPackages().map(({ name, version }) => `${name} ${version}`));
    const partOf = (name: string) => parts.find((part) => part.startsWith(`${name} `));
    expect(partOf('react')).toContain('Permission is hereby granted');
    expect(partOf('@blueprintjs/core')).toContain('Apache License');
    // Apache-2.0 section 4 asks for it.
    expect(partOf('echarts')).toContain('Apache ECharts\nCopyright');
  });

  it('is one that electron-builder takes', () => {
    const scheme = JSON.parse(readFileSync(load.resolve('app-builder-lib/scheme.json'), 'utf8')) as {
      readonly properties: Readonly<Record<string, unknown>>;
      readonly definitions: Readonly<Record<string, { readonly properties: Readonly<Record<string, unknown>> }>>;
    };
    for (const key of Object.keys(configuration)) expect(Object.keys(scheme.properties), key).toContain(key);
    for (const fuse of Object.keys(configuration.electronFuses))
      expect(Object.keys(scheme.definitions.FuseOptionsV1?.properties ?? {}), fuse).toContain(fuse);
  });
});

it.skipIf(findElectron() !== null)('says clearly that Electron is missing, and what to do', () => {
  const { status, stderr } = spawnSync(process.execPath, ['bin/package.js'], { cwd: projectFolder, encoding: 'utf8' });
  expect(status).toBe(3);
  expect(stderr).toMatch(/^Electron's binary is missing \(.+\), so nothing can be packed\.\n.*ELECTRON_MIRROR/s);
});
