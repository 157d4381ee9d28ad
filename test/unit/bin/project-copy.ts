/** A part of the project in a folder of its own, where the scripts of `bin` may make files. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROJECT = new URL('../../../', import.meta.url).pathname;
const OF_EVERY_COPY = ['src/shared', 'tsconfig.base.json', 'biome.json', 'package.json'];

export class ProjectCopy {
  readonly root: string;

  /** `paths`: files and folders of the project; `checked`: what the type checker looks at, which may not be there yet. */
  constructor(name: string, paths: readonly string[], checked: readonly string[]) {
    this.root = mkdtempSync(join(tmpdir(), `tcpulse-${name}-`));
    for (const path of [...OF_EVERY_COPY, ...paths]) {
      mkdirSync(join(this.root, path, '..'), { recursive: true });
      cpSync(join(PROJECT, path), join(this.root, path), { recursive: true });
    }
    symlinkSync(join(PROJECT, 'node_modules'), join(this.root, 'node_modules'));
    writeFileSync(
      join(this.root, 'tsconfig.json'),
      JSON.stringify({
        extends: './tsconfig.base.json',
        compilerOptions: { lib: ['ES2023', 'DOM'], types: ['node'], composite: false, emitDeclarationOnly: false, noEmit: true },
        include: ['src/**/*.d.ts', ...checked],
      }),
    );
  }

  /** A script of `bin`, in this folder. */
  make(script: string, ...rest: readonly string[]): SpawnSyncReturns<string> {
    return this.#run(process.execPath, join(PROJECT, 'bin', script), ...rest, '--in', this.root);
  }

  types(): string {
    const { stdout, stderr } = this.#tool('tsc', '-p', 'tsconfig.json');
    return stdout + stderr;
  }

  lint(files: readonly string[]): SpawnSyncReturns<string> {
    return this.#tool('biome', 'check', '--colors=off', '--vcs-enabled=false', ...files);
  }

  test(files: readonly string[]): SpawnSyncReturns<string> {
    return this.#tool('vitest', 'run', '--root', this.root, ...files);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  #tool(name: string, ...rest: readonly string[]): SpawnSyncReturns<string> {
    return this.#run(join(PROJECT, 'node_modules', '.bin', name), ...rest);
  }

  #run(command: string, ...rest: readonly string[]): SpawnSyncReturns<string> {
    return spawnSync(command, rest, { cwd: this.root, encoding: 'utf8' });
  }
}
