import { afterEach, expect, test } from 'vitest';
import { BlockRewriter } from '../../../../src/collector/store/blockRewriter.ts';
import { wordsOfHex } from '../../../../src/collector/store/hexOfWords.ts';
import type { RetentionChange } from '../../../../src/collector/store/retention.ts';
import type { SamplingPolicy } from '../../../../src/shared/samplingPolicy.ts';
import { OpenStore } from '../openStore.ts';
import { requestOf, type SentSpan } from '../otlpRequest.ts';
import { dropsOf, tracesOf } from './storePicture.ts';

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

const errors: SamplingPolicy = { type: 'status_code', status_code: { status_codes: ['ERROR'] } };

function say(store: OpenStore, change: Partial<RetentionChange>): void {
  const nothing = { maxSpans: undefined, maxDiskMegabytes: undefined, keep: undefined };
  store.store.setRetention(store.store.retentionOf({ ...nothing, ...change }));
}

/** One trace of some spans; an exclamation mark makes the last fail. */
async function send(store: OpenStore, trace: string, spans: number, mark = ''): Promise<void> {
  const sent = Array.from({ length: spans }, (_, i): SentSpan => {
    const status = mark === '!' && i === spans - 1 ? { status: { code: 2 } } : {};
    return { trace, id: `${i + 1}`, start: i, ...status };
  });
  await store.send(requestOf(sent));
}

function pin(store: OpenStore, trace: string, pinned = true): void {
  store.store.setPinned([store.store.index.findTrace(wordsOfHex(trace.padStart(32, '0')))], pinned);
}

test('the oldest go first, and what went is counted', async () => {
  const store = open(7);
  for (const trace of ['1', '2', '3', '4']) await send(store, trace, 2);
  expect(tracesOf(store.store)).toBe('2: 2 spans\n3: 2 spans\n4: 2 spans');
  expect(dropsOf(store.store)).toBe('over the budget of spans: 2 spans of 1 traces');
  expect(store.store.expiredSpans).toBe(2);
});

test('what a policy keeps goes last, the oldest first', async () => {
  const store = open(10);
  say(store, { keep: [errors] });
  for (const trace of ['1', '2', '3']) await send(store, trace, 2, '!');
  for (const trace of ['4', '5', '6', '7', '8']) await send(store, trace, 2);
  expect(tracesOf(store.store)).toBe(
    `
1: 2 spans, failed
2: 2 spans, failed
3: 2 spans, failed
7: 2 spans
8: 2 spans`.trim(),
  );
  // A tenth is left to what has just come, so that its errors have time to come.
  for (const trace of ['9', 'a', 'b', 'c']) await send(store, trace, 2, '!');
  expect(tracesOf(store.store)).toBe(
    `
9: 2 spans, failed
a: 2 spans, failed
b: 2 spans, failed
c: 2 spans, failed`
      .trim()
      .replace(/^/, '3: 2 spans, failed\n'),
  );
});

test('an error that comes late is in time as long as the turn of its trace has not come', async () => {
  const store = open(6);
  say(store, { keep: [errors] });
  await send(store, '1', 2);
  await send(store, '2', 2);
  await store.send(requestOf([{ trace: '1', id: '9', status: { code: 2 } }]));
  await send(store, '3', 2);
  await send(store, '4', 1);
  expect(tracesOf(store.store)).toBe('1: 3 spans, failed\n3: 2 spans\n4: 1 span');
});

test('pinned traces stay, also over a restart, and go like others once they are not pinned any more', async () => {
  const store = open(6);
  for (const trace of ['1', '2', '3']) await send(store, trace, 2);
  pin(store, '1');
  for (const trace of ['4', '5']) await send(store, trace, 2);
  expect(tracesOf(store.store)).toBe('1: 2 spans, pinned\n4: 2 spans\n5: 2 spans');
  expect(
    store.list.list({ limit: 9, pinnedOnly: true }).traces.map(({ spans, pinned }) => [spans, pinned]),
  ).toEqual([[2, true]]);
  store.reopen();
  expect(tracesOf(store.store)).toBe('1: 2 spans, pinned\n4: 2 spans\n5: 2 spans');
  expect(store.store.pinnedTraces).toBe(1);
  await send(store, '6', 2);
  pin(store, '1', false);
  await send(store, '7', 2);
  expect(tracesOf(store.store)).toBe('5: 2 spans\n6: 2 spans\n7: 2 spans');
  expect(store.store.pinnedTraces).toBe(0);
  store.reopen();
  expect(tracesOf(store.store)).toBe('5: 2 spans\n6: 2 spans\n7: 2 spans');
});

test('a trace that was pinned while a policy kept it is kept still', async () => {
  const store = open(8);
  say(store, { keep: [errors] });
  await send(store, '1', 2, '!');
  for (const trace of ['2', '3', '4', '5']) await send(store, trace, 2);
  pin(store, '1');
  await send(store, '6', 2);
  pin(store, '1', false);
  for (const trace of ['7', '8']) await send(store, trace, 2);
  expect(tracesOf(store.store)).toBe('1: 2 spans, failed\n6: 2 spans\n7: 2 spans\n8: 2 spans');
});

test('where pinned traces alone are over the budget that is said, and what comes is still seen', async () => {
  const store = open(10);
  for (const trace of ['1', '2', '3']) {
    await send(store, trace, 4);
    pin(store, trace);
  }
  for (const trace of ['4', '5', '6']) await send(store, trace, 1);
  expect(tracesOf(store.store)).toBe(
    `
1: 4 spans, pinned
2: 4 spans, pinned
3: 4 spans, pinned
6: 1 span`.trim(),
  );
  expect(store.store.notices.join()).toMatch(
    'Pinned traces hold 12 spans, which is more than the budget of 10.',
  );
  pin(store, '1', false);
  pin(store, '2', false);
  await send(store, '7', 1);
  expect(store.store.notices).toEqual([]);
  expect(tracesOf(store.store)).toBe('2: 4 spans\n3: 4 spans, pinned\n6: 1 span\n7: 1 span');
});

