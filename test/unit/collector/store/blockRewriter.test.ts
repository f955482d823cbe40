import { afterEach, expect, test } from 'vitest';
import { spanDetail } from '../../../../src/collector/answer/spanDetail.ts';
import { traceAttributes } from '../../../../src/collector/answer/traceAttributes.ts';
import { traceColumns, traceColumnsWithRests } from '../../../../src/collector/answer/traceColumns.ts';
import { TraceOrders } from '../../../../src/collector/answer/traceOrders.ts';
import { TraceSnapshot } from '../../../../src/collector/answer/traceSnapshot.ts';
import { BlockRewriter } from '../../../../src/collector/store/blockRewriter.ts';
import { wordsOfHex } from '../../../../src/collector/store/hexOfWords.ts';
import { TimeSlice } from '../../../../src/collector/store/timeSlice.ts';
import type { SpanId, TraceId } from '../../../../src/shared/ids.ts';
import { HastySlice } from '../hastySlice.ts';
import { OpenStore } from '../openStore.ts';
import { requestOf, type SentSpan } from '../otlpRequest.ts';
import { blocksOf, tracesOf } from './storePicture.ts';

const opened: OpenStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

function open(maxSpans?: number, maxPages?: number): OpenStore {
  const store = new OpenStore(maxSpans, maxPages === undefined ? {} : { maxPages });
  store.store.load();
  opened.push(store);
  return store;
}

const settled = (): number => Number.POSITIVE_INFINITY;

function rewriterOf(store: OpenStore, settledUpTo = settled, slice = new TimeSlice()): BlockRewriter {
  return new BlockRewriter(store.store, settledUpTo, slice);
}

const errors = { type: 'status_code', status_code: { status_codes: ['ERROR' as const] } } as const;

/** Block after block, each with a span of a failed trace of its own and some of traces that are not kept. */
async function sendMixed(store: OpenStore, blocks: number): Promise<void> {
  const { retentionOf } = store.store;
  store.store.setRetention(
    retentionOf.call(store.store, { maxSpans: undefined, maxDiskMegabytes: undefined, keep: [errors] }),
  );
  for (let block = 1; block <= blocks; block++) {
    const others = [1, 2, 3].map(
      (i): SentSpan => ({ trace: `${block}${i}`, id: '1', name: `other ${block} ${i}` }),
    );
    const failed = { trace: `${block}0`, id: '1', name: `failed ${block}`, status: { code: 2 } };
    await store.send(requestOf([...others, { ...failed, attributes: { number: block } }]));
  }
}

test('a block of which little lives is rewritten without the rest, at its old place', async () => {
  const store = open(16);
  await sendMixed(store, 10);
  expect(blocksOf(store.store)).toBe(
    `
1: 1 of 4
2: 1 of 4
3: 1 of 4
4: 1 of 4
5: 1 of 4
6: 1 of 4
7: 1 of 4
8: 1 of 4
9: 4 of 4
10: 4 of 4`.trim(),
  );
  const traces = tracesOf(store.store);
  expect(await rewriterOf(store).pass()).toBe(1);
  // The newest four are left alone.
  expect(blocksOf(store.store)).toBe(
    `
1: 6 of 6
7: 1 of 4
8: 1 of 4
9: 4 of 4
10: 4 of 4`.trim(),
  );
  expect(tracesOf(store.store)).toBe(traces);
  expect(detailsOf(store)).toEqual(
    Array.from({ length: 6 }, (_, i) => `failed ${i + 1}: number ${i + 1} of shop`),
  );
  store.reopen();
  expect(tracesOf(store.store).split('\n').slice(0, 6)).toEqual(traces.split('\n').slice(0, 6));
  expect(detailsOf(store)).toEqual(
    Array.from({ length: 6 }, (_, i) => `failed ${i + 1}: number ${i + 1} of shop`),
  );
});

