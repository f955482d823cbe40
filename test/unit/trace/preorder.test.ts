import { expect, test } from 'vitest';
import { spanFlags } from '../../../src/shared/traceColumns.ts';
import { preorder } from '../../../src/trace/preorder.ts';
import { textOf, traceOf, traceOfSpans } from '../support/traceText.ts';
import { chainOf, randomSpans, seededRandom, wideOf } from './randomSpans.ts';

test('children stand behind their parent, siblings by start', () => {
  const trace = traceOf(`
    shop  checkout  0-100 server
      shop  pay  50-90 client
        bank  charge  60-80 server error
      shop  reserve  10-40
  `);
  expect(textOf(trace)).toBe(
    [
      'shop  checkout  0-100 server',
      '  shop  reserve  10-40',
      '  shop  pay  50-90 client',
      '    bank  charge  60-80 server error',
    ].join('\n'),
  );
  expect([...trace.subtree]).toEqual([4, 1, 2, 1]);
  expect([...trace.parent]).toEqual([-1, 0, 0, 2]);
});

test('siblings that start together stand by span id, whatever order they came in', () => {
  const first = traceOf(`
    a  one  0-10 id=f000000000000001
    a  two  0-10 id=2
    a  three  0-10 id=1
  `);
  expect(textOf(first)).toBe('a  three  0-10\na  two  0-10\na  one  0-10');
});

test('a span whose parent has not come stands on the first level and says so', () => {
  const trace = traceOf(`
    b  late  5-9 parent=77
    a  root  0-10
  `);
  expect(textOf(trace)).toBe('a  root  0-10\nb  late  5-9 missingParent');
});

test('spans that name the same missing parent stand together, where the earliest of them belongs', () => {
  const trace = traceOf(`
    a  first  1-9 parent=77
      a  child  2-3
    a  root  4-10
    b  other  5-9 parent=78
    b  second  6-9 parent=77
  `);
  expect(textOf(trace)).toBe(
    [
      'a  first  1-9 missingParent',
      '  a  child  2-3',
      'b  second  6-9 missingParent',
      'a  root  4-10',
      'b  other  5-9 missingParent',
    ].join('\n'),
  );
});

test('a cycle is cut at its earliest span, wherever the walk enters it', () => {
  const lines = [
    'a  one  5-9 id=1 parent=2',
    'a  two  3-9 id=2 parent=3',
    'a  three  4-9 id=3 parent=1',
    'a  beside  6-7 id=4 parent=1',
  ];
  const cut = textOf(traceOf(lines.join('\n')));
  expect(cut).toBe('a  two  3-9 cycle\n  a  one  5-9\n    a  three  4-9\n    a  beside  6-7');
  expect(textOf(traceOf([...lines].reverse().join('\n')))).toBe(cut);
});

test('a span that is its own parent is cut loose', () => {
  expect(textOf(traceOf('a  self  0-1 id=1 parent=1'))).toBe('a  self  0-1 cycle');
});

test('no spans give empty columns', () => {
  expect(textOf(traceOfSpans([]))).toBe('');
});

test('an id that came twice neither loops nor loses a span', () => {
  const trace = traceOf(`
    a  first  0-9 id=1 parent=2
    a  again  1-9 id=1 parent=1
    a  child  2-9 id=2 parent=1
  `);
  expect(trace.count).toBe(3);
  expect([...trace.parent].filter((parent) => parent < 0)).toHaveLength(1);
});

test.each([
  ['chain', chainOf(100_000), 99_999],
  ['wide', wideOf(100_000), 1],
])('100,000 spans in a %s', (_name, spans, depth) => {
  const trace = traceOfSpans(spans);
  expect(trace.subtree[0]).toBe(100_000);
  expect(trace.depth[99_999]).toBe(depth);
});

test('random trees come out whole: parents first, subtrees closed, siblings in order', () => {
  const random = seededRandom(1);
  for (let round = 0; round < 100; round++) {
    const spans = randomSpans(random, { count: 1 + Math.floor(random() * 60), broken: true });
    const { parent, depth, subtree, start, flags, count } = traceOfSpans(spans);
    let firstLevel = 0;
    for (let i = 0; i < count; i++) {
      const above = parent[i] ?? 0;
      expect(above).toBeLessThan(i);
      if (above < 0) firstLevel += subtree[i] ?? 0;
      expect(depth[i]).toBe(above < 0 ? 0 : (depth[above] ?? 0) + 1);
      const next = i + (subtree[i] ?? 0);
      const end = above < 0 ? count : above + (subtree[above] ?? 0);
      expect(next).toBeLessThanOrEqual(end);
      const isOrphan =
        above < 0 && [i, next].some((at) => ((flags[at] ?? 0) & spanFlags.missingParent) !== 0);
      if (next < end && !isOrphan) expect(start[next]).toBeGreaterThanOrEqual(start[i] ?? 0);
    }
    expect(firstLevel).toBe(count);
  }
});

test('the order does not depend on the order of arrival', () => {
  const random = seededRandom(2);
  for (let round = 0; round < 50; round++) {
    const spans = randomSpans(random, { count: 40, broken: true });
    const shuffled = spans.map((span) => ({ span, key: random() })).sort((a, b) => a.key - b.key);
    expect(textOf(traceOfSpans(shuffled.map(({ span }) => span)))).toBe(textOf(traceOfSpans(spans)));
  }
});

test('starts that are negative or equal sort by their value also where there are many', () => {
  const count = 10_000;
  const spanId = new Uint8Array(8 * count);
  const view = new DataView(spanId.buffer);
  const start = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    view.setUint32(8 * i + 4, count - i);
    start[i] = ((i * 7919) % 101) - 50 + (i % 2) / 2;
  }
  const { order } = preorder({ count, spanId, parentSpanId: new Uint8Array(8 * count), start });
  const expected = Array.from(start.keys()).sort((a, b) => (start[a] ?? 0) - (start[b] ?? 0) || b - a);
  expect([...order]).toEqual(expected);
});
