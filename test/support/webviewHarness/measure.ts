// Measures the waterfall with 100,000 spans in a real browser, over the real protocol: how long the page works
// from the answer of the host to the first picture, and in each frame of scrolling, zooming and folding.
// `node test/support/webviewHarness/measure.ts [shape …]`.
import type { CDPSession, Page } from 'playwright-core';
import { openHarness } from './openHarness.ts';

const shapes = process.argv.length > 2 ? process.argv.slice(2) : ['mixed', 'chain', 'wide'];
const frames = 120;
const harness = await openHarness();
try {
  for (const shape of shapes) await measureShape(shape);
} finally {
  await harness.close();
}

async function measureShape(shape: string): Promise<void> {
  const page = await harness.open({
    name: shape,
    view: 'waterfall',
    query: `trace=${shape}`,
    theme: 'dark',
    width: 1440,
    height: 860,
  });
  const session = await page.context().newCDPSession(page);
  const opened = await page.evaluate(() => window.harness.reopen());
  const rows = page.locator('.rows');
  await rows.hover();
  report(shape, 'open to painted', [opened]);
  report(shape, 'scroll', await tasksOf(session, () => repeat(page, () => page.mouse.wheel(0, 330))));
  await page.keyboard.down('Control');
  report(
    shape,
    'zoom',
    await tasksOf(session, () => repeat(page, (k) => page.mouse.wheel(0, k < 60 ? -40 : 40))),
  );
  await page.keyboard.up('Control');
  await rows.focus();
  for (const key of ['Control+ArrowLeft', 'Control+ArrowRight']) {
    report(shape, key, await tasksOf(session, () => page.keyboard.press(key)));
  }
  await page.keyboard.press('/');
  for (const letter of '9ja') {
    report(shape, `find, typed ${letter}`, await tasksOf(session, () => page.keyboard.type(letter)));
  }
  await page.close();
}

async function repeat(page: Page, step: (k: number) => Promise<void>): Promise<void> {
  for (let k = 0; k < frames; k++) {
    await step(k);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  /** CPU time of the thread, microseconds: what other programs of the machine take is not in it. */
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly args: { readonly name?: string };
}

/** Milliseconds of every task of the page's main thread while `action` runs, in ascending order. */
async function tasksOf(session: CDPSession, action: () => Promise<void>): Promise<number[]> {
  const events: TraceEvent[] = [];
  const collect = (chunk: { value: unknown[] }): void => {
    events.push(...(chunk.value as TraceEvent[]));
  };
  session.on('Tracing.dataCollected', collect);
  const categories = 'toplevel,devtools.timeline,disabled-by-default-devtools.timeline,__metadata';
  await session.send('Tracing.start', { transferMode: 'ReportEvents', categories });
  await action();
  await new Promise((done) => setTimeout(done, 300));
  const finished = new Promise((done) => session.once('Tracing.tracingComplete', done));
  await session.send('Tracing.end');
  await finished;
  session.off('Tracing.dataCollected', collect);
  const main = events.find(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  return events
    .filter(({ name, tid, pid }) => name === 'RunTask' && tid === main?.tid && pid === main.pid)
    .map(({ tdur }) => (tdur ?? 0) / 1000)
    .sort((a, b) => a - b);
}

/** Most tasks are idle ones of a few microseconds: a frame is told from them by its length. */
function report(shape: string, what: string, millis: readonly number[]): void {
  const work = millis.filter((task) => task > 0.3);
  const at = (share: number): string =>
    (work[Math.min(work.length - 1, Math.floor(work.length * share))] ?? 0).toFixed(1);
  console.log(
    `${shape.padEnd(8)} ${what.padEnd(20)} p50 ${at(0.5).padStart(6)} p95 ${at(0.95).padStart(6)} max ${at(1).padStart(7)} ms of ${work.length} tasks`,
  );
}
