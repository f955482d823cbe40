import { expect, test } from 'vitest';
import { hasSecondarySideBar } from '../../../src/views/secondarySideBar.ts';
import { readSitesQuery, readSpanRef } from '../../../src/views/spanArguments.ts';
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
  ['1.101.0', false],
  ['1.105.1', false],
  ['1.106.0', true],
  ['1.139.1-insider', true],
  ['2.0.0', true],
])('VS Code %s has views in its secondary side bar: %s', (version, has) => {
  expect(hasSecondarySideBar(version)).toBe(has);
});
