import { expect, test } from 'vitest';
import { hasSecondarySideBar } from '../../../src/views/secondarySideBar.ts';
import { readSitesQuery, readSpanRef } from '../../../src/views/spanArguments.ts';
import { traceIdIn } from '../../../src/views/traceIdIn.ts';
import { spanIdOf } from './columnsOf.ts';
import { traceId } from './traceSummary.ts';

test('a span of a link is read, and nothing else', () => {
  const span = { traceId: traceId(1), spanId: spanIdOf(2) };
  expect(readSpanRef({ ...span, more: 1 })).toEqual(span);
  for (const wrong of [undefined, null, 'x', {}, { ...span, spanId: 'x' }, { ...span, traceId: 7 }]) {
    expect(readSpanRef(wrong)).toBeUndefined();
  }
});

test('sites of a link are read, and nothing else', () => {
  expect(readSitesQuery({ sites: [1, 2], failedOnly: true })).toEqual({ sites: [1, 2], failedOnly: true });
  expect(readSitesQuery({ sites: [] })).toEqual({ sites: [], failedOnly: false });
  for (const wrong of [undefined, {}, { sites: 1 }, { sites: ['1'] }]) {
    expect(readSitesQuery(wrong)).toBeUndefined();
  }
});

test.each([
  [traceId(10)],
  [`00-${traceId(10)}-${spanIdOf(1)}-01`],
  [`trace_id=${traceId(10).toUpperCase()} level=info`],
])('a trace id is found in %s', (text) => {
  expect(traceIdIn(text)).toBe(traceId(10));
});

test.each(['', 'checkout', '0'.repeat(32), 'a'.repeat(33)])('there is none in "%s"', (text) => {
  expect(traceIdIn(text)).toBeUndefined();
});

test.each([
  ['1.101.0', false],
  ['1.105.1', false],
  ['1.106.0', true],
  ['1.139.1-insider', true],
  ['2.0.0', true],
])('VS Code %s has views in its secondary side bar: %s', (version, has) => {
  expect(hasSecondarySideBar(version)).toBe(has);
});
