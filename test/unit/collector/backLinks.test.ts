import { afterEach, expect, test } from 'vitest';
import { backLinks } from '../../../src/collector/answer/backLinks.ts';
import { sourceOf } from '../../../src/collector/store/gatherBuffer.ts';
import { LinkTable } from '../../../src/collector/store/linkTable.ts';
import type { SpanId, TraceId } from '../../../src/shared/ids.ts';
import { OpenStore } from './openStore.ts';
import { requestOf, traceA, wireOf } from './otlpRequest.ts';

const opened: OpenStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

function open(maxSpans?: number): OpenStore {
  const store = new OpenStore(maxSpans);
  opened.push(store);
  return store;
}

const traceB = 'b'.repeat(32);

function link(span: string, trace = traceA): object {
  return { traceId: trace, spanId: span.padStart(16, '0') };
}

/** Who links to a span: the end of the trace's id, the service and the name. */
function picture(store: OpenStore, span: string, trace = traceA): string {
  const ref = { traceId: trace as TraceId, spanId: span.padStart(16, '0') as SpanId };
  return backLinks(store.store, ref)
    .map(
      ({ traceId, spanId, name, service }) => `${traceId.slice(-1)}/${spanId.slice(-2)} ${service} ${name}`,
    )
    .join('\n');
}

test('spans of any trace that link to a span are found, the latest first, also after a restart', async () => {
  const store = open();
  await store.send(requestOf([{ id: '1' }, { id: '2', start: 5, links: [link('1'), link('1'), link('9')] }]));
  await store.send(
    requestOf(
      [
        { trace: traceB, id: '3', start: 9, links: [link('1')] },
        { id: '4', links: [link('3', traceB)] },
      ],
      'queue',
    ),
  );
  const all = (): string[] => [
    picture(store, '1'),
    picture(store, '9'),
    picture(store, '3', traceB),
    picture(store, '2'),
  ];
  const expected = ['b/03 queue span 3\na/02 shop span 2', 'a/02 shop span 2', 'a/04 queue span 4', ''];
  expect(all()).toEqual(expected);
  store.reopen();
  expect(all()).toEqual(expected);
  store.store.clear();
  expect(all()).toEqual(['', '', '', '']);
});

test('a span that comes again has its links once, and one that is refused has none', async () => {
  const store = open();
  const spans = [
    { id: '2', links: [link('1')] },
    { id: '0', links: [link('1')] },
    { id: '3', links: [link('1')] },
  ];
  await store.send(requestOf(spans));
  await store.send(requestOf(spans));
  expect([picture(store, '1'), store.store.index.links.count]).toEqual([
    'a/03 shop span 3\na/02 shop span 2',
    2,
  ]);
});

test('links go with the traces that have them', async () => {
  const store = open(10);
  for (let trace = 1; trace <= 6; trace++) {
    const spans = Array.from({ length: 3 }, (_, i) => ({
      trace: trace.toString(16),
      id: `${trace}${i}`,
      links: [link('1'), link('2')],
    }));
    await store.send(requestOf(spans));
  }
  expect(picture(store, '1').split('\n').length).toBe(9);
  expect(store.store.index.links.count).toBe(18);
});

test('links that are broken leave the span, and requests that are broken leave nothing', async () => {
  const store = open();
  const wire = wireOf(
    requestOf([
      {
        id: '2',
        links: [{ traceId: 'abcd', spanId: '12' }, {}, link('1'), { ...link('7'), traceState: 'xyz' }],
      },
    ]),
  );
  // The length of the trace state reaches over its link.
  wire[Buffer.from(wire).indexOf('xyz') - 1] = 0x7f;
  await store.intake.offerTraces(sourceOf(wire));
  expect([picture(store, '1'), picture(store, '7')]).toEqual(['a/02 shop span 2', '']);
  const good = wireOf(requestOf([{ id: '5', links: [link('1')] }]));
  const both = Buffer.concat([good, Buffer.from([0x0a, 0x7f])]);
  await expect(store.intake.offerTraces(sourceOf(both))).rejects.toThrow();
  await store.intake.offerTraces(sourceOf(wireOf(requestOf([{ id: '6', links: [link('7')] }]))));
  expect([picture(store, '1'), picture(store, '7')]).toEqual(['a/02 shop span 2', 'a/06 shop span 6']);
});

test('of very many only the latest hundred are told', async () => {
  const store = open();
  const spans = Array.from({ length: 5_000 }, (_, i) => ({
    id: (i + 16).toString(16),
    start: i,
    links: [link('1')],
  }));
  await store.send(requestOf(spans));
  const lines = picture(store, '1').split('\n');
  expect([lines.length, lines[0], lines[99]]).toEqual([100, 'a/97 shop span 1397', 'a/34 shop span 1334']);
});

test('a table that grows and shrinks keeps what it has, the latest first', () => {
  const table = new LinkTable();
  const target = (n: number): Uint32Array => Uint32Array.of(1, 2, 3, 4, 5, n);
  const expected = new Map<number, number[]>();
  const live: number[] = [];
  let random = 7;
  const next = (below: number): number => {
    random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
    return (random >>> 8) % below;
  };
  for (let row = 0; row < 4_000; row++) {
    const to = next(30);
    table.add(row, target(to), 0);
    expected.set(to, [row, ...(expected.get(to) ?? [])]);
    live.push(row);
    if (next(3) > 0) continue;
    const [gone] = live.splice(next(live.length), 1) as [number];
    table.remove(gone);
    for (const [key, rows] of expected)
      expected.set(
        key,
        rows.filter((other) => other !== gone),
      );
  }
  expect(table.count).toBe(live.length);
  for (let to = 0; to < 30; to++) expect([...table.rowsTo(target(to))]).toEqual(expected.get(to) ?? []);
});
