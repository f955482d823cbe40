import { batch } from '@preact/signals';
import type { SpanId } from '../../src/shared/ids.ts';
import { nextMatch } from '../layout/find.ts';
import { parentRow, spanOf } from '../layout/rows.ts';
import { isWhole, panBy, type TimeWindow, windowAround, within, zoomAt } from '../layout/timeScale.ts';
import { revealTop } from '../layout/virtualScroll.ts';
import { allCollapsed, allExpanded, type Folds, revealing, withGroup, withSpans } from './folds.ts';
import { barEnd, barStart } from './rowContent.ts';
import { hasFailed, type TraceModel } from './traceModel.ts';
import type { Cursor, ViewState } from './viewState.ts';

/** Everything a key, a click or a command can do to the view. */
export class Moves {
  readonly #view: ViewState;
  readonly #onSelect: (id: SpanId) => void;

  /** `onSelect` hears of selections the user makes here, not of those that came from elsewhere. */
  constructor(view: ViewState, onSelect: (id: SpanId) => void) {
    this.#view = view;
    this.#onSelect = onSelect;
  }

  // Selection

  selectRow(row: number): void {
    const { rows, model } = this.#view;
    if (model.value === undefined || rows.value.length === 0) return;
    const clamped = Math.min(Math.max(row, 0), rows.value.length - 1);
    const entry = rows.value.entry[clamped] as number;
    this.#select({ id: model.value.idOf(spanOf(entry, model.value.groups)), isGroup: entry < 0 });
  }

  /** Opens what hides the span, selects it and brings it into view. */
  selectSpan(span: number, centre = true): void {
    const model = this.#view.model.value;
    if (model === undefined || span < 0) return;
    batch(() => {
      this.#fold((folds) => revealing(folds, model, span));
      this.#select({ id: model.idOf(span), isGroup: false }, centre);
    });
  }

  /** Selects the row of a folded group. */
  selectGroup(group: number): void {
    const model = this.#view.model.value;
    if (model === undefined) return;
    const first = model.groups.first[group] as number;
    batch(() => {
      const above = model.columns.parent[first] as number;
      this.#fold((folds) => withSpans(revealing(folds, model, above), [above], 0));
      this.#select({ id: model.idOf(first), isGroup: true }, true);
    });
  }

  /** As told by the host: nothing is told back. */
  showSelected(id: SpanId | undefined, reveal: boolean): void {
    const model = this.#view.model.value;
    batch(() => {
      if (id !== this.#view.cursor.value?.id) {
        this.#view.cursor.value = id === undefined ? undefined : { id, isGroup: false };
      }
      const span = model === undefined || id === undefined ? -1 : model.indexOf(id);
      if (model === undefined || span < 0 || !reveal) return;
      this.#fold((folds) => revealing(folds, model, span));
      this.revealCursor(true);
    });
  }

  moveBy(rows: number): void {
    const row = this.#view.cursorRow.value;
    this.selectRow(row < 0 ? 0 : row + rows);
  }

  movePage(direction: 1 | -1): void {
    const { size, rowHeight } = this.#view;
    this.moveBy(direction * Math.max(1, Math.floor(size.value.rowsHeight / rowHeight.value) - 1));
  }

  moveToEnd(direction: 1 | -1): void {
    this.selectRow(direction === 1 ? this.#view.rows.value.length - 1 : 0);
  }

  revealCursor(centre: boolean): void {
    const { cursorRow, rowHeight, position, top, size } = this.#view;
    if (cursorRow.value < 0) return;
    position.value = revealTop(cursorRow.value, rowHeight.value, top.value, size.value.rowsHeight, centre);
  }

  #select(cursor: Cursor, centre = false): void {
    const before = this.#view.cursor.value;
    batch(() => {
      this.#view.cursor.value = cursor;
      this.revealCursor(centre);
    });
    if (before?.id !== cursor.id) this.#onSelect(cursor.id);
  }

  // Tree

  /** As in any tree: opens a closed row, else goes to its first child. */
  expandOrEnter(): void {
    const row = this.#view.cursorRow.value;
    const entry = this.#view.rows.value.entry[row];
    if (row < 0 || entry === undefined) return;
    if (this.#isClosed(entry)) this.toggle(row);
    else if (this.#hasChildren(entry)) this.moveBy(1);
  }

  /** As in any tree: closes an open row, else goes to its parent. */
  collapseOrLeave(): void {
    const { cursorRow, rows } = this.#view;
    const row = cursorRow.value;
    const entry = rows.value.entry[row];
    if (row < 0 || entry === undefined) return;
    if (this.#hasChildren(entry) && !this.#isClosed(entry) && !this.#isFiltered()) this.toggle(row);
    else this.selectRow(Math.max(0, parentRow(rows.value, row)));
  }

  toggle(row: number): void {
    const entry = this.#view.rows.value.entry[row];
    if (entry === undefined || !this.#hasChildren(entry)) return;
    const closed = this.#isClosed(entry);
    this.#fold((folds) =>
      entry < 0 ? withGroup(folds, ~entry, closed ? 1 : 0) : withSpans(folds, [entry], closed ? 0 : 1),
    );
  }

  expandAll(): void {
    this.#refold(allExpanded);
  }

  collapseAll(): void {
    this.#refold(allCollapsed);
  }

  /** Opens the row's siblings and the row itself, one level. */
  expandSiblings(): void {
    const model = this.#view.model.value;
    const row = this.#view.cursorRow.value;
    if (model === undefined || row < 0) return;
    const span = spanOf(this.#view.rows.value.entry[row] as number, model.groups);
    this.#fold((folds) => withSpans(folds, siblingsOf(model, span), 0));
    this.revealCursor(false);
  }

  #refold(make: (model: TraceModel) => Folds): void {
    const { model, folds } = this.#view;
    if (model.value === undefined) return;
    const next = make(model.value);
    batch(() => {
      folds.value = next;
      this.#keepCursorInSight();
    });
  }

  #fold(change: (folds: Folds) => Folds): void {
    const { folds } = this.#view;
    if (folds.value !== undefined) folds.value = change(folds.value);
  }

  /** A selection that was folded away moves to the row that hides it. */
  #keepCursorInSight(): void {
    const { cursorRow } = this.#view;
    if (cursorRow.value >= 0) this.selectRow(cursorRow.value);
  }

  #hasChildren(entry: number): boolean {
    return entry < 0 || ((this.#view.model.value?.columns.subtree[entry] as number) ?? 1) > 1;
  }

  #isClosed(entry: number): boolean {
    const folds = this.#view.folds.value;
    if (folds === undefined) return false;
    if (entry < 0) return folds.opened[~entry] === 0;
    return folds.collapsed[entry] === 1 && !this.#isFiltered() && this.#hasChildren(entry);
  }

  #isFiltered(): boolean {
    return this.#view.isFiltered.value;
  }

