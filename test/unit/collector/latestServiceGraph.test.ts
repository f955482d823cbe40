import { afterEach, expect, test } from 'vitest';
import { LatestServiceGraph } from '../../../src/collector/answer/latestServiceGraph.ts';
import type { TraceId } from '../../../src/shared/ids.ts';
import type { ServiceGraph } from '../../../src/shared/serviceGraph.ts';
import { OpenStore } from './openStore.ts';
import { requestOf, type SentSpan, traceA } from './otlpRequest.ts';

const opened: OpenStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

function open(maxSpans?: number): OpenStore {
  const store = new OpenStore(maxSpans);
  opened.push(store);
  return store;
}

function picture({ nodes, edges, traces, spans, ofTraces }: ServiceGraph): string {
  const lines = edges.map(
    ({ from, to, figures }) =>
      `${nodes[from]?.name} → ${nodes[to]?.kind} ${nodes[to]?.name} ×${figures.calls}, ${figures.errors} errors`,
  );
  return [...lines.sort(), `${spans} spans in ${traces} of ${ofTraces} traces`].join('\n');
}

const [server, client] = [2, 3];

async function sendShop(store: OpenStore, trace: string, start = 0): Promise<void> {
  const id = (n: number): string => `${trace.slice(-2)}${n}`;
  const web: SentSpan[] = [
    { trace, id: id(1), name: 'GET /', kind: server, start },
    {
      trace,
      id: id(2),
      parent: id(1),
      name: 'GET',
      kind: client,
      start,
      attributes: { 'server.address': 'shop' },
    },
  ];
  const shop: SentSpan[] = [
    { trace, id: id(3), parent: id(2), name: 'GET /orders', kind: server, start },
    {
      trace,
      id: id(4),
      parent: id(3),
      name: 'SELECT',
      kind: client,
      start,
      status: { code: 2 },
      attributes: { 'db.namespace': 'orders', 'db.system.name': 'postgresql' },
    },
  ];
  await store.send(requestOf(web, 'web'));
  await store.send(requestOf(shop, 'shop'));
}

const ofOne = `shop → database orders ×1, 1 errors
web → service shop ×1, 0 errors
4 spans in 1 of 1 traces`;

test('services, and databases that are known from their callers alone', async () => {
  const store = open();
  const graph = new LatestServiceGraph(store.store, store.list);
  expect(picture(await graph.of({}))).toBe('0 spans in 0 of 0 traces');
  await sendShop(store, traceA);
  expect(picture(await graph.of({}))).toBe(ofOne);
  store.reopen();
  expect(picture(await new LatestServiceGraph(store.store, store.list).of({}))).toBe(ofOne);
});

test('asking again tells what came since, and does not tell what went', async () => {
  const store = open(100);
  const graph = new LatestServiceGraph(store.store, store.list);
  await sendShop(store, traceA);
  await graph.of({});
  await sendShop(store, 'b1', 5);
  await store.send(
    requestOf(
      [{ id: 'c', parent: 'aa3', name: 'late', kind: client, attributes: { 'server.address': 'mail' } }],
      'shop',
    ),
  );
  expect(picture(await graph.of({}))).toBe(`shop → database orders ×2, 2 errors
shop → external mail ×1, 0 errors
web → service shop ×2, 0 errors
9 spans in 2 of 2 traces`);
  await store.send(
    requestOf(
      Array.from({ length: 95 }, (_, i) => ({ trace: 'c1', id: `f${i}` })),
      'other',
    ),
  );
  expect(picture(await graph.of({}))).toBe(`shop → database orders ×1, 1 errors
web → service shop ×1, 0 errors
99 spans in 2 of 2 traces`);
  store.store.clear();
  store.list.forget();
  graph.forget();
  expect(picture(await graph.of({}))).toBe('0 spans in 0 of 0 traces');
  await sendShop(store, 'd1');
  expect(picture(await graph.of({}))).toBe(ofOne);
});

test('of named traces, also of some that are not there', async () => {
  const store = open();
  const graph = new LatestServiceGraph(store.store, store.list);
  await sendShop(store, traceA);
  await sendShop(store, 'b1');
  const ids = [traceA, traceA, 'd'.repeat(32)] as TraceId[];
  expect(picture(await graph.of({ traceIds: ids }))).toContain('4 spans in 1 of 3 traces');
});

test('the latest traces come before older ones when there are too many', async () => {
  const store = open();
  const graph = new LatestServiceGraph(store.store, store.list);
  for (let batch = 0; batch < 5; batch++) {
    const roots = Array.from({ length: 500 }, (_, i): SentSpan => {
      const number = batch * 500 + i + 1;
      return { trace: number.toString(16), id: number.toString(16), start: number };
    });
    await store.send(requestOf(roots, `service ${batch}`));
  }
  const { nodes, traces, ofTraces } = await graph.of({});
  expect([nodes.map(({ name }) => name).sort(), traces, ofTraces]).toEqual([
    ['service 1', 'service 2', 'service 3', 'service 4'],
    2_000,
    2_500,
  ]);
});

test('what comes and goes while the graph is made does no harm', async () => {
  const store = open(12_000);
  const graph = new LatestServiceGraph(store.store, store.list);
  const spans = (trace: string, from: number): SentSpan[] =>
    Array.from({ length: 4_000 }, (_, i) => ({
      trace,
      id: (from + i).toString(16),
      kind: client,
      attributes: { 'server.address': `host ${i % 50}` },
    }));
  await store.send(requestOf(spans('a1', 1)));
  await store.send(requestOf(spans('a2', 20_000)));
  const asked = graph.of({});
  await store.send(requestOf(spans('a3', 40_000)));
  await store.send(requestOf(spans('a4', 60_000)));
  const { traces } = await asked;
  expect(traces).toBeLessThanOrEqual(2);
  const late = graph.of({});
  store.store.clear();
  graph.forget();
  await late;
  await sendShop(store, traceA);
  expect(picture(await graph.of({}))).toBe(ofOne);
});