test('small neighbours are put together once there are enough, those of other runs and what waits for forwards are not', async () => {
  const store = open();
  const sendOne = (i: number) =>
    store.send(requestOf([{ trace: i.toString(16), id: '1', name: `span ${i}` }]));
  for (let i = 1; i <= 70; i++) await sendOne(i);
  store.store.runs.start('Debug', 'debug', 0);
  for (let i = 71; i <= 110; i++) await sendOne(i);
  expect(await rewriterOf(store, () => 60).pass()).toBe(0);
  expect(await rewriterOf(store).pass()).toBe(1);
  expect(blocksOf(store.store).split('\n').slice(0, 2)).toEqual(['1: 70 of 70', '71: 1 of 1, run 1']);
  for (let i = 111; i <= 140; i++) await sendOne(i);
  expect(await rewriterOf(store).pass()).toBe(1);
  expect(blocksOf(store.store)).toBe(
    `
1: 70 of 70
71: 66 of 66, run 1
137: 1 of 1, run 1
138: 1 of 1, run 1
139: 1 of 1, run 1
140: 1 of 1, run 1`.trim(),
  );
  const traces = tracesOf(store.store);
  store.reopen();
  expect(tracesOf(store.store)).toBe(traces);
  expect(store.text('46')).toBe('shop  span 70  0-1');
});

test('a block whose bytes are those of several scopes and services keeps them apart', async () => {
  const store = open(20);
  const { store: traceStore } = store;
  traceStore.setRetention(
    traceStore.retentionOf({ maxSpans: undefined, maxDiskMegabytes: undefined, keep: [errors] }),
  );
  const failed = { status: { code: 2 } };
  for (let i = 1; i <= 8; i++) {
    const sent = [
      store.send(
        requestOf(
          [
            { trace: `${i}`, id: '1' },
            { trace: 'f', id: `${i}1`, name: `a ${i}`, ...failed },
          ],
          'a',
        ),
      ),
      store.send(requestOf([{ trace: `${i}`, id: '2' }], 'gone')),
      store.send(
        requestOf(
          [
            { trace: `${i}`, id: '3' },
            { trace: 'f', id: `${i}2`, name: `b ${i}`, ...failed },
          ],
          'b',
          'lib',
        ),
      ),
    ];
    await Promise.all(sent);
  }
  expect(store.store.index.traces.live).toBeLessThan(3);
  const before = traceColumns(store.store, store.store.index.traces.oldest);
  await rewriterOf(store).pass();
  expect(store.store.moves).toBeGreaterThan(0);
  expect(traceColumns(store.store, store.store.index.traces.oldest)).toEqual(before);
});

test('traces that go while their block is rewritten leave no trace', async () => {
  const store = open(16);
  await sendMixed(store, 10);
  let rests = 0;
  const slice = new OtherWork(async () => {
    if (++rests !== 4) return;
    const { store: traces } = store;
    traces.setRetention(traces.retentionOf({ maxSpans: 8, maxDiskMegabytes: undefined, keep: [] }));
    await new Promise((resolve) => setImmediate(resolve));
  });
  // The first of the blocks is gone then, so that nothing is written; what is left is done by the next pass.
  const rewriter = rewriterOf(store, settled, slice);
  expect([await rewriter.pass(), rests >= 4]).toEqual([0, true]);
  const rest = ['8', '9', '10'].flatMap((block) => [`${block}1`, `${block}2`, `${block}3`, `${block}0`]);
  expect(
    tracesOf(store.store)
      .split('\n')
      .map((line) => line.split(':')[0]),
  ).toEqual(rest.slice(-8));
  for (const trace of rest.slice(-8)) expect(store.text(trace)).toMatch(/^shop {2}(failed|other) \d/);
});

