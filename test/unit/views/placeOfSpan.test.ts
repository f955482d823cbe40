import { expect, test } from 'vitest';
import type { SiteId, SpanIndex } from '../../../src/shared/ids.ts';
import type { Placement } from '../../../src/shared/placement.ts';
import { placeOfSpan } from '../../../src/views/placeOfSpan.ts';
import { columnsOf } from './columnsOf.ts';

// handler (0) → middleware (1) → tcp (2); elsewhere (3) → tcp (4)
const columns = columnsOf([-1, 0, 1, -1, 3].map((parent) => ({ parent, start: 0, duration: 1 })));

test.each<[span: number, line: number | undefined]>([
  [0, 12],
  [2, 12],
  [4, undefined],
])('span %i: the line of the caller is that of this span, not of others of its kind', async (span, line) => {
  const own = placement('code.file.path', 'exact', 12);
  const called = placement('called from', 'low', 99);
  const known = new Map([
    [columns.site[0], own],
    [columns.site[1], called],
    [columns.site[2], called],
    [columns.site[4], called],
  ]);
  const placementOf = (site: SiteId): Placement | undefined => known.get(site);
  const places = { placementOf, resolve: async (site: SiteId) => placementOf(site) };
  const found = await placeOfSpan(columns, span as SpanIndex, places);
  expect(found?.location.line).toBe(line);
});

function placement(rung: string, confidence: Placement['confidence'], line: number): Placement {
  return { location: { path: '/a.ts', line }, rung, confidence, evidence: '' };
}
