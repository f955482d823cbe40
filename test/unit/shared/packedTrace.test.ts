import { expect, test } from 'vitest';
import { type PackedTrace, packTrace, unpackTrace } from '../../../src/shared/packedTrace.ts';
import { spanFlags, type TraceColumns } from '../../../src/shared/traceColumns.ts';
import { type TestSpan, traceOf, traceOfSpans } from '../support/traceText.ts';
import { seededRandom } from '../trace/randomSpans.ts';

test.each([
  ['no span', ''],
  ['one span', 'shop  GET /  0-1'],
  [
    'a tree',
    'a  root  0-100 server\n  b  one  10-20 client error note:SELECT 1\n    b  two  12-13 events=12,12.5\n  a  one  30-40',
  ],
  ['missing parents', 'a  root  0-100 parent=ff\n  b  one  10-20\nc  other  5-6 parent=fe links exception'],
])('%s comes out as it went in', (_name, text) => {
  const columns = traceOf(text);
  expect(unpackTrace(packTrace(columns))).toEqual(columns);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])('any trace comes out as it went in: %i', (seed) => {
  const columns = randomTrace(seed, 400);
  expect(unpackTrace(sent(packTrace(columns)))).toEqual(columns);
});

test('a chain, a crowd of siblings, and a class for each of 100,000 spans', () => {
  const count = 100_000;
  const chain = shaped(count, (i) => i - 1);
  const wide = shaped(count, (i) => (i === 0 ? -1 : 0));
  for (const columns of [chain, wide]) expect(areEqual(unpackTrace(packTrace(columns)), columns)).toBe(true);
  // A third of what the columns take.
  expect(packTrace(wide).bytes.length).toBeLessThan(25 * count);
});

test('times that are no whole nanoseconds, or too large to be told apart, go as they are', () => {
  const columns = traceOf('a  root  0-100 events=50\n  a  one  10-20');
  const odd = { ...columns, start: Float64Array.of(0.5, 2 ** 53), duration: Float64Array.of(1e300, 0.25) };
  expect(unpackTrace(packTrace(odd))).toEqual(odd);
});

test('an id of a parent that is not the one in the tree is kept', () => {
  const columns = traceOf('a  root  0-100\n  a  one  10-20');
  const cut = { ...columns, parent: Int32Array.of(-1, -1), depth: Uint32Array.of(0, 0) };
  const cycle = { ...cut, subtree: Uint32Array.of(1, 1), flags: Uint8Array.of(0, spanFlags.cycle) };
  expect(unpackTrace(packTrace(cycle))).toEqual(cycle);
});

test('the bytes have a buffer of exactly their size, and ids may lie anywhere', () => {
  const columns = traceOf('a  root  0-100\n  a  one  10-20');
  const around = new Uint8Array(100).fill(7);
  around.set(columns.spanId, 3);
  const packed = packTrace({ ...columns, spanId: around.subarray(3, 19) });
  expect(packed.bytes.byteLength).toBe(packed.bytes.buffer.byteLength);
  expect(unpackTrace(packed)).toEqual(columns);
});

test('bytes that were cut are an error', () => {
  const packed = packTrace(traceOf('a  root  0-100\n  a  one  10-20'));
  for (let length = 0; length < packed.bytes.length; length++) {
    expect(() => unpackTrace({ ...packed, bytes: packed.bytes.slice(0, length) })).toThrow(RangeError);
  }
});

/** As it is after a way over `postMessage`. */
function sent(packed: PackedTrace): PackedTrace {
  return structuredClone(packed);
}

function randomTrace(seed: number, count: number): TraceColumns {
  const random = seededRandom(seed);
  const pick = (below: number): number => Math.floor(random() * below);
  const spans = Array.from({ length: count }, (_, i): TestSpan => {
    const start = pick(1e9);
    const parent = pick(10) === 0 ? 5000 + pick(9) : 1 + pick(Math.max(1, i));
    return {
      id: (i + 1).toString(16),
      ...(pick(20) === 0 ? {} : { parent: parent.toString(16) }),
      name: `name ${pick(30)}`,
      service: `service ${pick(4)}`,
      note: pick(3) === 0 ? `note ${pick(300)}` : '',
      status: pick(9) === 0 ? 'error' : 'unset',
      site: 1 + pick(70_000),
      start,
      end: start + pick(2) * pick(1e12),
      events: Array.from({ length: pick(3) * pick(2) }, () => start + pick(1000)),
      exception: pick(8) === 0,
    };
  });
  return traceOfSpans(spans);
}

function shaped(count: number, parentOf: (i: number) => number): TraceColumns {
  return traceOfSpans(
    Array.from({ length: count }, (_, i): TestSpan => {
      const parent = parentOf(i);
      const above = parent < 0 ? {} : { parent: (parent + 1).toString(16) };
      return { id: (i + 1).toString(16), ...above, name: `step ${i}`, start: i * 10, end: i * 10 + 5 };
    }),
  );
}

/** As `toEqual` on columns of this size would take seconds. */
function areEqual(one: TraceColumns, other: TraceColumns): boolean {
  return Object.entries(one).every(([name, value]) => {
    const same = other[name as keyof TraceColumns];
    if (!ArrayBuffer.isView(value)) return JSON.stringify(value) === JSON.stringify(same);
    const bytes = (view: ArrayBufferView) => Buffer.from(view.buffer, view.byteOffset, view.byteLength);
    return bytes(value).equals(bytes(same as ArrayBufferView));
  });
}
