import { describe, expect, it } from 'vitest';
import { QuietWork } from '../../../src/engine/session/quiet-work';
import type { EngineContract } from '../../../src/shared/contract/methods';
import type { Handlers } from '../../../src/shared/rpc/handlers';

/** A clock that only `sleep` and `passes` move. */
function makeQuiet() {
  let now = 1000;
  const sleepers: (() => void)[] = [];
  const quiet = new QuietWork({
    now: () => now,
    pause: () => Promise.resolve(),
    sleep: () => new Promise((resolve) => sleepers.push(resolve)),
  });
  /** So much time passes, and who slept looks again. */
  const passes = async (ms: number): Promise<void> => {
    now += ms;
    for (const wake of sleepers.splice(0)) wake();
    await settled();
  };
  return { quiet, passes };
}

/** What waits for nothing but promises has run. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}

function handlersOf(answers: object): Handlers<EngineContract> {
  return answers as unknown as Handlers<EngineContract>;
}

const CONTEXT = { signal: { cancelled: false, onCancel: () => () => undefined } } as never;

describe('work that is made ahead', () => {
  it('is done in turn', async () => {
    const { quiet } = makeQuiet();
    const done: string[] = [];
    quiet.add(function* () {
      yield;
      done.push('slices');
    });
    quiet.add(async () => {
      done.push('module');
    });
    await settled();
    expect(done).toEqual(['slices', 'module']);
  });

  it('waits while a call is open, and for a while after it', async () => {
    const { quiet, passes } = makeQuiet();
    let answer: (value: object) => void = () => undefined;
    const handlers = quiet.watched(handlersOf({ 'captures.cancel': () => new Promise((resolve) => (answer = resolve)) }));
    const call = handlers['captures.cancel']({ capture: 0 }, CONTEXT);
    let done = false;
    quiet.add(function* () {
      yield;
      done = true;
    });
    await passes(10_000);
    expect(done).toBe(false);
    answer({});
    await call;
    await passes(100);
    expect(done).toBe(false);
    await passes(100);
    expect(done).toBe(true);
  });

  it('gives way to a call that comes meanwhile', async () => {
    const { quiet, passes } = makeQuiet();
    const handlers = quiet.watched(handlersOf({ 'captures.list': () => [] }));
    let steps = 0;
    quiet.add(function* () {
      for (;;) {
        if (++steps === 3) handlers['captures.list']({}, CONTEXT);
        if (steps > 5) return;
        // A slice is over after every step.
        void passes(20);
        yield;
      }
    });
    await settled();
    expect(steps).toBe(3);
    await passes(200);
    expect(steps).toBe(6);
  });

  it('lets a call fail as it did, and goes on after work that fails', async () => {
    const { quiet, passes } = makeQuiet();
    const handlers = quiet.watched(
      handlersOf({
        'captures.list': () => {
          throw new Error('in vain');
        },
      }),
    );
    expect(() => handlers['captures.list']({}, CONTEXT)).toThrow('in vain');
    let done = false;
    quiet.add(() => Promise.reject(new Error('no such module')));
    quiet.add(function* () {
      yield;
      done = true;
    });
    await settled();
    await passes(200);
    expect(done).toBe(true);
  });

  it('ends with the session', async () => {
    const { quiet } = makeQuiet();
    let steps = 0;
    quiet.add(function* () {
      quiet.dispose();
      for (; steps < 1000; steps++) yield;
    });
    quiet.add(function* () {
      yield;
      steps = -1;
    });
    await settled();
    expect(steps).not.toBe(-1);
  });
});
