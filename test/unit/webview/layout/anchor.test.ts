import { expect, test } from 'vitest';
import type { SpanId } from '../../../../src/shared/ids.ts';
import { anchoredTop, takeAnchor } from '../../../../webview/layout/anchor.ts';
import { buildRows } from '../../../../webview/layout/rows.ts';
import { makeTraceModel, type TraceModel } from '../../../../webview/state/traceModel.ts';
import { traceOf } from '../../support/traceText.ts';

const before = makeTraceModel(
  traceOf(`
    a  root  0-100 id=1
      a  one  10-20 id=2
      a  two  30-40 id=3
      a  three  50-60 id=4
  `),
  [],
);
const after = makeTraceModel(
  traceOf(`
    a  root  0-100 id=1
      a  early  1-2 id=5
      a  one  10-20 id=2
        a  inside  11-12 id=6
      a  two  30-40 id=3
      a  three  50-60 id=4
  `),
  [],
);

test('what stands at the top stays there while spans arrive above it', () => {
  expect(move(before, after, 2 * 22 + 5)).toBe(4 * 22 + 5);
});

test('the beginning stays the beginning', () => {
  expect(move(before, after, 0)).toBe(0);
});

test('where the span is gone the position stays', () => {
  expect(move(after, before, 22)).toBe(22);
});

test('an empty view has no anchor', () => {
  const none = { length: 0, entry: new Int32Array(), depth: new Uint32Array() };
  expect(takeAnchor(none, before.groups, 0, 22, before.idOf)).toBeUndefined();
});

function move(from: TraceModel, to: TraceModel, top: number): number {
  const anchor = takeAnchor<SpanId>(rowsOf(from), from.groups, top, 22, from.idOf);
  return anchoredTop(rowsOf(to), to.groups, anchor, 22, to.indexOf, top);
}

function rowsOf({ columns, groups }: TraceModel) {
  return buildRows(columns, groups, {
    collapsed: new Uint8Array(columns.count),
    opened: new Uint8Array(groups.count),
    shown: undefined,
  });
}
