import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PROJECT = new URL('../../../', import.meta.url).pathname;
/** What protocols and their tests are made of. */
const COPIED = [
  'src/engine/protocols',
  'src/engine/formats',
  'src/shared',
  'test/unit/protocols',
  'tsconfig.base.json',
  'biome.json',
  'package.json',
];
const MADE = [
  { name: 'my_bus', file: 'my-bus', entry: 'myBus', options: ['--port', '7777'] },
  { name: 'beacon', file: 'beacon', entry: 'beacon', options: ['--port', '7778', '--udp'] },
  { name: 'bare', file: 'bare', entry: 'bare', options: [] },
] as const;

describe('npm run new:protocol', () => {
  const copy = mkdtempSync(join(tmpdir(), 'tcpulse-new-protocol-'));
  const run = (command: string, ...rest: readonly string[]) => spawnSync(command, rest, { cwd: copy, encoding: 'utf8' });
  const make = (...rest: readonly string[]) => run(process.execPath, join(PROJECT, 'bin', 'new-protocol.js'), ...rest, '--in', copy);
  const tool = (name: string) => join(PROJECT, 'node_modules', '.bin', name);
  const read = (path: string) => readFileSync(join(copy, path), 'utf8');

  beforeAll(() => {
    for (const path of COPIED) {
      mkdirSync(join(copy, path, '..'), { recursive: true });
      cpSync(join(PROJECT, path), join(copy, path), { recursive: true });
    }
    symlinkSync(join(PROJECT, 'node_modules'), join(copy, 'node_modules'));
    const files = MADE.flatMap(({ file }) => [`src/engine/protocols/${file}.ts`, `test/unit/protocols/${file}.test.ts`]);
    writeFileSync(
      join(copy, 'tsconfig.json'),
      JSON.stringify({
        extends: './tsconfig.base.json',
        compilerOptions: { lib: ['ES2023', 'DOM'], types: ['node'], composite: false, emitDeclarationOnly: false, noEmit: true },
        include: ['src/engine/protocols/index.ts', 'src/**/*.d.ts', ...files],
      }),
    );
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it('makes file, registration and test, and says what to do next', () => {
    for (const { name, file, entry, options } of MADE) {
      const { status, stdout, stderr } = make(name, ...options);
      expect(stderr).toBe('');
      expect(status).toBe(0);
      expect(stdout).toContain(`src/engine/protocols/${file}.ts`);
      expect(stdout).toContain(`npx vitest run test/unit/protocols/${file}.test.ts`);
      expect(stdout).toContain('docs/new-protocol.md');
      expect(read('src/engine/protocols/index.ts')).toContain(`import { ${entry} } from './${file}';`);
      expect(read('src/engine/protocols/index.ts')).toContain(`\n  ${entry},\n`);
    }
  });

  it('makes what the type checker and the linter accept', { timeout: 240_000 }, () => {
    const files = MADE.flatMap(({ file }) => [`src/engine/protocols/${file}.ts`, `test/unit/protocols/${file}.test.ts`]);
    const types = run(tool('tsc'), '-p', 'tsconfig.json');
    expect(types.stdout + types.stderr).toBe('');
    const lint = run(tool('biome'), 'check', '--colors=off', '--vcs-enabled=false', 'src/engine/protocols/index.ts', ...files);
    expect(lint.status, lint.stdout + lint.stderr).toBe(0);
  });

  it('makes tests that pass', { timeout: 240_000 }, () => {
    const tests = run(tool('vitest'), 'run', '--root', copy, ...MADE.map(({ file }) => `test/unit/protocols/${file}.test.ts`));
    expect(tests.status, tests.stdout + tests.stderr).toBe(0);
    expect(tests.stdout).toMatch(/5 passed/);
  });

  it.each([
    ['a name twice', ['my_bus']],
    ['a protocol that is there', ['tcp']],
    ['no name', []],
    ['a name in capitals', ['MyBus']],
    ['an impossible port', ['other', '--port', '70000']],
    ['an unknown option', ['other', '--what']],
  ])('refuses %s', (_what, options) => {
    const { status, stderr } = make(...options);
    expect(status).toBe(2);
    expect(stderr).toContain('npm run new:protocol NAME');
  });
});
