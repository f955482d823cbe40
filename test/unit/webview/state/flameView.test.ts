import { beforeEach, expect, test } from 'vitest';
import type { TraceColumns } from '../../../../src/shared/traceColumns.ts';
import { FlameView } from '../../../../webview/state/flameView.ts';
import { allExpanded } from '../../../../webview/state/folds.ts';
import { Moves } from '../../../../webview/state/moves.ts';
import { makeTraceModel } from '../../../../webview/state/traceModel.ts';
import { ViewState } from '../../../../webview/state/viewState.ts';
import { traceOf } from '../../support/traceText.ts';
import { plainTheme } from './plainTheme.ts';

const text = `
  shop  GET /  0-100
    "  load  5-60 id=b
      db  SELECT  10-30 id=c
    shop  render  60-90 id=d
`;

let view: ViewState;
let flame: FlameView;
let told: string[];

beforeEach(() => {
  told = [];
  view = new ViewState(plainTheme);
  show(traceOf(text));
  flame = new FlameView(view, new Moves(view, (id) => told.push(id)));
  flame.size.value = { width: 124, height: 40 };
  flame.keepPlace();
});

test('the time is that of the waterfall, without its margin', () => {
  expect([flame.scale.value.x(0), flame.scale.value.x(100e6)]).toEqual([0, 100]);
  view.window.value = { start: 50e6, end: 100e6 };
  expect(flame.scale.value.x(75e6)).toBe(50);
  flame.zoomAt(0, 0.5);
  expect(view.window.value).toEqual({ start: 50e6, end: 75e6 });
  flame.pan(100);
  expect(view.window.value).toEqual({ start: 75e6, end: 100e6 });
});

test('what is below the pointer', () => {
  expect(
    names([flame.spanAt(50, 25), flame.spanAt(20, 42), flame.spanAt(75, 42), flame.spanAt(50, 5)]),
  ).toEqual(['GET /', 'load', 'render', 'nothing']);
});

test('an arrow key selects, tells the host and brings the lane into view', () => {
  flame.move('ArrowDown');
  flame.move('ArrowDown');
  flame.move('ArrowDown');
  expect(names([flame.selected.value])).toEqual(['SELECT']);
  expect(told.at(-1)).toBe('000000000000000c');
  expect(flame.top.value).toBe(22 + 2 * 18 + 22 + 18 - 40);
});

test('a span of a collapsed service opens it', () => {
  flame.toggle('db');
  expect(flame.bands.value?.bands.map(({ collapsed }) => collapsed)).toEqual([false, true]);
  flame.select(2);
  expect(flame.bands.value?.bands.map(({ collapsed }) => collapsed)).toEqual([false, false]);
});

test('a span beside the window is brought there without another zoom', () => {
  view.window.value = { start: 0, end: 20e6 };
  flame.select(3);
  expect(view.window.value).toEqual({ start: 65e6, end: 85e6 });
});

test('what is looked at stays where it is when lanes come above it', () => {
  flame.position.value = 22 + 2 * 18;
  const before = flame.spanAt(20, 25);
  show(
    traceOf(`${text}    shop  cache  5-50 id=e
    shop  cache  5-50 id=f
`),
  );
  flame.keepPlace();
  expect(names([flame.spanAt(20, 25)])).toEqual(['SELECT']);
  expect(before).toBe(2);
});

test('another trace begins at its beginning', () => {
  flame.toggle('db');
  flame.position.value = 30;
  show({ ...traceOf(text), traceId: 'ff'.repeat(16) as TraceColumns['traceId'] });
  flame.keepPlace();
  expect([flame.position.value, flame.collapsed.value.size]).toEqual([0, 0]);
});

function show(columns: TraceColumns): void {
  const model = makeTraceModel(columns, []);
  view.model.value = model;
  view.folds.value = allExpanded(model);
}

function names(spans: readonly number[]): string[] {
  const { strings, name } = (view.model.value as NonNullable<typeof view.model.value>).columns;
  return spans.map((span) => (span < 0 ? 'nothing' : (strings[name[span] as number] as string)));
}
