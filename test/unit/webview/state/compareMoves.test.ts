import { expect, test } from 'vitest';
import type { TraceId } from '../../../../src/shared/ids.ts';
import { ComparedTrace } from '../../../../webview/state/comparedTrace.ts';
import { CompareMoves } from '../../../../webview/state/compareMoves.ts';
import { makeTraceModel } from '../../../../webview/state/traceModel.ts';
import { ViewState } from '../../../../webview/state/viewState.ts';
import { traceOf } from '../../support/traceText.ts';
import { plainTheme } from './plainTheme.ts';

const now = traceOf(`
  shop  GET /  0-200
    shop  read  0-10
    shop  write  10-190
      db  INSERT  11-160
    shop  new  191-195
`);
const before = {
  ...traceOf(`
  shop  GET /  0-100
    shop  read  0-10
    shop  write  10-90
      db  INSERT  11-60
    shop  gone  91-95
`),
  traceId: 'be'.padEnd(32, '0') as TraceId,
};

test.each([
  ['down and up', ['ArrowDown', 'ArrowDown', 'ArrowUp'], 'write'],
  ['to the ends', ['End', 'Home', 'End'], 'new'],
  ['by pages, and not beyond', ['PageDown', 'PageDown', 'PageDown'], 'new'],
  ['into a row and out of it', ['ArrowRight', 'ArrowRight', 'ArrowLeft'], 'write'],
  ['to the next difference and back', ['n', 'n', 'N'], 'write'],
  ['nowhere where there is no other difference', ['End', 'n'], 'new'],
])('goes %s', (_, keys, expected) => {
  const { moves, chosen } = open();
  for (const key of keys) moves.runKey(key);
  expect(chosen()).toBe(expected);
});

test('← closes a row that is open, → opens it again', () => {
  const { moves } = open();
  moves.choose(1);
  moves.runKey('ArrowLeft');
  expect([moves.twisty(1), moves.shown.value.length]).toEqual(['closed', 4]);
  moves.runKey('ArrowRight');
  expect([moves.twisty(1), moves.shown.value.length]).toEqual(['open', 5]);
});

test('Enter and F12 lead to the span that is there now, Enter else to the one of before', () => {
  const { moves, calls } = open();
  for (const key of ['Enter', 'F12', 'End', 'ArrowUp', 'Enter', 'F12']) moves.runKey(key);
  expect(calls).toEqual(['openSpan 0', 'openCode 0', 'openSpanBefore 4']);
  expect(moves.runKey('x')).toBe(false);
});

function open() {
  const view = new ViewState(plainTheme);
  view.model.value = makeTraceModel(now, []);
  view.comparedTo.value = before.traceId;
  const comparison = new ComparedTrace({ compareWith: async () => undefined }, view);
  comparison.before.value = makeTraceModel(before, []);
  const calls: string[] = [];
  const moves = new CompareMoves(comparison, {
    openSpan: (span) => calls.push(`openSpan ${span}`),
    openCode: (span) => calls.push(`openCode ${span}`),
    openSpanBefore: (span) => calls.push(`openSpanBefore ${span}`),
    reveal: () => undefined,
    rowsInView: () => 2,
  });
  const chosen = (): string | undefined => {
    const row = moves.rowAt(moves.chosen.value);
    if (row === undefined) return undefined;
    const { columns } = row.right >= 0 ? { columns: now } : { columns: before };
    return columns.strings[columns.name[row.right >= 0 ? row.right : row.left] as number];
  };
  return { moves, calls, chosen };
}
