import { afterAll, describe, expect, it } from 'vitest';
import { ProjectCopy } from './project-copy';

const REGISTRY = 'src/engine/protocols/index.ts';
const MADE = [
  { name: 'my_bus', file: 'my-bus', entry: 'myBus', options: ['--port', '7777'] },
  { name: 'beacon', file: 'beacon', entry: 'beacon', options: ['--port', '7778', '--udp'] },
  { name: 'bare', file: 'bare', entry: 'bare', options: [] },
] as const;
const TESTS = MADE.map(({ file }) => `test/unit/protocols/${file}.test.ts`);
const FILES = [...MADE.map(({ file }) => `src/engine/protocols/${file}.ts`), ...TESTS];

describe('npm run new:protocol', () => {
  const copy = new ProjectCopy('new-protocol', ['src/engine/protocols', 'src/engine/formats', 'test/unit/protocols'], [REGISTRY, ...FILES]);
  const make = (...rest: readonly string[]) => copy.make('new-protocol.js', ...rest);
  afterAll(() => copy.remove());

  it('makes file, registration and test, and says what to do next', () => {
    for (const { name, file, entry, options } of MADE) {
      const { status, stdout, stderr } = make(name, ...options);
      expect(stderr).toBe('');
      expect(status).toBe(0);
      expect(stdout).toContain(`src/engine/protocols/${file}.ts`);
      expect(stdout).toContain(`npx vitest run test/unit/protocols/${file}.test.ts`);
      expect(stdout).toContain('docs/new-protocol.md');
      expect(copy.read(REGISTRY)).toContain(`import { ${entry} } from './${file}';`);
      expect(copy.read(REGISTRY)).toContain(`\n  ${entry},\n`);
    }
  });

  it('makes what the type checker and the linter accept', { timeout: 240_000 }, () => {
    expect(copy.types()).toBe('');
    const lint = copy.lint([REGISTRY, ...FILES]);
    expect(lint.status, lint.stdout + lint.stderr).toBe(0);
  });

  it('makes tests that pass', { timeout: 240_000 }, () => {
    const tests = copy.test(TESTS);
    expect(tests.status, tests.stdout + tests.stderr).toBe(0);
    expect(tests.stdout).toMatch(/5 passed/);
  });

  it.each([
    ['a name twice', ['my_bus']],
    ['a protocol that is there', ['tcp']],
    ['no name', []],
    ['two names', ['one', 'two']],
    ['a name in capitals', ['MyBus']],
    ['an impossible port', ['other', '--port', '70000']],
    ['an unknown option', ['other', '--what']],
  ])('refuses %s', (_what, options) => {
    const { status, stderr } = make(...options);
    expect(status).toBe(2);
    expect(stderr).toContain('npm run new:protocol NAME');
  });
});
