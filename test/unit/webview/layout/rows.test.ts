import { expect, test } from 'vitest';
import {
  buildRows,
  groupKinds,
  keepAncestors,
  parentRow,
  type Rows,
  rowOfSpan,
  spanOf,
} from '../../../../webview/layout/rows.ts';
import { makeTraceModel, type TraceModel } from '../../../../webview/state/traceModel.ts';
import { traceOf } from '../../support/traceText.ts';

const shop = makeTraceModel(
  traceOf(`
    shop  GET /  0-100
      "  load  5-60
        "  SELECT  5-10
        "  SELECT  11-16
        "  SELECT  17-22
        "  SELECT  23-28
        "  SELECT  29-34
        "  cache  40-50
      "  render  60-90
        "  escape  61-62
  `),
  [],
);

test('every span is a row, and equal siblings are one', () => {
  expect(picture(shop)).toEqual(['GET /', '  load', '    5 × SELECT', '    cache', '  render', '    escape']);
});

test('a collapsed span hides its whole subtree', () => {
  expect(picture(shop, { collapsed: ['load'] })).toEqual(['GET /', '  load', '  render', '    escape']);
});

test('an opened group stands above its members', () => {
  expect(picture(shop, { opened: true }).slice(1, 9)).toEqual([
    '  load',
    '    5 × SELECT',
    '      SELECT',
    '      SELECT',
    '      SELECT',
    '      SELECT',
    '      SELECT',
    '    cache',
  ]);
});

test('a filter keeps what matches and its ancestors, whatever is folded', () => {
  expect(picture(shop, { collapsed: ['load', 'GET /'], keep: ['cache'] })).toEqual([
    'GET /',
    '  load',
    '    cache',
  ]);
});

test('a filter that nothing matches leaves no rows', () => {
  expect(picture(shop, { keep: [] })).toEqual([]);
});

test('a hidden span is found at the row that hides it', () => {
  const rows = rowsOf(shop, { collapsed: ['load'] });
  expect(shown(shop, rows, rowOfSpan(rows, shop.groups, indexOf('cache')))).toBe('  load');
  const folded = rowsOf(shop, {});
  expect(shown(shop, folded, rowOfSpan(folded, shop.groups, 4))).toBe('    5 × SELECT');
});

test('the row of a group is another than that of its first member', () => {
  const rows = rowsOf(shop, { opened: true });
  const asGroup = rowOfSpan(rows, shop.groups, 2, groupKinds.siblings);
  expect([asGroup, rowOfSpan(rows, shop.groups, 2)]).toEqual([2, 3]);
});

test('the parent of a row is the last one above that is less deep', () => {
  const rows = rowsOf(shop, { opened: true });
  expect([0, 1, 2, 3, 8, 9].map((row) => parentRow(rows, row))).toEqual([-1, 0, 1, 2, 1, 0]);
});

interface Choice {
  readonly collapsed?: readonly string[];
  readonly opened?: boolean;
  readonly keep?: readonly string[];
}

function picture(model: TraceModel, choice: Choice = {}): string[] {
  const rows = rowsOf(model, choice);
  return Array.from({ length: rows.length }, (_, row) => shown(model, rows, row));
}

function rowsOf({ columns, groups }: TraceModel, { collapsed = [], opened = false, keep }: Choice): Rows {
  const matches = keep && Uint32Array.from(keep.map(indexOf)).sort();
  return buildRows(columns, groups, {
    collapsed: Uint8Array.from({ length: columns.count }, (_, i) =>
      collapsed.includes(nameAt(columns, i)) ? 1 : 0,
    ),
    opened: new Uint8Array(groups.count).fill(opened ? 1 : 0),
    shown: matches && keepAncestors(columns.parent, matches, columns.count),
    unfolded: matches !== undefined,
  });
}

function shown({ columns, groups }: TraceModel, rows: Rows, row: number): string {
  const entry = rows.entry[row] ?? 0;
  const size = entry < 0 ? `${(groups.end[~entry] ?? 0) - (groups.first[~entry] ?? 0)} × ` : '';
  return `${'  '.repeat(rows.depth[row] ?? 0)}${size}${nameAt(columns, spanOf(entry, groups))}`;
}

function indexOf(name: string): number {
  return Array.from(shop.columns.name).findIndex((text) => shop.columns.strings[text] === name);
}

function nameAt({ name, strings }: TraceModel['columns'], index: number): string {
  return strings[name[index] ?? 0] ?? '';
}
