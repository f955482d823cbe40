import type { SpanId } from '../../src/shared/ids.ts';
import { groupKinds } from '../layout/rows.ts';
import type { TraceModel } from './traceModel.ts';

/** What is collapsed and which groups are open, by index into one version of a trace. Never changed in place. */
export interface Folds {
  readonly collapsed: Uint8Array;
  readonly opened: Uint8Array;
  /** So many levels were last opened as a whole, all others closed; spans that arrive later follow that. */
  readonly levels: number;
}

/** The same by span id: outlives a version of the trace, and a reload. */
export interface SavedFolds {
  /** Those that are closed though their level is open. */
  readonly collapsed: readonly SpanId[];
  /** Where not all levels are open: those that are open though their level is closed. */
  readonly expanded?: readonly SpanId[];
  /** With `expanded`, how many levels are open; none where it is missing. */
  readonly openLevels?: number;
  /** First spans of the open groups of equal siblings and of noise. */
  readonly openGroups?: readonly SpanId[];
  /** First spans below the missing parents that are closed though their level is open. */
  readonly closedOrphans?: readonly SpanId[];
}

export function allExpanded(model: TraceModel): Folds {
  const levels = Number.POSITIVE_INFINITY;
  return { collapsed: new Uint8Array(model.columns.count), opened: openedByLevel(model, levels), levels };
}

export function allCollapsed(model: TraceModel): Folds {
  return foldedTo(model, 0);
}

/** Spans of the first `levels` levels open, all others closed. */
export function foldedTo(model: TraceModel, levels: number): Folds {
  const { depth, count } = model.columns;
  const collapsed = new Uint8Array(count);
  for (let i = 0; i < count; i++) if ((depth[i] as number) >= levels) collapsed[i] = 1;
  return { collapsed, opened: openedByLevel(model, levels), levels };
}

/** A missing parent is closed when all is; equal siblings and noise are so until they are opened. */
function openedByLevel({ groups }: TraceModel, levels: number): Uint8Array {
  const opened = new Uint8Array(groups.count);
  if (levels === 0) return opened;
  for (let g = 0; g < groups.count; g++) if (groups.kind[g] === groupKinds.orphans) opened[g] = 1;
  return opened;
}

/** With some spans collapsed (1) or expanded (0). */
export function withSpans(folds: Folds, spans: Iterable<number>, collapsed: 0 | 1): Folds {
  const next = folds.collapsed.slice();
  for (const span of spans) next[span] = collapsed;
  return { ...folds, collapsed: next };
}

export function withGroups(folds: Folds, groups: Iterable<number>, opened: 0 | 1): Folds {
  const next = folds.opened.slice();
  for (const group of groups) next[group] = opened;
  return { ...folds, opened: next };
}

/** With everything open that hides a span: its ancestors, and the groups that it and they are members of. */
export function revealing(folds: Folds, model: TraceModel, span: number): Folds {
  const { parent } = model.columns;
  const { groupAt, outer } = model.groups;
  const hidden: number[] = [];
  const closed: number[] = [];
  for (let at = span; at >= 0; at = parent[at] as number) {
    if (at !== span && folds.collapsed[at] === 1) hidden.push(at);
    for (let group = groupAt[at] as number; group >= 0; group = outer[group] as number) {
      if (folds.opened[group] === 0) closed.push(group);
    }
  }
  const shown = hidden.length === 0 ? folds : withSpans(folds, hidden, 0);
  return closed.length === 0 ? shown : withGroups(shown, closed, 1);
}

export function saveFolds(folds: Folds, model: TraceModel): SavedFolds {
  const { columns, groups, idOf } = model;
  const { depth, subtree, count } = columns;
  const collapsed: SpanId[] = [];
  const expanded: SpanId[] = [];
  for (let i = 0; i < count; i++) {
    const byLevel = (depth[i] as number) >= folds.levels ? 1 : 0;
    if (folds.collapsed[i] === byLevel || subtree[i] === 1) continue;
    (byLevel === 1 ? expanded : collapsed).push(idOf(i));
  }
  const byDefault = openedByLevel(model, folds.levels);
  const openGroups: SpanId[] = [];
  const closedOrphans: SpanId[] = [];
  for (let g = 0; g < groups.count; g++) {
    if (folds.opened[g] === byDefault[g]) continue;
    (folds.opened[g] === 1 ? openGroups : closedOrphans).push(idOf(groups.first[g] as number));
  }
  return {
    collapsed,
    ...(folds.levels === Number.POSITIVE_INFINITY ? {} : { expanded }),
    ...(folds.levels > 0 && folds.levels < Number.POSITIVE_INFINITY ? { openLevels: folds.levels } : {}),
    ...(openGroups.length > 0 ? { openGroups: [...new Set(openGroups)] } : {}),
    ...(closedOrphans.length > 0 ? { closedOrphans } : {}),
  };
}

/** What was saved of one version, for another: spans that are gone are passed over. */
export function restoreFolds(saved: SavedFolds, model: TraceModel): Folds {
  const folds = saved.expanded === undefined ? allExpanded(model) : foldedTo(model, saved.openLevels ?? 0);
  for (const id of saved.expanded ?? []) setAt(folds.collapsed, model.indexOf(id), 0);
  for (const id of saved.collapsed) setAt(folds.collapsed, model.indexOf(id), 1);
  for (const id of saved.openGroups ?? []) setGroups(folds, model, id, 1);
  for (const id of saved.closedOrphans ?? []) setGroups(folds, model, id, 0);
  return folds;
}

/** An id says where a group begins; those that are closed from the start are told from those that are open. */
function setGroups(folds: Folds, { groups, indexOf }: TraceModel, id: SpanId, opened: 0 | 1): void {
  const span = indexOf(id);
  let group = span < 0 ? -1 : (groups.groupAt[span] as number);
  for (; group >= 0; group = groups.outer[group] as number) {
    const isOrphans = groups.kind[group] === groupKinds.orphans;
    if (groups.first[group] === span && isOrphans === (opened === 0)) folds.opened[group] = opened;
  }
}

function setAt(values: Uint8Array, index: number, value: number): void {
  if (index >= 0) values[index] = value;
}
