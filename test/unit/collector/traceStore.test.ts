import { afterEach, expect, test } from 'vitest';
import { ensureExists } from '../../../src/shared/assert.ts';
import { OpenStore } from './openStore.ts';
import { requestOf, type SentSpan } from './otlpRequest.ts';

const opened: OpenStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

function open(maxSpans?: number): OpenStore {
  const store = new OpenStore(maxSpans);
  opened.push(store);
  return store;
}

const checkout: readonly SentSpan[] = [
  { id: '1', name: 'POST /checkout', kind: 2, start: 0, end: 450 },
  {
    id: '2',
    parent: '1',
    name: 'charge',
    kind: 3,
    start: 30,
    end: 400,
    status: { code: 2, message: 'declined' },
  },
  { id: '3', parent: '1', name: 'reserve', start: 5, end: 25 },
];

test('spans stand depth-first, siblings by their start', async () => {
  const store = open();
  await store.send(requestOf(checkout));
  expect(store.text()).toBe(
    [
      'shop  POST /checkout  0-450 server',
      '  shop  reserve  5-25',
      '  shop  charge  30-400 client error',
    ].join('\n'),
  );
  expect(store.summary()).toBe('shop POST /checkout: 3 spans, 1 errors');
});

test('children may come before their parents, in requests of their own', async () => {
  const store = open();
  for (const span of [...checkout].reverse()) await store.send(requestOf([span]));
  expect(store.text()).toBe(
    [
      'shop  POST /checkout  0-450 server',
      '  shop  reserve  5-25',
      '  shop  charge  30-400 client error',
    ].join('\n'),
  );
});

test('a trace without its root is shown, and says so', async () => {
  const store = open();
  await store.send(requestOf(checkout.slice(1)));
  expect(store.text()).toBe(
    ['shop  reserve  0-20 missingParent', 'shop  charge  25-395 client error missingParent'].join('\n'),
  );
  expect(store.summary()).toBe('shop reserve: 2 spans, 1 errors, partial, rootMissing');
  await store.send(requestOf(checkout.slice(0, 1)));
  expect(store.summary()).toBe('shop POST /checkout: 3 spans, 1 errors');
});

test('a span that comes again is counted once', async () => {
  const store = open();
  await store.send(requestOf(checkout));
  await store.send(requestOf([...checkout, ...checkout.slice(0, 1)]));
  expect(store.summary()).toBe('shop POST /checkout: 3 spans, 1 errors');
  expect(store.columns().duplicates).toBe(4);
  expect(store.store.index.duplicateCount).toBe(4);
  expect(store.store.index.sites.changedAfter(-1, () => true).map((site) => site.count)).toEqual([1, 1, 1]);
});

test('a duplicate is noticed in a trace of any size', async () => {
  const store = open();
  const spans = Array.from({ length: 40 }, (_, i) => ({ id: (i + 1).toString(16) }));
  for (const span of spans) await store.send(requestOf([span]));
  await store.send(requestOf(spans));
  expect([store.columns().count, store.columns().duplicates]).toEqual([40, 40]);
});

test('an end before the start is drawn without a duration', async () => {
  const store = open();
  await store.send(requestOf([{ id: '1', start: 10, end: 5 }]));
  expect(store.text()).toBe('shop  span 1  0-0 endBeforeStart');
});

test('two spans that name each other as parent are cut apart', async () => {
  const store = open();
  await store.send(
    requestOf([
      { id: '1', parent: '2', start: 0 },
      { id: '2', parent: '1', start: 1 },
    ]),
  );
  expect(store.text()).toBe('shop  span 1  0-1 cycle\n  shop  span 2  1-2');
});

test('10,000 spans under one parent', async () => {
  const store = open();
  const children = Array.from({ length: 10_000 }, (_, i) => ({
    id: (i + 2).toString(16),
    parent: '1',
    start: i,
  }));
  await store.send(requestOf([...children, { id: '1', end: 10_001 }]));
  const columns = store.columns();
  expect([columns.count, columns.subtree[0], Math.max(...columns.depth)]).toEqual([10_001, 10_001, 1]);
  expect(Array.from(columns.start.subarray(1, 4))).toEqual([0, 1e6, 2e6]);
});

