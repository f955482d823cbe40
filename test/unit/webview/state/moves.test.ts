import { beforeEach, expect, test } from 'vitest';
import { spanOf } from '../../../../webview/layout/rows.ts';
import { Display } from '../../../../webview/state/display.ts';
import { allExpanded } from '../../../../webview/state/folds.ts';
import { runKey } from '../../../../webview/state/keys.ts';
import { Moves } from '../../../../webview/state/moves.ts';
import { nameOf, rowContent } from '../../../../webview/state/rowContent.ts';
import { saveView } from '../../../../webview/state/savedState.ts';
import { makeTraceModel } from '../../../../webview/state/traceModel.ts';
import { ViewState } from '../../../../webview/state/viewState.ts';
import { traceOf } from '../../support/traceText.ts';
import { plainTheme } from './plainTheme.ts';

const model = makeTraceModel(
  traceOf(`
    shop  GET /  0-100
      "  load  5-60
        db  SELECT  5-10
        "  SELECT  11-16
        "  SELECT  17-22
        "  SELECT  23-28
        "  SELECT  29-34 error
      shop  render  60-95
        "  escape  61-62 error
  `),
  [],
);

let view: ViewState;
let asked: string[];
let told: string[];

beforeEach(() => {
  view = new ViewState(plainTheme);
  view.model.value = model;
  view.folds.value = allExpanded(model);
  view.size.value = { width: 800, rowsHeight: 66 };
  asked = [];
  told = [];
});

test('the arrows walk a tree', () => {
  press('Home', 'ArrowDown');
  expect(picture()).toEqual(['▾ GET /', '  ▾ load <', '    ▸ 5 × SELECT', '  ▾ render', '      escape']);
  press('ArrowLeft');
  expect(picture()).toEqual(['▾ GET /', '  ▸ load <', '  ▾ render', '      escape']);
  press('ArrowLeft');
  expect(picture()[0]).toBe('▾ GET / <');
  press('ArrowRight', 'ArrowRight', 'ArrowRight');
  expect(picture()[2]).toBe('    ▸ 5 × SELECT <');
});

test('who stops looking for something keeps in view what was found', () => {
  view.size.value = { width: 800, rowsHeight: 44 };
  view.find.value = { text: 'escape', errorsOnly: false, filter: true };
  press('End');
  expect(picture()).toEqual(['▾ GET /', '  ▾ render', '      escape <']);
  new Moves(view, () => undefined).leaveFind();
  expect(picture()).toEqual(['▾ GET /', '  ▾ load', '    ▸ 5 × SELECT', '  ▾ render', '      escape <']);
  expect([view.firstRow.value <= view.cursorRow.value, view.endRow.value > view.cursorRow.value]).toEqual([
    true,
    true,
  ]);
});

test('who shows again what was hidden keeps the selection in view', () => {
  view.size.value = { width: 800, rowsHeight: 44 };
  const moves = new Moves(view, () => undefined);
  const display = new Display(view, moves);
  display.hideBelow(0.2);
  moves.selectSpan(model.columns.count - 2);
  display.showAll();
  expect(picture().find((row) => row.endsWith('<'))).toBe('  ▾ render <');
  expect(view.isCursorInView()).toBe(true);
});

