import { afterEach, expect, test } from 'vitest';
import type { Run } from '../../../../src/shared/run.ts';
import { OpenStore } from '../openStore.ts';
import { base, requestOf } from '../otlpRequest.ts';
import { blocksOf, tracesOf } from './storePicture.ts';

const opened: OpenStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

function open(maxSpans?: number): OpenStore {
  const store = new OpenStore(maxSpans);
  store.store.load();
  opened.push(store);
  return store;
}

const send = (store: OpenStore, trace: string, id = '1') => store.send(requestOf([{ trace, id }]));

/** Newest first: number, kind, name, times, traces; an asterisk marks the one that goes on. */
function runsOf(store: OpenStore): string {
  const { runs } = store.store;
  const time = (run: Run): string => `${run.startUnixMillis}-${run.endUnixMillis ?? ''}`;
  return runs
    .list()
    .map((run) => {
      const mark = run.id === runs.current?.id ? '*' : ' ';
      return `${mark}${run.id} ${run.kind} ${run.name} ${time(run)} ${run.traces} traces`;
    })
    .join('\n');
}

test('a trace is of the run in which its first span came, also after a restart', async () => {
  const store = open();
  await send(store, '1');
  const first = store.store.runs.start('Debug server', 'debug', Number(base / 1_000_000n));
  await send(store, '2');
  await send(store, '1', '2');
  store.store.runs.end(first.id, 2e12);
  await send(store, '3');
  store.store.runs.start('with the new index', 'command', 3e12);
  await send(store, '4');
  const picture = '1: 2 spans\n2: 1 span, run 1\n3: 1 span\n4: 1 span, run 2';
  expect(tracesOf(store.store)).toBe(picture);
  expect(blocksOf(store.store)).toBe(
    `
1: 1 of 1
2: 1 of 1, run 1
3: 1 of 1, run 1
4: 1 of 1
5: 1 of 1, run 2`.trim(),
  );
  const runs = `
*2 command with the new index 3000000000000- 1 traces
 1 debug Debug server 1763816400000-2000000000000 1 traces`.slice(1);
  expect(runsOf(store)).toBe(runs);
  store.reopen();
  expect([tracesOf(store.store), runsOf(store)]).toEqual([picture, runs]);
  await send(store, '5');
  expect(tracesOf(store.store)).toBe(`${picture}\n5: 1 span, run 2`);
});

test('what waits to be written is of the run in which it was sent', async () => {
  const store = open();
  const sent = send(store, '1');
  store.store.runs.start('next', 'command', 1);
  await Promise.all([sent, send(store, '2')]);
  expect(tracesOf(store.store)).toBe('1: 1 span\n2: 1 span, run 1');
  expect(blocksOf(store.store)).toBe('1: 1 of 1\n2: 1 of 1, run 1');
});

test('one run at a time: another ends the one that goes on; ending one that has ended is nothing', async () => {
  const store = open();
  const first = store.store.runs.start('server', 'debug', 10);
  await send(store, '1');
  const second = store.store.runs.start('client', 'debug', 20);
  await send(store, '2');
  store.store.runs.end(first.id, 30);
  expect(runsOf(store)).toBe('*2 debug client 20- 1 traces\n 1 debug server 10-20 1 traces');
  // The clock was put back.
  store.store.runs.end(second.id, 5);
  expect(runsOf(store)).toBe(' 2 debug client 20-20 1 traces\n 1 debug server 10-20 1 traces');
});

test('a run without traces is forgotten, but for the one that goes on, and its number is not dealt again', async () => {
  const store = open(2);
  const { runs } = store.store;
  runs.start('a', 'command', 1);
  await send(store, '1');
  runs.start('b', 'command', 2);
  runs.start('c', 'command', 3);
  expect(runsOf(store)).toBe('*3 command c 3- 0 traces\n 1 command a 1-2 1 traces');
  for (const trace of ['2', '3']) await send(store, trace);
  expect(runsOf(store)).toBe('*3 command c 3- 2 traces');
  runs.end(runs.current?.id ?? (0 as never), 4);
  for (const trace of ['4', '5']) await send(store, trace);
  expect(runsOf(store)).toBe('');
  store.reopen();
  store.store.runs.start('d', 'command', 5);
  expect(runsOf(store)).toBe('*4 command d 5- 0 traces');
});

test('forgetting everything begins a run of its own, and forgets pins', async () => {
  const store = open();
  store.store.runs.start('a', 'command', 1);
  await send(store, '1');
  store.store.setPinned([store.store.index.traces.oldest], true);
  store.store.clear();
  await send(store, '1');
  expect(tracesOf(store.store)).toBe('1: 1 span, run 2');
  expect(runsOf(store)).toMatch(/^\*2 clear Since clear \d+- 1 traces$/);
  store.reopen();
  expect(tracesOf(store.store)).toBe('1: 1 span, run 2');
});

test('a debug session that was long silent before the collector came back has ended; other runs go on', async () => {
  const store = open();
  const millis = Number(base / 1_000_000n);
  // Spans of tests are of last year.
  const goesOn = async (kind: 'debug' | 'command'): Promise<boolean> => {
    store.store.runs.start(kind, kind, millis - 5);
    await send(store, kind === 'debug' ? '1' : '2');
    store.reopen();
    return store.store.runs.current !== undefined;
  };
  expect([await goesOn('debug'), await goesOn('command')]).toEqual([false, true]);
  expect(runsOf(store)).toBe(
    `
*2 command command 1763816399995- 1 traces
 1 debug debug 1763816399995-1763816400001 1 traces`.slice(1),
  );
});

test('traces of one run, and pinned ones', async () => {
  const store = open();
  await send(store, '1');
  const run = store.store.runs.start('a', 'command', 1);
  for (const trace of ['2', '3']) await send(store, trace);
  store.store.setPinned([store.store.index.traces.youngest], true);
  const listed = (query: object): string =>
    store.list
      .list({ limit: 9, ...query })
      .traces.map((trace) => `${trace.traceId.slice(-1)} ${trace.run ?? ''} ${trace.pinned ?? ''}`.trim())
      .sort()
      .join(', ');
  expect([listed({}), listed({ run: run.id }), listed({ pinnedOnly: true })]).toEqual([
    '1, 2 1, 3 1 true',
    '2 1, 3 1 true',
    '3 1 true',
  ]);
});

test('windows are told of a trace that was pinned', async () => {
  const store = open();
  await send(store, '1');
  const { traces } = store.store.index;
  const version = traces.version[traces.oldest] as number;
  store.store.setPinned([traces.oldest], true);
  expect(traces.version[traces.oldest]).toBeGreaterThan(version);
  const { revision } = store.store;
  store.store.setPinned([traces.oldest], true);
  expect(store.store.revision).toBe(revision);
});
