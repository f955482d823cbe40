import { batch } from '@preact/signals';
import type { SpanId } from '../../src/shared/ids.ts';
import { anchoredTop, takeAnchor } from '../layout/anchor.ts';
import { nextMatch } from '../layout/find.ts';
import { hasShownBelow, kindOf, parentRow, spanOf } from '../layout/rows.ts';
import { revealTop } from '../layout/virtualScroll.ts';
import {
  allCollapsed,
  allExpanded,
  type Folds,
  foldedTo,
  revealing,
  withGroups,
  withSpans,
} from './folds.ts';
import { TimeMoves } from './timeMoves.ts';
import { nextFailed, siblingsOf, type TraceModel } from './traceModel.ts';
import type { Cursor, Find, ViewState } from './viewState.ts';

/** Everything a key, a click or a command can do to the view. */
export class Moves extends TimeMoves {
  readonly #view: ViewState;
  readonly #onSelect: (id: SpanId) => void;

  /** `onSelect` hears of selections the user makes here, not of those that came from elsewhere. */
  constructor(view: ViewState, onSelect: (id: SpanId) => void) {
    super(view);
    this.#view = view;
    this.#onSelect = onSelect;
  }

  // Selection

  selectRow(row: number): void {
    const { rows, model } = this.#view;
    if (model.value === undefined || rows.value.length === 0) return;
    const clamped = Math.min(Math.max(row, 0), rows.value.length - 1);
    const entry = rows.value.entry[clamped] as number;
    const { groups, idOf } = model.value;
    this.#select({ id: idOf(spanOf(entry, groups)), group: kindOf(entry, groups) });
  }

  /** Opens what hides the span, selects it and brings it into view. */
  selectSpan(span: number, centre = true): void {
    const model = this.#view.model.value;
    if (model === undefined || span < 0) return;
    batch(() => {
      this.#reveal(model, span);
      this.#select({ id: model.idOf(span), group: undefined }, centre);
    });
  }

  /** Selects the row of a folded group. */
  selectGroup(group: number): void {
    const model = this.#view.model.value;
    if (model === undefined) return;
    const first = model.groups.first[group] as number;
    batch(() => {
      this.#reveal(model, first);
      this.#fold((folds) => withGroups(folds, [group], 0));
      this.#select({ id: model.idOf(first), group: model.groups.kind[group] }, true);
    });
  }

  /** Opens what hides a span, gives up the focus on another subtree, and shows short spans where it is one. */
  #reveal(model: TraceModel, span: number): void {
    const { focus, hideBelow, longSpans } = this.#view;
    this.#fold((folds) => revealing(folds, model, span));
    if (!this.#view.isInFocus(span)) focus.value = undefined;
    if (longSpans.value?.shown[span] === 0) hideBelow.value = 0;
  }

  /** As told by the host: nothing is told back. */
  showSelected(id: SpanId | undefined, reveal: boolean): void {
    const model = this.#view.model.value;
    batch(() => {
      if (id !== this.#view.cursor.value?.id) {
        this.#view.cursor.value = id === undefined ? undefined : { id, group: undefined };
      }
      const span = model === undefined || id === undefined ? -1 : model.indexOf(id);
      if (model === undefined || span < 0 || !reveal) return;
      this.#reveal(model, span);
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

  open(span: number): void {
    this.#fold((folds) => withSpans(folds, [span], 0));
  }

  /** Rows come and go around what stands at the top of the view, which stays there unless the selection would leave. */
  keepingTop(change: () => void): void {
    const { rows, rowHeight, top, position, model } = this.#view;
    const shown = model.value;
    if (shown === undefined) return;
    const height = rowHeight.value;
    const wasInView = this.#view.isCursorInView();
    const anchor = takeAnchor(rows.value, shown.groups, top.value, height, shown.idOf);
    batch(() => {
      change();
      position.value = anchoredTop(rows.value, shown.groups, anchor, height, shown.indexOf, top.value);
      if (wasInView && !this.#view.isCursorInView()) this.revealCursor(true);
    });
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
      entry < 0 ? withGroups(folds, [~entry], closed ? 1 : 0) : withSpans(folds, [entry], closed ? 0 : 1),
    );
  }

  expandAll(): void {
    this.#refold(allExpanded);
    this.#view.said.value = 'Everything is unfolded';
  }

  collapseAll(): void {
    this.#refold(allCollapsed);
    this.#view.said.value = 'Everything is folded';
  }

  /** Shows so many levels, counted from what is the first one in view. */
  showLevels(levels: number): void {
    const { focusSpan, model, said } = this.#view;
    const above = focusSpan.value < 0 ? 0 : (model.value?.columns.depth[focusSpan.value] ?? 0);
    this.#refold((trace) => foldedTo(trace, above + levels - 1));
    said.value = levels === 1 ? 'The first level is shown' : `${levels} levels are shown`;
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
    const model = this.#view.model.value;
    return entry < 0 || (model !== undefined && hasShownBelow(model.columns, this.#view.shown.value, entry));
  }

  #isClosed(entry: number): boolean {
    const folds = this.#view.folds.value;
    if (folds === undefined) return false;
    if (entry < 0) return folds.opened[~entry] === 0 && !this.#isFiltered();
    return folds.collapsed[entry] === 1 && !this.#isFiltered() && this.#hasChildren(entry);
  }

  #isFiltered(): boolean {
    return this.#view.isFiltered.value;
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

  /** Changes what is looked for; a selection that was in view stays there while rows come and go around it. */
  changeFind(part: Partial<Find>): void {
    const { find, cursor, model } = this.#view;
    const wasInView = this.#view.isCursorInView();
    batch(() => {
      find.value = { ...find.value, ...part };
      const span = this.#cursorSpan();
      if (!wasInView || model.value === undefined || span < 0) return;
      if (cursor.value?.group === undefined && !this.#isFiltered()) this.#reveal(model.value, span);
      if (!this.#view.isCursorInView()) this.revealCursor(true);
    });
  }

  leaveFind(): void {
    this.changeFind({ text: '', errorsOnly: false, filter: false });
  }

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
