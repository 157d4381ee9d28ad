import { afterAll, describe, expect, it } from 'vitest';
import { ProjectCopy } from './project-copy';

const INDEX = 'src/engine/analyzers/index.ts';
const CHOICES = 'src/shared/contract/choices.ts';
const WORDS = ['en', 'zh-CN'].map((language) => `src/shared/locales/${language}/findings-connection.ts`);
const MADE = [
  { name: 'slow-path', entry: 'slowPath' },
  { name: 'lossy', entry: 'lossy' },
] as const;
const TESTS = MADE.map(({ name }) => `test/unit/analyzers/${name}.test.ts`);
const FILES = [...MADE.map(({ name }) => `src/engine/analyzers/${name}.ts`), ...TESTS];
/** That the names of `--without` and the analyzers are the same. */
const REGISTERED = 'test/unit/analyzers/analyzers.test.ts';

describe('npm run new:analyzer', () => {
  const copy = new ProjectCopy('new-analyzer', ['src/engine', 'resources', 'test/captures', REGISTERED], [INDEX, ...FILES]);
  const make = (...rest: readonly string[]) => copy.make('new-analyzer.js', ...rest);
  afterAll(() => copy.remove());

  it('makes file, registration, words and test, and says what to do next', () => {
    for (const { name, entry } of MADE) {
      const { status, stdout, stderr } = make(name);
      expect(stderr).toBe('');
      expect(status).toBe(0);
      expect(stdout).toContain(`src/engine/analyzers/${name}.ts`);
      expect(stdout).toContain(`npx vitest run test/unit/analyzers/${name}.test.ts`);
      expect(stdout).toContain('docs/new-analyzer.md');
      expect(copy.read(INDEX)).toContain(`import { ${entry} } from './${name}';`);
      expect(copy.read(INDEX)).toContain(`\n  ${entry},\n`);
      expect(copy.read(CHOICES)).toContain(`\n  '${name}',\n`);
    }
  });

  it('makes what the type checker and the linter accept', { timeout: 240_000 }, () => {
    expect(copy.types()).toBe('');
    const lint = copy.lint([INDEX, CHOICES, ...WORDS, ...FILES]);
    expect(lint.status, lint.stdout + lint.stderr).toBe(0);
  });

  it('makes tests that pass', { timeout: 240_000 }, () => {
    const tests = copy.test([REGISTERED, ...TESTS]);
    expect(tests.status, tests.stdout + tests.stderr).toBe(0);
    expect(tests.stdout).toMatch(/6 passed/);
  });

  it.each([
    ['a name twice', ['slow-path']],
    ['an analyzer that is there', ['keep-alive']],
    ['no name', []],
    ['a name in capitals', ['SlowPath']],
    ['an unknown option', ['other', '--what']],
  ])('refuses %s', (_what, options) => {
    const { status, stderr } = make(...options);
    expect(status).toBe(2);
    expect(stderr).toContain('npm run new:analyzer NAME');
  });
});
