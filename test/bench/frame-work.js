/** What the page's main thread does for each frame, from the browser's own trace. */

const CATEGORIES = ['disabled-by-default-devtools.timeline', 'disabled-by-default-devtools.timeline.frame'];

/**
 * Work of the main thread between the beginnings of one frame and the next while `use` runs: the sum of all its tasks (input, scripts, answers of the engine, style,
 * layout, paint, garbage collection), in ms of the thread's own time.
 * @param {import('playwright-core').Browser} browser
 * @param {import('playwright-core').Page} page
 * @param {() => Promise<void>} use
 * @returns {Promise<number[]>}
 */
export async function frameWork(browser, page, use) {
  await browser.startTracing(page, { categories: CATEGORIES });
  await use();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  return framesOf(traceEvents);
}

function framesOf(events) {
  const thread = mainThread(events);
  const own = events.filter(({ pid, tid }) => `${pid} ${tid}` === thread).sort((a, b) => a.ts - b.ts);
  const begins = own.filter(({ name }) => name === 'BeginMainThreadFrame').map(({ ts }) => ts);
  const frames = begins.map(() => 0);
  let frame = -1;
  for (const { name, ph, ts, dur = 0, tdur = dur } of own) {
    if (name !== 'RunTask' || ph !== 'X') continue;
    // The beginning is told from within the task that renders the frame before it ends.
    while (frame + 1 < begins.length && begins[frame + 1] <= ts + dur) frame++;
    if (frame < 0) continue;
    frames[frame] += tdur / 1000;
  }
  return frames;
}

/** That of the page: the one with the most frames among those of the renderer processes. */
function mainThread(events) {
  const counts = new Map();
  for (const { name, pid, tid } of events) {
    if (name === 'BeginMainThreadFrame') counts.set(`${pid} ${tid}`, (counts.get(`${pid} ${tid}`) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}
