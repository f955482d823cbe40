import { beforeEach, expect, test } from 'vitest';
import { Display } from '../../../../webview/state/display.ts';
import { allExpanded, restoreFolds, saveFolds } from '../../../../webview/state/folds.ts';
import { runKey } from '../../../../webview/state/keys.ts';
import { Moves } from '../../../../webview/state/moves.ts';
import { rowContent } from '../../../../webview/state/rowContent.ts';
import { makeTraceModel, type TraceModel } from '../../../../webview/state/traceModel.ts';
import { ViewState } from '../../../../webview/state/viewState.ts';
import { traceOf } from '../../support/traceText.ts';
import { plainTheme } from './plainTheme.ts';

const partial = makeTraceModel(
  traceOf(`
    a  first  0-40 parent=aaaabbbbccccdddd
      a  inside  10-20
    b  other  15-30 parent=ff error
    a  second  50-90 parent=aaaabbbbccccdddd
  `),
  [],
);
const noisy = makeTraceModel(
  traceOf(`
    shop  GET /  0-1000 server
      "  middleware - query  1-2
      "  middleware - session  3-9
        "  tcp.connect  4-5
      "  handler  10-900
        "  SELECT  11-12
        "  SELECT  13-14
        "  SELECT  15-16
        "  SELECT  17-18
        "  SELECT  19-20
        "  render  30-800
      "  middleware - last  910-911
  `),
  [],
);

let view: ViewState;
let moves: Moves;
let display: Display;

beforeEach(() => show(partial));

test('spans of one missing parent stand below one row that says so', () => {
  expect(picture()).toBe(`
▾ Parent aaaabbbb… has not come: 2 spans
  ▾ first
      inside
    second
▾ Parent ff has not come: 1 span
    other`);
});

test('the row of a missing parent folds like others, and all rows do with one key', () => {
  press('Home', 'ArrowLeft');
  expect(picture()).toBe(`
▸ Parent aaaabbbb… has not come: 2 spans <
▾ Parent ff has not come: 1 span
    other`);
  press('Ctrl+ArrowLeft');
  expect(picture()).toBe(`
▸ Parent aaaabbbb… has not come: 2 spans <
▸ Parent ff has not come: 1 span`);
});

test('what is below a closed missing parent opens when it is gone to', () => {
  press('Ctrl+ArrowLeft', 'e');
  expect(picture()).toBe(`
▸ Parent aaaabbbb… has not come: 2 spans
▾ Parent ff has not come: 1 span
    other <`);
});

test('a filter keeps the missing parent above what matches', () => {
  view.find.value = { text: 'inside', errorsOnly: false, filter: true };
  expect(picture()).toBe(`
▾ Parent aaaabbbb… has not come: 2 spans
  ▾ first
      inside`);
});

test('a missing parent tells its time, its errors and its place', () => {
  const { sentence, place, siblings, kind } = content(4);
  expect([sentence, place, siblings, kind]).toEqual([
    'Parent ff has not come: 1 span, 15 ms, 17 percent of the trace, 1 failed',
    2,
    2,
    'orphans',
  ]);
  expect([1, 3].map((row) => [content(row).place, content(row).siblings])).toEqual([
    [1, 2],
    [2, 2],
  ]);
});

test('noise is folded to one row, from which it opens', () => {
  show(noisy);
  expect(picture()).toBe(`
▾ GET /
  ▸ 3 internal spans
  ▾ handler
    ▸ 5 × SELECT
      render
    middleware - last`);
  press('Home', 'ArrowDown', 'ArrowRight');
  expect(picture()).toBe(`
▾ GET /
  ▾ 3 internal spans <
      middleware - query
    ▾ middleware - session
        tcp.connect
  ▾ handler
    ▸ 5 × SELECT
      render
    middleware - last`);
});

test('noise can be shown like other spans', () => {
  show(noisy);
  press('i');
  expect(picture()).toBe(`
▾ GET /
    middleware - query
  ▾ middleware - session
      tcp.connect
  ▾ handler
    ▸ 5 × SELECT
      render
    middleware - last`);
  expect(view.said.value).toBe('Noise is shown');
});

test('places among siblings count a row of noise as one', () => {
  show(noisy);
  const places = (): string[] =>
    Array.from({ length: view.rows.value.length }, (_, row) => {
      const { place, siblings } = content(row);
      return `${place} of ${siblings}`;
    });
  expect(places()).toEqual(['1 of 1', '1 of 3', '2 of 3', '1 of 2', '2 of 2', '3 of 3']);
  press('i');
  expect(places().slice(0, 5)).toEqual(['1 of 1', '1 of 4', '2 of 4', '1 of 1', '3 of 4']);
});

test('digits show so many levels', () => {
  show(noisy);
  press('2');
  expect(picture()).toBe(`
▾ GET /
  ▸ 3 internal spans
  ▸ handler
    middleware - last`);
  press('1');
  expect(picture()).toBe('\n▸ GET /');
});

