import { afterEach, expect, test } from 'vitest';
import { ComparableTraces } from '../../../src/collector/answer/comparableTraces.ts';
import type { TraceId } from '../../../src/shared/ids.ts';
import { OpenStore } from './openStore.ts';
import { requestOf, type SentSpan } from './otlpRequest.ts';

const opened: OpenStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

function open(): OpenStore {
  const store = new OpenStore();
  opened.push(store);
  return store;
}

type Resources = { resourceSpans: { resource: { attributes: object[] } }[] };

/** Traces of one process: `start+duration` each, numbered from `first` on. */
async function run(
  store: OpenStore,
  resource: Readonly<Record<string, string>>,
  first: number,
  times: readonly string[],
  more: Partial<SentSpan> & { readonly service?: string } = {},
): Promise<void> {
  for (const [i, time] of times.entries()) {
    const [start = 0, duration = 0] = time.split('+').map(Number);
    const trace = (first + i).toString(16);
    const span = { trace, id: '1', name: 'GET /', start, end: start + duration, ...more };
    const request = requestOf([span], more.service) as Resources;
    for (const [key, value] of Object.entries(resource)) {
      request.resourceSpans[0]?.resource.attributes.push({ key, value: { stringValue: value } });
    }
    await store.send(request);
  }
}

function picture(store: OpenStore, trace: number): string {
  const traceId = trace.toString(16).padStart(32, '0') as TraceId;
  const { previousRun, others } = new ComparableTraces(store.store, store.list).of(traceId);
  const name = (id: string): string => String(Number.parseInt(id, 16));
  const before = previousRun === undefined ? 'none' : name(previousRun.traceId);
  return `before: ${before}; others: ${others.map((other) => name(other.traceId)).join(' ')}`;
}

test('the trace of median duration of the newest run before', async () => {
  const store = open();
  await run(store, { 'service.instance.id': 'one' }, 11, ['0+5', '10+50', '20+500']);
  await run(store, { 'service.instance.id': 'two' }, 21, ['100+3', '110+1', '120+2', '130+9']);
  await run(store, { 'service.instance.id': 'three' }, 31, ['200+1', '210+1']);
  await run(store, { 'service.instance.id': 'three' }, 41, ['220+1'], { name: 'GET /other' });
  await run(store, { 'service.instance.id': 'three' }, 51, ['230+1'], { service: 'web' });
  expect(picture(store, 31)).toBe('before: 23; others: 32 24 23 22 21 13 12 11');
  expect(picture(store, 22)).toBe('before: 12; others: 32 31 24 23 21 13 12 11');
  expect(picture(store, 11)).toBe('before: none; others: 32 31 24 23 22 21 13 12');
  expect(picture(store, 41)).toBe('before: none; others: ');
  expect(picture(store, 99)).toBe('before: none; others: ');
  store.reopen();
  expect(picture(store, 31)).toBe('before: 23; others: 32 24 23 22 21 13 12 11');
});

test('the debug session comes before the process, and the process before nothing', async () => {
  const store = open();
  await run(store, { 'vscode.session.id': 'a', 'process.pid': '1' }, 11, ['0+1']);
  await run(store, { 'vscode.session.id': 'a', 'process.pid': '2' }, 12, ['10+1']);
  await run(store, { 'process.pid': '7', 'host.name': 'x' }, 21, ['20+1']);
  await run(store, { 'process.pid': '7', 'host.name': 'y' }, 22, ['30+1']);
  await run(store, { 'host.name': 'y' }, 31, ['40+1']);
  expect(picture(store, 12)).toContain('before: none;');
  expect(picture(store, 21)).toContain('before: 12;');
  expect(picture(store, 22)).toContain('before: 21;');
  expect(picture(store, 31)).toContain('before: none;');
});

test('programs that run side by side are not one after the other', async () => {
  const store = open();
  await run(store, { 'service.instance.id': 'old' }, 1, ['0+1', '10+1', '101+1']);
  await run(store, { 'service.instance.id': 'a' }, 11, ['100+1', '120+1', '140+1']);
  await run(store, { 'service.instance.id': 'b' }, 21, ['110+1', '130+1', '150+1']);
  expect([picture(store, 11), picture(store, 21)].map((text) => text.split(';')[0])).toEqual([
    'before: 2',
    'before: 2',
  ]);
});

test('traces without a root are compared by their earliest span, and are the median only among themselves', async () => {
  const store = open();
  await run(store, { 'service.instance.id': 'one' }, 11, ['0+1', '10+2'], { parent: '9' });
  await run(store, { 'service.instance.id': 'one' }, 13, ['20+100']);
  await run(store, { 'service.instance.id': 'two' }, 21, ['200+1'], { parent: '9' });
  expect(picture(store, 21)).toBe('before: 13; others: 13 12 11');
});

test('resources that are huge or broken are of no known run', async () => {
  const store = open();
  await run(store, { 'service.instance.id': 'one' }, 11, ['0+1']);
  await run(store, { noise: 'x'.repeat(10_000), 'service.instance.id': 'two' }, 21, ['100+1']);
  expect(picture(store, 21)).toBe('before: none; others: 11');
});

test('after clearing, numbers of resources mean others', async () => {
  const store = open();
  const comparable = new ComparableTraces(store.store, store.list);
  const ask = (trace: string) =>
    comparable.of(trace.padStart(32, '0') as TraceId).previousRun?.traceId.slice(-2);
  await run(store, { 'service.instance.id': 'one' }, 0x11, ['0+1']);
  await run(store, { 'service.instance.id': 'two' }, 0x21, ['100+1']);
  expect(ask('21')).toBe('11');
  store.store.clear();
  await run(store, { 'service.instance.id': 'two' }, 0x31, ['0+1']);
  await run(store, { 'service.instance.id': 'one' }, 0x41, ['100+1']);
  await run(store, { 'service.instance.id': 'one' }, 0x42, ['110+1']);
  expect([ask('42'), ask('31')]).toEqual(['31', undefined]);
});

test('runs that were begun on purpose go before what processes tell', async () => {
  const store = open();
  const { traces } = store.store.index;
  await run(store, { 'service.instance.id': 'one' }, 11, ['0+5', '10+50', '20+500']);
  traces.currentRun = 1;
  await run(store, { 'service.instance.id': 'one' }, 21, ['100+1', '110+2', '120+3']);
  traces.currentRun = 2;
  await run(store, { 'service.instance.id': 'two' }, 31, ['200+1'], { name: 'GET /other' });
  traces.currentRun = 3;
  await run(store, { 'service.instance.id': 'three' }, 41, ['300+7']);
  // The run before had none with this root, so the one before that counts.
  expect(picture(store, 41)).toBe('before: 22; others: 23 22 21 13 12 11');
  // The first run has none before it; the process is the same as that of the traces without a run.
  expect(picture(store, 22)).toBe('before: none; others: 41 23 21 13 12 11');
});
