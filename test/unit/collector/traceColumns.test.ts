import { afterEach, expect, test } from 'vitest';
import { traceColumnsWithRests } from '../../../src/collector/answer/traceColumns.ts';
import { TraceOrders } from '../../../src/collector/answer/traceOrders.ts';
import { wordsOfHex } from '../../../src/collector/store/hexOfWords.ts';
import { NoteTexts } from '../../../src/collector/store/noteTexts.ts';
import type { TraceColumns } from '../../../src/shared/traceColumns.ts';
import { HastySlice } from './hastySlice.ts';
import { OpenStore } from './openStore.ts';
import { requestOf, type SentSpan, traceA } from './otlpRequest.ts';

const opened: OpenStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

function open(maxSpans: number): OpenStore {
  const store = new OpenStore(maxSpans);
  opened.push(store);
  return store;
}

const tick = { timeUnixNano: '1763816400000000007', name: 'tick' };

/** A tree of spans with notes of their own, some with an event, the last ones first. */
function spans(from: number, count: number, trace = traceA): SentSpan[] {
  return Array.from({ length: count }, (_, i) => ({
    trace,
    id: (from + i).toString(16),
    ...(i === 0 ? {} : { parent: (from + (i >> 1)).toString(16) }),
    start: i % 97,
    attributes: { 'db.statement': `SELECT ${'x'.repeat(60)} ${i % 500}` },
    ...(i % 50 === 0 ? { events: [tick] } : {}),
  })).reverse();
}

function ask(store: OpenStore, orders = new TraceOrders(store.store)): Promise<TraceColumns | undefined> {
  const slot = store.store.index.findTrace(wordsOfHex(traceA));
  return traceColumnsWithRests(store.store, slot, orders, new HastySlice());
}

test('columns that were made with rests are those that are made without, whatever comes meanwhile', async () => {
  const store = open(20_000);
  await store.send(requestOf(spans(1, 3_000)));
  const asked = [ask(store), ask(store)];
  await store.send(requestOf(spans(0x10_000, 100)));
  // Numbers of notes mean other texts from here on.
  store.store.index.notes.texts = new NoteTexts().texts;
  store.store.index.rows.forEachChunk((chunk) => chunk.note.fill(0));
  const [first, second] = await Promise.all(asked);
  const later = store.columns();
  expect(second).toEqual(first);
  expect([first?.count, later.count]).toEqual([3_000, 3_100]);
  const other = open(20_000);
  await other.send(requestOf(spans(1, 3_000)));
  expect({ ...other.columns(), version: 0 }).toEqual({ ...first, version: 0 });
});

test('a trace that goes while it is read has no columns, also where it comes again', async () => {
  const store = open(10_000);
  await store.send(requestOf(spans(1, 6_000)));
  const asked = ask(store);
  await store.send(requestOf(spans(0x20_000, 6_000, 'b'.repeat(32))));
  await store.send(requestOf(spans(1, 2)));
  expect(await asked).toBeUndefined();
  const cleared = ask(store);
  store.store.clear();
  expect((await cleared)?.count ?? 0).toBeLessThanOrEqual(2);
});

test('the order of a version is made once, and a newer version has its own', async () => {
  const store = open(10_000);
  const orders = new TraceOrders(store.store);
  await store.send(requestOf(spans(1, 1_500)));
  const slot = store.store.index.findTrace(wordsOfHex(traceA));
  await ask(store, orders);
  const order = orders.of(slot);
  expect(orders.of(slot)).toBe(order);
  await store.send(requestOf(spans(0x30_000, 1)));
  expect(orders.of(slot).order.length).toBe(1_501);
});
