import { afterAll, afterEach, expect, test } from 'vitest';
import { siteSpans } from '../../../src/collector/answer/siteSpans.ts';
import type { SiteId } from '../../../src/shared/ids.ts';
import type { Site } from '../../../src/shared/site.ts';
import { OpenStore } from './openStore.ts';
import { requestOf } from './otlpRequest.ts';

const store = new OpenStore();
afterEach(() => store.store.clear());
afterAll(() => store.close());

function sites(since = -1): Site[] {
  return store.store.index.sites.changedAfter(since, () => true);
}

test('old and new names of code attributes, in any order, are one site', async () => {
  await store.send(
    requestOf([
      { id: '1', name: 'pay', attributes: { 'code.file.path': '/app/pay.ts', 'code.line.number': 7 } },
      {
        id: '2',
        name: 'pay',
        attributes: { 'code.lineno': 7, 'user.id': 'x', 'code.filepath': '/app/pay.ts' },
      },
      { id: '3', name: 'pay', attributes: { 'code.namespace': 'Pay', 'code.function': 'charge' } },
      { id: '4', name: 'pay', attributes: { 'code.unknown': 'at x' } },
      { id: '5', name: 'pay' },
    ]),
  );
  expect(sites().map(({ code, count }) => ({ code, count }))).toEqual([
    { code: { filePath: '/app/pay.ts', line: 7 }, count: 2 },
    { code: { functionName: 'charge', namespace: 'Pay' }, count: 1 },
    { code: {}, count: 2 },
  ]);
});

test('figures and examples of a site', async () => {
  const spans = Array.from({ length: 100 }, (_, i) => ({
    id: (i + 1).toString(16),
    name: 'query',
    start: i,
    end: i + i + 1,
    status: { code: i === 40 ? 2 : 0 },
  }));
  await store.send(requestOf(spans));
  const [site] = sites();
  expect(site).toMatchObject({ count: 100, errors: 1, minNano: 1e6, maxNano: 100e6 });
  expect(Math.abs((site?.p50Nano ?? 0) - 50e6)).toBeLessThan(1e6);
  expect(Math.abs((site?.p95Nano ?? 0) - 95e6)).toBeLessThan(1.9e6);
  expect(site?.histogram.reduce((sum, count) => sum + count, 0)).toBe(100);
  expect([site?.slowest, site?.latest, site?.latestFailed].map((ref) => ref?.spanId)).toEqual([
    '0000000000000064',
    '0000000000000064',
    '0000000000000029',
  ]);
});

test('only what changed is answered', async () => {
  await store.send(
    requestOf([
      { id: '1', name: 'a' },
      { id: '2', name: 'b' },
    ]),
  );
  const { revision } = store.store;
  await store.send(requestOf([{ id: '3', name: 'b' }]));
  expect(sites(revision).map((site) => site.name)).toEqual(['b']);
});

test('too many names are counted together', async () => {
  const spans = Array.from({ length: 10_050 }, (_, i) => ({ id: (i + 1).toString(16), name: `user ${i}` }));
  await store.send(requestOf(spans));
  const all = sites();
  expect(all.length).toBe(10_001);
  expect(all.at(-1)).toMatchObject({ name: '(other names)', service: 'shop', count: 50 });
});

test('spans of a site, slowest, latest or failed first', async () => {
  await store.send(
    requestOf([
      { id: '1', name: 'q', start: 1, end: 9 },
      { id: '2', name: 'q', start: 2, end: 3, status: { code: 2 } },
      { id: '3', name: 'q', start: 3, end: 5 },
      { id: '4', name: 'other', start: 4, end: 50 },
    ]),
  );
  const id = sites()[0]?.id as SiteId;
  const ids = (order: 'slowest' | 'latest' | 'failedFirst'): string =>
    siteSpans(store.store, { sites: [id], order, limit: 2 })
      .spans.map((span) => span.spanId.slice(-1))
      .join(' ');
  expect([ids('slowest'), ids('latest'), ids('failedFirst')]).toEqual(['1 3', '3 2', '2 3']);
  expect(siteSpans(store.store, { sites: [id], order: 'latest', limit: 2 }).matched).toBe(3);
});

test('a span is not found before it is committed', async () => {
  const everySite = Array.from({ length: 20_000 }, (_, id) => id as SiteId);
  const query = { sites: everySite, order: 'latest', limit: 5 } as const;
  const sent = store.send(requestOf([{ id: '1' }]));
  expect(siteSpans(store.store, query).matched).toBe(0);
  await sent;
  expect(siteSpans(store.store, query).matched).toBe(1);
});
