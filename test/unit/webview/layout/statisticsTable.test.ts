import { expect, test } from 'vitest';
import type { SiteId } from '../../../../src/shared/ids.ts';
import type { AttributeColumn } from '../../../../src/shared/traceAttributes.ts';
import type { SiteLine } from '../../../../src/shared/waterfallProtocol.ts';
import { type Grouping, rowQuery, spanGrouping } from '../../../../webview/layout/spanGrouping.ts';
import {
  fewWords,
  type StatisticsColumn,
  shareWords,
  sortStatistics,
  statisticsCells,
  statisticsTable,
} from '../../../../webview/layout/statisticsTable.ts';
import { makeTraceModel } from '../../../../webview/state/traceModel.ts';
import { traceOf } from '../../support/traceText.ts';

const model = makeTraceModel(
  traceOf(`
    shop  GET /  0-100 site=1
      "  load  5-60 site=2
        db  SELECT  10-30 site=3
        db  SELECT  30-50 error site=3
      "  render  60-90 site=2
  `),
  [],
);
const line = (site: number, kind: SiteLine['kind'], label: string): [SiteId, SiteLine] => [
  site as SiteId,
  { site: site as SiteId, kind, label, path: `src/${label}` },
];
const lines = new Map([
  line(1, 'own', 'app.ts:1'),
  line(2, 'own', 'load.ts:7'),
  line(3, 'caller', 'db.ts:2'),
]);
const route: AttributeColumn = {
  key: 'route',
  value: Uint32Array.of(1, 0, 0, 2, 0),
  values: ['/', 'say "hi"'],
};

test('groups by operation', () => {
  expect(picture('operation', 'self')).toMatchInlineSnapshot(`
    "SELECT              2      1  40 ms  40 ms  20 ms  20 ms   40 %   service=db name=SELECT
    render              1         30 ms  30 ms  30 ms  30 ms   30 %   service=db name=render
    GET /               1        100 ms  15 ms 100 ms 100 ms   15 %   service=shop name="GET /"
    load                1         55 ms  15 ms  55 ms  55 ms   15 %   service=shop name=load
    all 5, without 0"
  `);
});

test('groups by service', () => {
  expect(picture('service', 'name')).toMatchInlineSnapshot(`
    "db                  3      1  70 ms  70 ms  30 ms  30 ms   70 %   service=db
    shop                2        155 ms  30 ms 100 ms 100 ms   30 %   service=shop
    all 5, without 0"
  `);
});

test('groups by line, that of a caller where the span has none of its own', () => {
  expect(picture('line', 'count')).toMatchInlineSnapshot(`
    "src/load.ts:7       4      1 125 ms  85 ms  55 ms  55 ms   85 %   line=src/load.ts:7
    src/app.ts:1        1        100 ms  15 ms 100 ms 100 ms   15 %   line=src/app.ts:1
    all 5, without 0"
  `);
});

test('groups by attribute, and counts what does not have it', () => {
  expect(picture('@route', 'total')).toMatchInlineSnapshot(`
    "/                   1        100 ms  15 ms 100 ms 100 ms   15 %   route=/
    say "hi"            1      1  20 ms  20 ms  20 ms  20 ms   20 %   route="say \\"hi\\""
    all 2, without 3"
  `);
});

test('waits for the values of an attribute', () => {
  expect(spanGrouping('@other', { columns: model.columns, lines, column: () => undefined })).toBeUndefined();
});

test('shares say that there is something, however little', () => {
  expect([0, 0.001, 0.01, 0.526, 1].map((part) => shareWords(part, 1))).toEqual([
    '',
    '< 1 %',
    '1 %',
    '53 %',
    '100 %',
  ]);
});

test('few spans are said', () => {
  expect(fewWords({ count: 1 })).toBe('Told from 1 span only; a 95th percentile needs 20');
  expect(fewWords({ count: 20 })).toBe('');
});

/** The sorted table as text, the query of each row behind it. */
function picture(by: Grouping, column: StatisticsColumn): string {
  const groups = spanGrouping(by, { columns: model.columns, lines, column: () => route });
  if (groups === undefined) return 'loading';
  const table = statisticsTable(
    model.columns,
    groups,
    { self: model.selfNano(), critical: model.path.total },
    model.facts.pathNano,
  );
  const rows = sortStatistics(table.rows, { column, descending: column !== 'name' }).map((row) => {
    const { count, errors, total, self, p95, max, critical } = statisticsCells(row, table.pathNano);
    const cells = [count, errors, total, self, p95, max, critical].map((cell) => cell.padStart(7)).join('');
    return `${row.name.padEnd(14)}${cells}   ${rowQuery(by, row)}`;
  });
  return [...rows, `all ${table.all?.count}, without ${table.without}`].join('\n');
}