test('answers that rest while blocks are rewritten read the right bytes', async () => {
  const store = open();
  const count = 400;
  for (let i = 1; i <= count; i++)
    await store.send(
      requestOf([{ id: i.toString(16), start: i, name: `span ${i}`, attributes: { 'url.path': `/${i}` } }]),
    );
  const slot = store.store.index.traces.oldest;
  const expected = traceColumns(store.store, slot);
  const orders = new TraceOrders(store.store);
  // Forgets the notes, so that all bytes are read again.
  store.store.index.rows.forEachChunk((chunk) => chunk.note.fill(0));
  const answers = Promise.all([
    traceAttributes(new TraceSnapshot(store.store, slot, orders.of(slot)), ['url.path', 'service.name'], {
      slice: new HastySlice(),
    }),
    traceColumnsWithRests(store.store, slot, orders, new HastySlice()),
  ]);
  expect(await rewriterOf(store).pass()).toBe(2);
  // Slots of blocks are dealt again to others.
  for (let i = 1; i <= 50; i++) await store.send(requestOf([{ trace: 'b', id: i.toString(16) }]));
  const [attributes] = await answers;
  const texts = (key: string): (string | undefined)[] => {
    const column = attributes?.columns.find((one) => one.key === key);
    return Array.from(column?.value ?? [], (value) => column?.values[value - 1]);
  };
  expect(texts('url.path')).toEqual(Array.from({ length: count }, (_, i) => `/${i + 1}`));
  expect(new Set(texts('service.name'))).toEqual(new Set(['shop']));
  expect(traceColumns(store.store, slot)).toEqual(expected);
});

test('a full disk leaves everything as it was, and is tried again later', async () => {
  const store = open();
  for (let i = 1; i <= 80; i++) await store.send(requestOf([{ trace: i.toString(16), id: '1' }]));
  const rewriter = rewriterOf(store);
  const { file } = store.store;
  const rewrite = file.rewrite.bind(file);
  file.rewrite = () => {
    throw new Error('database or disk is full');
  };
  const blocks = blocksOf(store.store);
  await expect(rewriter.pass()).rejects.toThrow('full');
  expect(blocksOf(store.store)).toBe(blocks);
  expect(store.text('7')).toBe('shop  span 1  0-1');
  file.rewrite = rewrite;
  expect(await rewriter.pass()).toBe(1);
  expect(store.text('7')).toBe('shop  span 1  0-1');
});

test('a block that has lost little is rewritten when nothing more has gone from it for a while', async () => {
  const store = open(7);
  await store.send(requestOf([1, 2, 3, 4].map((i) => ({ trace: `${i}`, id: '1' }))));
  for (let i = 5; i <= 8; i++) await store.send(requestOf([{ trace: `${i}`, id: '1' }]));
  expect(blocksOf(store.store).split('\n')[0]).toBe('1: 3 of 4');
  const rewriter = rewriterOf(store);
  const written: number[] = [];
  for (let pass = 1; pass <= 24; pass++) if ((await rewriter.pass()) > 0) written.push(pass);
  expect(written).toEqual([24]);
  expect(blocksOf(store.store).split('\n')[0]).toBe('1: 3 of 3');
});

/** Does something at each rest. */
class OtherWork extends TimeSlice {
  readonly #work: () => Promise<void>;

  constructor(work: () => Promise<void>) {
    super();
    this.#work = work;
  }

  override get isOver(): boolean {
    return true;
  }

  override async rest(): Promise<void> {
    await super.rest();
    await this.#work();
  }
}

/** Failed spans with their attribute, from the blocks' bytes. */
function detailsOf(store: OpenStore): string[] {
  return [1, 2, 3, 4, 5, 6].map((block) => {
    const traceId = `${block}0`.padStart(32, '0') as TraceId;
    if (store.store.index.findTrace(wordsOfHex(traceId)) < 0) return 'gone';
    const detail = spanDetail(store.store, { traceId, spanId: '1'.padStart(16, '0') as SpanId });
    const [attribute] = detail?.attributes ?? [];
    const value = attribute?.value.type === 'int' ? attribute.value.value : 'none';
    return `${detail?.name}: ${attribute?.key} ${value} of ${detail?.service}`;
  });
}
