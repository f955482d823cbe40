// Measures the waterfall with 100,000 spans in a real browser, over the real protocol: how long the page works
// from the answer of the host to the first picture, and in each frame of scrolling, zooming and folding.
// `node test/support/webviewHarness/measure.ts [shape …]`.
import type { CDPSession, Page } from 'playwright-core';
import { openHarness } from './openHarness.ts';

const shapes = process.argv.length > 2 ? process.argv.slice(2) : ['mixed', 'chain', 'wide'];
const frames = 120;
const scriptEvents = ['FunctionCall', 'EventDispatch', 'FireAnimationFrame', 'RunMicrotasks', 'TimerFire'];
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
  let opened = 0;
  const opening = await tasksOf(session, async () => {
    opened = await page.evaluate(() => window.harness.reopen());
  });
  const cpu = opening.reduce((sum, { all }) => sum + all, 0);
  console.log(
    `${shape.padEnd(8)} open to painted      ${opened.toFixed(0)} ms on the clock, ${cpu.toFixed(0)} ms of CPU, the host's part and two copies included`,
  );
  const rows = page.locator('.rows');
  await rows.hover();
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
  readonly tts?: number;
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly args: { readonly name?: string };
}

/** CPU milliseconds of one task of the page's main thread: all of it, and the part that is our script. */
interface Task {
  readonly all: number;
  readonly script: number;
}

/** Every task of the page's main thread while `action` runs. */
async function tasksOf(session: CDPSession, action: () => Promise<void>): Promise<Task[]> {
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
  return tasksIn(events);
}

function tasksIn(events: readonly TraceEvent[]): Task[] {
  const main = events.find(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const own = events
    .filter(({ tid, pid, tts }) => tid === main?.tid && pid === main.pid && tts !== undefined)
    .sort((a, b) => (a.tts ?? 0) - (b.tts ?? 0));
  const scripts = own.filter(({ name }) => scriptEvents.includes(name));
  return own
    .filter(({ name }) => name === 'RunTask')
    .map((task) => ({ all: (task.tdur ?? 0) / 1000, script: scriptIn(task, scripts) }));
}

/** Events nest: what lies inside of another one counts once. */
function scriptIn(task: TraceEvent, scripts: readonly TraceEvent[]): number {
  const taskStart = task.tts ?? 0;
  const taskEnd = taskStart + (task.tdur ?? 0);
  let covered = taskStart;
  let sum = 0;
  for (const { tts = 0, tdur = 0 } of scripts) {
    if (tts < taskStart || tts > taskEnd || tts + tdur <= covered) continue;
    sum += tts + tdur - Math.max(tts, covered);
    covered = tts + tdur;
  }
  return sum / 1000;
}

/** Most tasks are idle ones of a few microseconds: the work of a frame is told from them by its length. */
function report(shape: string, what: string, tasks: readonly Task[]): void {
  const work = tasks.filter(({ all }) => all > 0.3);
  const at = (of: 'all' | 'script', share: number): string => {
    const sorted = work.map((task) => task[of]).sort((a, b) => a - b);
    return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
      .toFixed(1)
      .padStart(6);
  };
  console.log(
    `${shape.padEnd(8)} ${what.padEnd(20)} task p95 ${at('all', 0.95)} max ${at('all', 1)}, script p95 ${at('script', 0.95)} max ${at('script', 1)} ms of ${work.length} tasks`,
  );
}