test('other policies decide anew on what is there', async () => {
  const store = open(8);
  say(store, { keep: [{ type: 'always_sample' }] });
  for (const trace of ['1', '2', '3', '4']) await send(store, trace, 2, trace === '2' ? '!' : '');
  await send(store, '5', 2);
  expect(tracesOf(store.store)).toBe('2: 2 spans, failed\n3: 2 spans\n4: 2 spans\n5: 2 spans');
  say(store, { keep: [errors] });
  for (const trace of ['6', '7']) await send(store, trace, 2);
  expect(tracesOf(store.store)).toBe('2: 2 spans, failed\n5: 2 spans\n6: 2 spans\n7: 2 spans');
});

test('what attributes keep is read from the blocks', async () => {
  const store = open(4);
  say(store, {
    keep: [{ type: 'string_attribute', string_attribute: { key: 'tenant', values: ['acme'] } }],
  });
  const tenant = (trace: string, name: string) =>
    store.send(requestOf([{ trace, id: '1', attributes: { tenant: name } }]));
  for (const [trace, name] of ['acme', 'b', 'c', 'acme', 'e', 'f', 'g'].entries())
    await tenant(String(trace + 1), name);
  expect(tracesOf(store.store)).toBe('1: 1 span\n4: 1 span\n6: 1 span\n7: 1 span');
});

test('the budgets that were said and what they keep hold while a store is opened', async () => {
  const store = open(6);
  say(store, { maxSpans: 12, keep: [errors] });
  for (const trace of ['1', '2', '3', '4', '5', '6', '7'])
    await send(store, trace, 2, trace === '2' ? '!' : '');
  expect(store.store.index.spanCount).toBe(12);
  store.reopen();
  expect([store.store.maxSpans, store.store.index.spanCount]).toEqual([12, 12]);
  await send(store, '8', 4);
  expect(tracesOf(store.store)).toMatch(/^2: 2 spans, failed\n5: 2 spans/);
});

test('a budget that is made smaller is kept between commits, a part at a time', async () => {
  const store = open(100_000);
  const many = Array.from({ length: 40_000 }, (_, i) => ({
    trace: (i + 1).toString(16),
    id: (i + 1).toString(16),
  }));
  for (let i = 0; i < many.length; i += 5_000) await store.send(requestOf(many.slice(i, i + 5_000)));
  say(store, { maxSpans: 1_000 });
  expect(store.store.index.spanCount).toBe(40_000);
  const steps: number[] = [];
  while (store.store.index.spanCount > 1_000) {
    const before = store.store.index.spanCount;
    await new Promise((resolve) => setImmediate(resolve));
    if (store.store.index.spanCount < before) steps.push(before - store.store.index.spanCount);
  }
  // A trace that goes is looked at, and its span goes: two pieces of work.
  expect(steps).toEqual([...Array.from({ length: 9 }, () => 4_096), 2_136]);
});

test('one trace without end is forgotten when it is twice as large as the budget', async () => {
  const store = open(10);
  for (let i = 1; i <= 25; i++) await store.send(requestOf([{ trace: '1', id: i.toString(16) }]));
  expect(tracesOf(store.store)).toBe('1: 4 spans');
  expect(dropsOf(store.store)).toBe('over the budget of spans: 21 spans of 1 traces');
});

test('over the budget of the disk the oldest go until it is kept; kept ones stay', async () => {
  const store = open();
  say(store, { maxDiskMegabytes: 2, keep: [errors] });
  const noise = (): string =>
    Array.from({ length: 8_000 }, () => Math.random().toString(36).slice(2)).join('');
  await send(store, 'e', 1, '!');
  for (let i = 1; i <= 60; i++)
    await store.send(requestOf([{ trace: `${100 + i}`, id: '1', attributes: { noise: noise() } }]));
  expect(store.store.file.usedBytes).toBeLessThan(2.7e6);
  expect(store.store.file.usedBytes).toBeGreaterThan(1e6);
  const left = tracesOf(store.store).split('\n');
  expect([left[0], left.at(-1)]).toEqual(['e: 1 span, failed', '160: 1 span']);
  expect(dropsOf(store.store)).toMatch(/^over the budget of disk: (\d+) spans of \1 traces$/);
});

test('kept spans in every block keep neither the disk full nor what came last from being seen', async () => {
  const store = open();
  say(store, { maxDiskMegabytes: 3, keep: [errors] });
  const noise = (): string =>
    Array.from({ length: 8_000 }, () => Math.random().toString(36).slice(2)).join('');
  const rewriter = new BlockRewriter(store.store, () => Number.POSITIVE_INFINITY);
  const largest: number[] = [];
  for (let i = 1; i <= 150; i++) {
    const failed = { trace: `f${100 + i}`, id: '1', status: { code: 2 } };
    await store.send(requestOf([failed, { trace: `${100 + i}`, id: '1', attributes: { noise: noise() } }]));
    largest.push(store.store.file.usedBytes);
    if (i % 10 === 0) await rewriter.pass();
  }
  rewriter.dispose();
  expect(Math.max(...largest)).toBeLessThan(1.6 * 3e6);
  expect(store.store.file.usedBytes).toBeLessThan(1.2 * 3e6);
  const left = tracesOf(store.store).split('\n');
  expect(left.filter((line) => line.endsWith('failed'))).toHaveLength(150);
  expect(left.filter((line) => !line.endsWith('failed')).length).toBeGreaterThan(10);
});
