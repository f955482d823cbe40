import type { SpanId } from '../../src/shared/ids.ts';
import type { TraceModel } from './traceModel.ts';

/** What is collapsed and which groups are open, by index into one version of a trace. Never changed in place. */
export interface Folds {
  readonly collapsed: Uint8Array;
  readonly opened: Uint8Array;
  /** What spans that arrive later are: 1 after everything was collapsed. */
  readonly arriveCollapsed: 0 | 1;
}

/** The same by span id: outlives a version of the trace, and a reload. */
export interface SavedFolds {
  readonly collapsed: readonly SpanId[];
  /** Instead of `collapsed` when everything else is. */
  readonly expanded?: readonly SpanId[];
  readonly openGroups?: readonly SpanId[];
}

export function allExpanded({ columns, groups }: TraceModel): Folds {
  return {
    collapsed: new Uint8Array(columns.count),
    opened: new Uint8Array(groups.count),
    arriveCollapsed: 0,
  };
}

export function allCollapsed(model: TraceModel): Folds {
  const folds = allExpanded(model);
  folds.collapsed.fill(1);
  return { ...folds, arriveCollapsed: 1 };
}

/** With some spans collapsed (1) or expanded (0). */
export function withSpans(folds: Folds, spans: Iterable<number>, collapsed: 0 | 1): Folds {
  const next = folds.collapsed.slice();
  for (const span of spans) next[span] = collapsed;
  return { ...folds, collapsed: next };
}

export function withGroup(folds: Folds, group: number, opened: 0 | 1): Folds {
  const next = folds.opened.slice();
  next[group] = opened;
  return { ...folds, opened: next };
}

/** With everything open that hides a span: its ancestors, and the group it is a member of. */
export function revealing(folds: Folds, model: TraceModel, span: number): Folds {
  const { parent } = model.columns;
  const group = groupOf(model, span);
  const hidden: number[] = [];
  for (let at = parent[span] as number; at >= 0; at = parent[at] as number) {
    if (folds.collapsed[at] === 1) hidden.push(at);
  }
  const shown = hidden.length === 0 ? folds : withSpans(folds, hidden, 0);
  return group < 0 || shown.opened[group] === 1 ? shown : withGroup(shown, group, 1);
}

/** The group that a span is a member of, or −1. */
export function groupOf({ groups }: TraceModel, span: number): number {
  let low = 0;
  let high = groups.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((groups.first[middle] as number) <= span) low = middle + 1;
    else high = middle;
  }
  const group = low - 1;
  return group >= 0 && span < (groups.end[group] as number) ? group : -1;
}

export function saveFolds(folds: Folds, { columns, groups, idOf }: TraceModel): SavedFolds {
  const wanted = folds.arriveCollapsed === 1 ? 0 : 1;
  const spans: SpanId[] = [];
  for (let i = 0; i < columns.count; i++) {
    if (folds.collapsed[i] === wanted && columns.subtree[i] !== 1) spans.push(idOf(i));
  }
  const openGroups: SpanId[] = [];
  for (let g = 0; g < groups.count; g++) {
    if (folds.opened[g] === 1) openGroups.push(idOf(groups.first[g] as number));
  }
  return {
    ...(wanted === 0 ? { collapsed: [], expanded: spans } : { collapsed: spans }),
    ...(openGroups.length > 0 ? { openGroups } : {}),
  };
}

/** What was saved of one version, for another: spans that are gone are passed over. */
export function restoreFolds(saved: SavedFolds, model: TraceModel): Folds {
  const folds = saved.expanded === undefined ? allExpanded(model) : allCollapsed(model);
  const value = saved.expanded === undefined ? 1 : 0;
  for (const id of saved.expanded ?? saved.collapsed) {
    const index = model.indexOf(id);
    if (index >= 0) folds.collapsed[index] = value;
  }
  for (const id of saved.openGroups ?? []) {
    const group = groupOf(model, model.indexOf(id));
    if (group >= 0) folds.opened[group] = 1;
  }
  return folds;
}
