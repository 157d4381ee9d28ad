import { availableParallelism } from 'node:os';
import process from 'node:process';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What captures on interfaces of this machine while time passes, makes network namespaces, or needs much memory: not beside everything else. */
const APART = ['test/live/**/*.test.ts', 'test/lab/**/*.test.ts', 'test/e2e/{live,ten-million-rows}.test.ts'];

/** A browser and its server wait for one another and for what is drawn: three suites keep two processors busy. */
const LEAST_WORKERS = 3;

/** What takes longest: at the end one of them would keep all others waiting. */
const LONG = [/e2e\/stories/, /e2e\//, /unit\/.*(fidelity|tshark)/];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = LONG.findIndex((pattern) => pattern.test(moduleId));
      return place < 0 ? LONG.length : place;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    // Tests are not timed: what hangs ends.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: process.env.CI ? 60_000 : 30_000 } },
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: APART,
          maxWorkers: Math.max(LEAST_WORKERS, availableParallelism() - 1),
          sequence: { groupOrder: 0 },
        },
      },
      { extends: true, test: { name: 'apart', include: APART, maxWorkers: 2, sequence: { groupOrder: 1 } } },
    ],
  },
});