test('short spans are hidden with what is said of them; ancestors, errors and long groups stay', () => {
  show(noisy);
  press('h', 'h');
  expect([view.hideBelow.value, view.said.value]).toEqual([0.01, '9 spans are hidden']);
  expect(picture()).toBe(`
▾ GET /
  ▾ handler
      render`);
  press('a');
  expect(view.longSpans.value).toBeUndefined();
  show(partial);
  display.hideBelow(0.3);
  expect(picture()).toBe(`
▾ Parent aaaabbbb… has not come: 2 spans
    first
    second
▾ Parent ff has not come: 1 span
    other`);
});

test('going to a hidden span shows it', () => {
  show(noisy);
  display.hideBelow(0.05);
  moves.selectSpan(1);
  expect(picture().split('\n')[3]).toBe('      middleware - query <');
});

test('a focus leaves the subtree, over its own time, and Z the whole trace', () => {
  show(noisy);
  press('Home', 'ArrowDown', 'ArrowDown', 'z');
  expect(picture()).toBe(`
▾ handler <
  ▸ 5 × SELECT
    render`);
  expect(content(0).depth).toBe(0);
  press('Shift+Z');
  expect([view.rows.value.length, view.window.value]).toEqual([6, undefined]);
});

test('a focus on a member of a group shows the member alone', () => {
  display.focusSpan(0);
  expect(picture()).toBe('\n▾ first <\n    inside');
  expect(view.window.value).toEqual({ start: 0, end: 48e6 });
});

test('what is selected outside of the focus ends it', () => {
  display.focusSpan(0);
  moves.selectSpan(3);
  expect(view.focus.value).toBeUndefined();
});

test('folds come back from what was saved of them, groups by their kind', () => {
  show(noisy);
  press('2', 'End', 'ArrowUp', 'ArrowRight', 'Home', 'ArrowDown', 'ArrowRight');
  const before = picture();
  const saved = JSON.parse(JSON.stringify(folded()));
  view.folds.value = restoreFolds(saved, noisy);
  expect(picture()).toBe(before);
  expect(saved).toEqual({
    collapsed: [],
    expanded: [noisy.idOf(4)],
    openLevels: 1,
    openGroups: [noisy.idOf(1)],
  });
  show(partial);
  press('Home', 'ArrowLeft');
  expect(folded()).toEqual({ collapsed: [], closedOrphans: [partial.idOf(0)] });
});

test('times go from the start over times of day to those since the row above, and say so', () => {
  press('t', 't');
  expect([view.timeMode.value, view.said.value]).toEqual(['sincePrevious', 'Times since the row above']);
  expect(view.tableColumns.value.map(({ title }) => title)).toEqual(['Since above']);
  press('t');
  expect(view.tableColumns.value).toEqual([]);
});

test('columns are added, moved, resized and removed', () => {
  view.size.value = { width: 2000, rowsHeight: 100 };
  moves.addColumn('http.route');
  moves.addColumn('order.id');
  display.moveColumn('order.id', -1);
  display.widenColumn('order.id', 1);
  expect(view.tableColumns.value.map(({ key, width }) => `${key} ${width}`)).toEqual([
    'order.id 136',
    'http.route 120',
  ]);
  display.removeColumn('order.id');
  expect([view.attributeColumns.value, view.timelineLeft.value]).toEqual([['http.route'], 1040]);
});

function show(model: TraceModel): void {
  view = new ViewState(plainTheme);
  view.model.value = model;
  view.folds.value = allExpanded(model);
  view.size.value = { width: 800, rowsHeight: 220 };
  moves = new Moves(view, () => undefined);
  display = new Display(view, moves);
}

function folded() {
  const { model, folds } = view;
  return model.value && folds.value && saveFolds(folds.value, model.value);
}

function press(...pressed: string[]): void {
  const targets = {
    moves,
    display,
    cursorRow: () => view.cursorRow.value,
    showMenu: () => undefined,
    showDetails: () => undefined,
    openCode: () => undefined,
    copyName: () => undefined,
    focusFind: () => undefined,
    toggleKeys: () => undefined,
    escape: () => undefined,
  };
  for (const name of pressed) {
    const parts = name.split('+');
    const key = parts.pop() ?? '';
    const has = (part: string): boolean => parts.includes(part);
    runKey(
      { key, ctrlKey: has('Ctrl'), metaKey: false, altKey: has('Alt'), shiftKey: has('Shift') },
      targets,
    );
  }
}

function content(row: number) {
  const model = view.model.value ?? partial;
  return rowContent(
    {
      model,
      rows: view.rows.value,
      folds: view.folds.value ?? allExpanded(model),
      filtered: view.isFiltered.value,
      shown: view.shown.value,
      showNoise: view.showNoise.value,
      withPath: false,
      lines: new Map(),
    },
    row,
  );
}

/** The rows as an indented list, with their twisties; `<` stands behind the selected one. */
function picture(): string {
  return Array.from({ length: view.rows.value.length }, (_, row) => {
    const { twisty, depth, name } = content(row);
    const mark = { none: '  ', open: '▾ ', closed: '▸ ' }[twisty];
    return `\n${'  '.repeat(depth)}${mark}${name}${row === view.cursorRow.value ? ' <' : ''}`;
  }).join('');
}
