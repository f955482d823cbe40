import { expect, test } from 'vitest';
import type { AttributeKey } from '../../../../src/shared/traceAttributes.ts';
import { clockTime, decimalsFor } from '../../../../webview/layout/clockTime.ts';
import { columnChoices } from '../../../../webview/layout/columnChoices.ts';
import { tableColumns } from '../../../../webview/layout/tableColumns.ts';

test('columns leave the timeline its room', () => {
  const widths = tableColumns(['a', 'b'], 'relative', { a: 300, b: 300 }, 500).map(({ width }) => width);
  expect(widths).toEqual([150, 150]);
});

test('the column that tells times stands once, also where times bring it', () => {
  const titles = (keys: string[], mode: 'relative' | 'absolute' | 'sincePrevious'): string[] =>
    tableColumns(keys, mode, {}, 1000).map(({ title }) => title);
  expect(titles(['a'], 'absolute')).toEqual(['Start', 'a']);
  expect(titles(['a', 'span:start'], 'sincePrevious')).toEqual(['a', 'Since above']);
  expect(titles(['a'], 'relative')).toEqual(['a']);
});

test('what can be a column: fields, then attributes by how many spans have them, without those that are', () => {
  const keys = [key('order.id', 3), key('http.route', 9), key('version', 9, 'resource')];
  const titles = (text: string): string[] =>
    columnChoices(keys, ['span:kind'], text).map(({ title, spans }) => `${title} ${spans}`);
  expect(titles('').slice(0, 2)).toEqual(['Start 0', 'Duration 0']);
  expect(titles('r')).toEqual([
    'resource.version 9',
    'Start 0',
    'Duration 0',
    'Critical path 0',
    'http.route 9',
    'order.id 3',
  ]);
});

test('times of day have the decimals that their steps need', () => {
  expect([1e9, 250e6, 1e6, 20].map(decimalsFor)).toEqual([0, 1, 3, 8]);
  const time = (14 * 3600 + 2 * 60 + 31) * 1e9 + 250e6;
  expect([clockTime(time, 0), clockTime(time, 3), clockTime(time + 86_400e9, 1)]).toEqual([
    '14:02:31',
    '14:02:31.250',
    '14:02:31.3',
  ]);
});

function key(name: string, spans: number, from: AttributeKey['from'] = 'span'): AttributeKey {
  return { key: name, from, spans, values: [], distinct: 1 };
}