test('10,000 spans in a chain', async () => {
  const store = open();
  const chain = Array.from({ length: 10_000 }, (_, i) => ({
    id: (i + 1).toString(16),
    ...(i === 0 ? {} : { parent: i.toString(16) }),
  }));
  await store.send(requestOf(chain.reverse()));
  const columns = store.columns();
  expect([columns.count, columns.depth[9_999], columns.parent[9_999]]).toEqual([10_000, 9_999, 9_998]);
  expect(store.summary()).toBe('shop span 1: 10000 spans, 0 errors');
});

test('notes say what says most of a span', async () => {
  const store = open();
  const exception = {
    name: 'exception',
    timeUnixNano: '1763816400001000000',
    attributes: [{ key: 'exception.message', value: { stringValue: 'no such order' } }],
  };
  await store.send(
    requestOf([
      { id: '1', start: 1, attributes: { 'url.path': '/orders/7', 'http.route': '/orders/:id' } },
      { id: '2', start: 2, attributes: { 'db.statement': 'SELECT\n  1' } },
      { id: '3', start: 3, attributes: { 'http.route': '/x' }, status: { code: 2, message: 'declined' } },
      { id: '4', start: 4, attributes: { 'http.route': '/x' }, events: [exception] },
      { id: '5', start: 5, attributes: { 'messaging.destination.name': 'x'.repeat(200) } },
      { id: '6', start: 6 },
    ]),
  );
  const columns = store.columns();
  const notes = Array.from(columns.note, (note) => columns.strings[note]);
  expect(notes).toEqual(['/orders/:id', 'SELECT 1', 'declined', 'no such order', `${'x'.repeat(119)}…`, '']);
  expect(Array.from(columns.eventOffset)).toEqual([0, 0, 0, 0, 1, 1, 1]);
  expect(Array.from(columns.eventTime)).toEqual([0]);
});

test('over the budget whole traces go, the oldest first, and do not come back with a restart', async () => {
  const store = open(10);
  for (let trace = 1; trace <= 6; trace++) {
    const spans = Array.from({ length: 3 }, (_, i) => ({ trace: trace.toString(16), id: `${trace}${i}` }));
    await store.send(requestOf(spans));
  }
  const kept = (): string[] => store.list.list({ limit: 10 }).traces.map((trace) => trace.traceId.slice(-1));
  expect(kept().sort()).toEqual(['4', '5', '6']);
  expect([store.store.index.spanCount, store.store.expiredSpans]).toEqual([9, 9]);
  expect(Array.from(store.store.file.traceBlocks(), (block) => block.rowId)).toEqual([4, 5, 6]);
  store.reopen();
  expect(kept().sort()).toEqual(['4', '5', '6']);
  expect(store.store.index.spanCount).toBe(9);
});

test('memory of traces that went is used again', async () => {
  const store = open(2_000);
  for (let round = 0; round < 60; round++) {
    const spans = Array.from({ length: 1_000 }, (_, i) => ({
      trace: (round * 100 + (i % 100) + 1).toString(16),
      id: (round * 1_000 + i + 1).toString(16),
      name: `operation ${i % 7}`,
    }));
    await store.send(requestOf(spans));
  }
  expect(store.store.index.spanCount).toBe(2_000);
  expect(store.store.index.rows.bytes).toBeLessThan(3 * 1_000_000);
  expect(store.store.index.traces.live).toBe(200);
});

