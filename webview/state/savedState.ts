import type { WaterfallState } from '../../src/shared/waterfallProtocol.ts';
import type { SavedFolds } from './folds.ts';
import type { ViewState } from './viewState.ts';

/** What a reload must bring back, or `undefined` while there is no trace. */
export function saveView(view: ViewState): WaterfallState | undefined {
  const model = view.model.value;
  const folds = view.savedFolds.value;
  if (model === undefined || folds === undefined) return undefined;
  const find = view.find.value;
  return {
    traceId: model.columns.traceId,
    selected: view.cursor.value?.id,
    window: view.window.value,
    ...folds,
    scrollTop: view.top.value,
    split: view.split.value,
    ...(find.text !== '' || find.errorsOnly || find.filter ? { find } : {}),
    tab: view.tab.value,
    columns: view.attributeColumns.value,
    timeMode: view.timeMode.value,
    hideBelow: view.hideBelow.value,
    showNoise: view.showNoise.value,
    clockOffsets: view.clockOffsets.value,
    foldGaps: view.foldGaps.value,
    columnWidths: view.columnWidths.value,
    statistics: view.statistics.value,
    ...(view.focus.value === undefined ? {} : { focus: view.focus.value }),
    ...(view.comparedTo.value === undefined ? {} : { comparedTo: view.comparedTo.value }),
  };
}

/** Puts back what does not depend on the trace; returns the folds, which need it. */
export function restoreView(view: ViewState, saved: WaterfallState): SavedFolds {
  view.window.value = saved.window;
  view.split.value = saved.split;
  view.position.value = saved.scrollTop;
  view.cursor.value = saved.selected === undefined ? undefined : { id: saved.selected, group: undefined };
  if (saved.find !== undefined) view.find.value = saved.find;
  view.tab.value = saved.tab ?? 'waterfall';
  view.attributeColumns.value = saved.columns ?? [];
  view.timeMode.value = saved.timeMode ?? 'relative';
  view.hideBelow.value = saved.hideBelow ?? 0;
  view.showNoise.value = saved.showNoise === true;
  view.clockOffsets.value = saved.clockOffsets ?? [];
  view.foldGaps.value = saved.foldGaps === true;
  view.columnWidths.value = saved.columnWidths ?? {};
  if (saved.statistics !== undefined) view.statistics.value = saved.statistics;
  view.focus.value = saved.focus;
  view.comparedTo.value = saved.comparedTo;
  return saved;
}

/** The kept state, if it is one: what an older version kept may have another shape. */
export function asWaterfallState(value: unknown): WaterfallState | undefined {
  const state = value as Partial<WaterfallState> | undefined | null;
  const fits =
    typeof state === 'object' &&
    state !== null &&
    typeof state.traceId === 'string' &&
    Array.isArray(state.collapsed) &&
    typeof state.scrollTop === 'number' &&
    typeof state.split === 'number';
  return fits ? (state as WaterfallState) : undefined;
}
