import type { CDPSession } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  /** Microseconds on the clock. */
  readonly ts: number;
  /** CPU time of the thread, microseconds: what other programs of the machine take is not in it. */
  readonly tts?: number;
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly args: { readonly name?: string };
}

const scriptEvents = new Set([
  'FunctionCall',
  'EventDispatch',
  'FireAnimationFrame',
  'RunMicrotasks',
  'TimerFire',
  'EvaluateScript',
  'MajorGC',
  'MinorGC',
]);
/** The main thread's part of a frame ends with it. */
const frameEnd = 'Commit';
const categories = 'toplevel,devtools.timeline,disabled-by-default-devtools.timeline,v8,__metadata';

/** CPU milliseconds of script in each frame of the busiest renderer's main thread while `action` runs. */
export async function scriptPerFrame(session: CDPSession, action: () => Promise<void>): Promise<number[]> {
  const main = mainThread(await traceEvents(session, action));
  const ends = main.filter(({ name }) => name === frameEnd).map(({ ts }) => ts);
  const scripts = main.filter(({ name, tdur }) => scriptEvents.has(name) && tdur !== undefined);
  return sumsPerFrame(ends, scripts);
}

/** Every event of the browser's own tracing while `action` runs. */
export async function traceEvents(session: CDPSession, action: () => Promise<void>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  const collect = (chunk: { value: unknown[] }): void => {
    for (const event of chunk.value) events.push(event as TraceEvent);
  };
  session.on('Tracing.dataCollected', collect);
  await session.send('Tracing.start', { transferMode: 'ReportEvents', categories });
  await action();
  const finished = new Promise((done) => session.once('Tracing.tracingComplete', done));
  await session.send('Tracing.end');
  await finished;
  session.off('Tracing.dataCollected', collect);
  return events;
}

/** The events of the main thread that ran most scripts, in their order. */
function mainThread(events: readonly TraceEvent[]): TraceEvent[] {
  const threads = new Map<string, { readonly events: TraceEvent[]; script: number }>();
  for (const { name, pid, tid, args } of events) {
    if (name !== 'thread_name' || args.name !== 'CrRendererMain') continue;
    threads.set(`${pid}/${tid}`, { events: [], script: 0 });
  }
  for (const event of events) {
    const thread = threads.get(`${event.pid}/${event.tid}`);
    thread?.events.push(event);
    if (thread !== undefined && scriptEvents.has(event.name)) thread.script += event.tdur ?? 0;
  }
  const [busiest] = [...threads.values()].sort((a, b) => b.script - a.script);
  return (busiest?.events ?? []).sort((a, b) => a.ts - b.ts);
}

/** Events nest: what lies inside of another one counts once. */
function sumsPerFrame(ends: readonly number[], scripts: readonly TraceEvent[]): number[] {
  const sums = new Array<number>(ends.length + 1).fill(0);
  let frame = 0;
  let covered = Number.NEGATIVE_INFINITY;
  for (const { ts, tts = 0, tdur = 0 } of scripts) {
    while (frame < ends.length && (ends[frame] as number) <= ts) frame++;
    const end = tts + tdur;
    if (end <= covered) continue;
    sums[frame] = (sums[frame] as number) + end - Math.max(tts, covered);
    covered = end;
  }
  return sums.map((micros) => micros / 1000);
}