  // Time

  fit(): void {
    this.#view.window.value = undefined;
  }

  showWindow(window: TimeWindow): void {
    const model = this.#view.model.value;
    if (model === undefined) return;
    const inside = within(window, model.whole);
    this.#view.window.value = isWhole(inside, model.whole) ? undefined : inside;
  }

  /** Zooms so that the time at `x` of the timeline stays there. */
  zoomAt(x: number, factor: number): void {
    const model = this.#view.model.value;
    const scale = this.#view.scale.value;
    if (model !== undefined) {
      this.showWindow(zoomAt(scale.window, factor, scale.nano(x), model.whole));
    }
  }

  /** Zooms around the selected bar where it is in view, else around the middle. */
  zoomBy(factor: number): void {
    const { model, cursorRow, scale, rows } = this.#view;
    const entry = rows.value.entry[cursorRow.value];
    const middle = scale.value.width / 2;
    const x =
      model.value === undefined || entry === undefined
        ? middle
        : scale.value.x((barStart(model.value, entry) + barEnd(model.value, entry)) / 2);
    this.zoomAt(x >= 0 && x <= scale.value.width ? x : middle, factor);
  }

  panBy(pixels: number): void {
    const { model, scale, window } = this.#view;
    if (model.value === undefined || window.value === undefined) return;
    this.showWindow(panBy(scale.value.window, scale.value.span(pixels), model.value.whole));
  }

  zoomToRow(row: number): void {
    const { model, rows } = this.#view;
    const entry = rows.value.entry[row];
    if (model.value === undefined || entry === undefined) return;
    const [start, end] = [barStart(model.value, entry), barEnd(model.value, entry)];
    this.showWindow(windowAround(start, end, model.value.whole));
  }

  scrollTo(top: number): void {
    this.#view.position.value = top;
  }

  /** Shows only what a query finds; with `add`, only what both it and the query before find. */
  filterBy(query: string, add: boolean): void {
    const { find, tab } = this.#view;
    const before = add ? find.value.text.trim() : '';
    batch(() => {
      find.value = { ...find.value, text: before === '' ? query : `${before} ${query}`, filter: true };
      if (tab.value !== 'logs') tab.value = 'waterfall';
    });
  }

  addColumn(key: string): void {
    const { attributeColumns, tab } = this.#view;
    batch(() => {
      if (!attributeColumns.value.includes(key)) attributeColumns.value = [...attributeColumns.value, key];
      tab.value = 'waterfall';
    });
  }

  // Looking for something

  nextMatch(step: 1 | -1): void {
    const { matches } = this.#view;
    const place = nextMatch(matches.value, this.#cursorSpan(), step);
    if (place >= 0) this.selectSpan(matches.value[place] as number);
  }

  nextError(step: 1 | -1): void {
    const model = this.#view.model.value;
    if (model === undefined) return;
    const error = nextFailed(model, this.#cursorSpan(), step);
    if (error >= 0) this.selectSpan(error);
  }

  /** The next span, by time, on the critical path; from the end back to its beginning. */
  nextCritical(): void {
    const criticalSpans = this.#view.model.value?.criticalSpans;
    if (criticalSpans === undefined || criticalSpans.length === 0) return;
    const at = criticalSpans.indexOf(this.#cursorSpan());
    this.selectSpan(criticalSpans[(at + 1) % criticalSpans.length] as number);
  }

  /** The span that the cursor stands on or at the beginning of; −1 without one. */
  #cursorSpan(): number {
    const { model, cursor } = this.#view;
    return model.value === undefined || cursor.value === undefined
      ? -1
      : model.value.indexOf(cursor.value.id);
  }
}

/** The failed span behind `from` in direction `step`, around the ends; −1 without any. */
function nextFailed({ columns }: TraceModel, from: number, step: 1 | -1): number {
  const { count } = columns;
  for (let k = 1, i = from < 0 && step < 0 ? 0 : from; k <= count; k++) {
    i = (i + step + count) % count;
    if (hasFailed(columns, i)) return i;
  }
  return -1;
}

function siblingsOf({ columns }: TraceModel, span: number): number[] {
  const above = columns.parent[span] as number;
  const end = above < 0 ? columns.count : above + (columns.subtree[above] as number);
  const siblings: number[] = [];
  for (let i = above + 1; i < end; i += columns.subtree[i] as number) siblings.push(i);
  return siblings;
}
