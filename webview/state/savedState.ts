import { parseSpanId, parseTraceId } from '../../src/shared/ids.ts';
import { type WaterfallState, waterfallTabs } from '../../src/shared/waterfallProtocol.ts';
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

/** The kept state, if all of it is one: what an older version kept, or another program, may have another shape. */
export function asWaterfallState(value: unknown): WaterfallState | undefined {
  if (!isRecord(value)) return undefined;
  return Object.entries(checks).every(([key, fits]) => fits(value[key]))
    ? (value as unknown as WaterfallState)
    : undefined;
}

type Check = (value: unknown) => boolean;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const isText: Check = (value) => typeof value === 'string';
const isNumber: Check = (value) => Number.isFinite(value);
const isSpan: Check = (value) => typeof value === 'string' && parseSpanId(value) !== undefined;
const isTrace: Check = (value) => typeof value === 'string' && parseTraceId(value) !== undefined;
const isTab: Check = (value) => waterfallTabs.some((tab) => tab === value);
const isWindow: Check = (value) =>
  isRecord(value) && isNumber(value['start']) && Number(value['end']) > Number(value['start']);
const isFind: Check = (value) => isRecord(value) && isText(value['text']);
const isClock: Check = (value) => isRecord(value) && isText(value['service']) && isNumber(value['nano']);
const isShare: Check = (value) => isNumber(value) && Number(value) >= 0 && Number(value) <= 1;

function optional(check: Check): Check {
  return (value) => value === undefined || check(value);
}

function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

const checks: Partial<Record<keyof WaterfallState, Check>> = {
  traceId: isTrace,
  selected: optional(isSpan),
  window: optional(isWindow),
  collapsed: listOf(isSpan),
  expanded: optional(listOf(isSpan)),
  openLevels: optional(isNumber),
  openGroups: optional(listOf(isSpan)),
  closedOrphans: optional(listOf(isSpan)),
  find: optional(isFind),
  scrollTop: isNumber,
  split: isShare,
  tab: optional(isTab),
  columns: optional(listOf(isText)),
  focus: optional(isSpan),
  hideBelow: optional(isShare),
  columnWidths: optional(isRecord),
  clockOffsets: optional(listOf(isClock)),
  statistics: optional(isRecord),
  comparedTo: optional(isTrace),
};