test('→ opens a folded group, ← closes it again from a member', () => {
  press('Home', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight');
  expect(picture().slice(2, 5)).toEqual(['    ▾ 5 × SELECT', '        SELECT <', '        SELECT']);
  press('ArrowLeft', 'ArrowLeft');
  expect(picture()[2]).toBe('    ▸ 5 × SELECT <');
});

test('everything folded leaves the root, which takes the selection', () => {
  press('End', 'Ctrl+ArrowLeft');
  expect(picture()).toEqual(['▸ GET / <']);
  press('Ctrl+ArrowRight');
  expect(picture()).toHaveLength(5);
});

test('e goes from error to error, opens what hides it, and around the ends', () => {
  press('Ctrl+ArrowLeft', 'e');
  expect(picture().find((row) => row.includes('<'))).toBe('        SELECT <');
  press('e');
  expect(picture().at(-1)).toBe('      escape <');
  press('e');
  expect(picture().find((row) => row.includes('<'))).toBe('        SELECT <');
  press('Shift+E');
  expect(picture().at(-1)).toBe('      escape <');
});

test('n goes through what was found', () => {
  view.find.value = { text: 'r', errorsOnly: false, filter: false };
  press('Home', 'n');
  expect(selected()).toBe('render');
});

test('c follows the critical path in time', () => {
  press('Home');
  const names: string[] = [];
  for (let k = 0; k < 4; k++) {
    press('c');
    names.push(selected());
  }
  expect(names).toEqual(['SELECT', 'load', 'SELECT', 'SELECT']);
});

test('a filter keeps the ancestors of what matches', () => {
  view.find.value = { text: '', errorsOnly: true, filter: true };
  expect(picture()).toEqual(['▾ GET /', '  ▾ load', '      SELECT', '  ▾ render', '      escape']);
});

test('the selection is revealed with the least scrolling', () => {
  press('Home', 'End');
  expect(view.top.value).toBe(2 * 22);
  press('ArrowUp', 'ArrowUp');
  expect(view.top.value).toBe(2 * 22);
  press('ArrowUp');
  expect(view.top.value).toBe(22);
});

test('zooming keeps inside the trace, and f shows all of it', () => {
  press('Home', '+', '+');
  expect(view.window.value).toBeDefined();
  press('f');
  expect(view.window.value).toBeUndefined();
});

test('Enter, F12 and Alt+F12 ask for details and code', () => {
  press('Home', 'Enter', 'F12', 'Alt+F12', 'Ctrl+c', '/', '?', 'Escape');
  expect(asked).toEqual(['details', 'code beside', 'code peek', 'copy', 'find', 'keys', 'escape']);
});

test('a key that nothing is bound to is left alone', () => {
  expect(runKey(keyPress('x'), targets())).toBe(false);
});

test('the host hears of selections made here, not of its own', () => {
  press('Home');
  new Moves(view, (id) => told.push(id)).showSelected(model.idOf(8), true);
  expect(told).toEqual([model.idOf(0)]);
  expect(selected()).toBe('escape');
});

test('a row is one sentence', () => {
  const source = {
    model,
    rows: view.rows.value,
    folds: allExpanded(model),
    filtered: false,
    showNoise: false,
    withPath: true,
    lines: new Map(),
  };
  expect([0, 2, 4].map((row) => rowContent(source, row).sentence)).toEqual([
    'GET /, shop, 100 ms, 100 percent of the trace, on the critical path',
    '5 × SELECT, db, 25 ms together, 25 percent of the trace, 1 failed, on the critical path',
    'escape, shop, 1 ms, 1 percent of the trace, error, on the critical path',
  ]);
});

test('rows say their level, place and number of siblings', () => {
  const source = {
    model,
    rows: view.rows.value,
    folds: allExpanded(model),
    filtered: false,
    showNoise: false,
    withPath: true,
    lines: new Map(),
  };
  const places = [0, 1, 2, 3].map((row) => {
    const { depth, place, siblings } = rowContent(source, row);
    return `level ${depth + 1}: ${place} of ${siblings}`;
  });
  expect(places).toEqual(['level 1: 1 of 1', 'level 2: 1 of 2', 'level 3: 1 of 1', 'level 2: 2 of 2']);
});

test('what is saved is the view alone', () => {
  press('Home', 'ArrowDown', 'ArrowLeft');
  expect(saveView(view)).toMatchObject({
    traceId: model.columns.traceId,
    selected: model.idOf(1),
    window: undefined,
    collapsed: [model.idOf(1)],
    scrollTop: 0,
    split: 0.46,
  });
  press('Ctrl+ArrowLeft');
  expect(saveView(view)).toMatchObject({ collapsed: [], expanded: [] });
});

function press(...keys: string[]): void {
  for (const key of keys) runKey(keyPress(key), targets());
}

function keyPress(name: string) {
  const parts = name.split('+').filter((part) => part !== '');
  const key = parts.pop() ?? '+';
  return {
    key,
    ctrlKey: parts.includes('Ctrl'),
    metaKey: false,
    altKey: parts.includes('Alt'),
    shiftKey: parts.includes('Shift'),
  };
}

function targets() {
  const moves = new Moves(view, (id) => told.push(id));
  return {
    moves,
    display: new Display(view, moves),
    cursorRow: () => view.cursorRow.value,
    showMenu: () => asked.push('menu'),
    showDetails: () => asked.push('details'),
    openCode: (how: string) => asked.push(`code ${how}`),
    copyName: () => asked.push('copy'),
    focusFind: () => asked.push('find'),
    toggleKeys: () => asked.push('keys'),
    escape: () => asked.push('escape'),
  };
}

/** The rows as an indented list, with their twisties; `<` stands behind the selected one. */
function picture(): string[] {
  const rows = view.rows.value;
  const folds = view.folds.value ?? allExpanded(model);
  const filtered = view.isFiltered.value;
  const source = { model, rows, folds, filtered, showNoise: false, withPath: true, lines: new Map() };
  return Array.from({ length: rows.length }, (_, row) => {
    const { twisty, depth, name } = rowContent(source, row);
    const mark = { none: '  ', open: '▾ ', closed: '▸ ' }[twisty];
    return `${'  '.repeat(depth)}${mark}${name}${row === view.cursorRow.value ? ' <' : ''}`;
  });
}

function selected(): string {
  const entry = view.rows.value.entry[view.cursorRow.value] ?? 0;
  return nameOf(model, spanOf(entry, model.groups));
}