test('names of spans that went are dropped, and those that stayed keep theirs', async () => {
  const store = open(10_000);
  await store.send(requestOf([{ trace: 'f', id: '1', name: 'early' }], 'svc', 'lib'));
  for (let round = 0; round < 25; round++) {
    const spans = Array.from({ length: 5_000 }, (_, i) => ({
      trace: (round * 5_000 + i + 1).toString(16),
      id: (round * 5_000 + i + 1).toString(16),
      name: `GET /users/${round * 5_000 + i}`,
    }));
    await store.send(requestOf(spans, 'users'));
  }
  expect(store.store.index.texts.count).toBeLessThan(60_000);
  expect(store.list.list({ limit: 1 }).traces[0]).toMatchObject({ service: 'users', spans: 1 });
  expect(store.text((125_000).toString(16))).toBe('users  GET /users/124999  0-1');
  const sites = store.store.index.sites.changedAfter(-1, () => true);
  expect([sites[0]?.name, sites[1]?.name, sites.at(-1)?.name]).toEqual([
    'early',
    'GET /users/0',
    '(other names)',
  ]);
  await store.send(requestOf([{ trace: 'e0e0e0', id: '1', name: 'early' }], 'svc', 'lib'));
  expect(store.store.index.sites.changedAfter(-1, () => true)[0]?.count).toBe(2);
});

test('a restart finds everything, sites too', async () => {
  const store = open();
  await store.send(requestOf(checkout));
  const before = store.text();
  store.reopen();
  expect(store.text()).toBe(before);
  expect(store.store.index.sites.changedAfter(-1, () => true).map((site) => site.name)).toEqual([
    'POST /checkout',
    'charge',
    'reserve',
  ]);
});

test('clear forgets everything and deals new numbers of sites', async () => {
  const store = open();
  await store.send(requestOf(checkout));
  store.store.clear();
  expect(store.list.list({ limit: 10 })).toMatchObject({ traces: [], total: 0 });
  await store.send(requestOf(checkout));
  expect(Array.from(store.columns().site)).toEqual([4, 6, 5]);
  store.reopen();
  expect(store.summary()).toBe('shop POST /checkout: 3 spans, 1 errors');
});

test('a full disk is a refusal that may be tried again, and leaves no trace', async () => {
  const store = new OpenStore(1_000, { maxPages: 8 });
  opened.push(store);
  const noise = (): string =>
    Array.from({ length: 4_000 }, () => Math.random().toString(36).slice(2)).join('');
  const sendMuch = (id: string): Promise<unknown> =>
    store.send(requestOf([{ id, trace: id, attributes: { noise: noise() } }]));
  let refusal: unknown;
  let kept = 0;
  for (let i = 1; i < 50 && refusal === undefined; i++) {
    await sendMuch(i.toString(16)).then(
      () => kept++,
      (error: unknown) => {
        refusal = error;
      },
    );
  }
  expect(refusal).toMatchObject({ retryable: true });
  expect(store.store.index.spanCount).toBe(kept);
  expect(store.list.list({ limit: 100 }).total).toBe(kept);
});

test('lists are filtered by words, service, errors and duration', async () => {
  const store = open();
  await store.send(requestOf([{ trace: '1', id: '1', name: 'GET /cart', start: 3, end: 13 }], 'storefront'));
  await store.send(
    requestOf([{ trace: '2', id: '1', name: 'POST /pay', start: 2, status: { code: 2 } }], 'payments'),
  );
  await store.send(requestOf([{ trace: '2', id: '2', parent: '1', start: 2 }], 'bank'));
  const roots = (query: object): string[] =>
    store.list.list({ limit: 10, ...query }).traces.map((trace) => trace.root);
  expect(roots({})).toEqual(['GET /cart', 'POST /pay']);
  expect(roots({ text: 'PAY bank' })).toEqual(['POST /pay']);
  expect(roots({ text: '000002' })).toEqual(['POST /pay']);
  expect(roots({ service: 'bank' })).toEqual(['POST /pay']);
  expect(roots({ errorsOnly: true })).toEqual(['POST /pay']);
  const ids = ['2', '2', '9'].map((digit) => digit.padStart(32, '0'));
  expect(roots({ traceIds: ids })).toEqual(['POST /pay']);
  expect(roots({ traceIds: ids, text: 'cart' })).toEqual([]);
  expect(roots({ minDurationNano: 5e6 })).toEqual(['GET /cart']);
  expect(ensureExists(store.list.list({ limit: 1 }))).toMatchObject({ matched: 2, total: 2 });
  expect(store.list.list({ limit: 10 }).traces[1]?.services).toEqual(['bank', 'payments']);
});
