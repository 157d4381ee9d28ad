/** Runs work that is cut into steps to its end, without a pause. */
export function drained<T>(work: Generator<unknown, T>): T {
  let step = work.next();
  while (!step.done) step = work.next();
  return step.value;
}
