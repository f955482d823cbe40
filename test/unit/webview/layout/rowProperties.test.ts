import { expect, test } from 'vitest';
import { type Groups, siblingGroupOf } from '../../../../webview/layout/rowGroups.ts';
import { buildRows, groupKinds, type Rows, rowOfSpan } from '../../../../webview/layout/rows.ts';
import { spansFrom } from '../../../../webview/layout/shownSpans.ts';
import { makeTraceModel, type TraceModel } from '../../../../webview/state/traceModel.ts';
import { traceOfSpans } from '../../support/traceText.ts';
import { randomSpans, seededRandom } from '../../trace/randomSpans.ts';

const names = ['middleware - a', 'middleware - b', 'tcp.connect', 'SELECT', 'work'];

/** Random trees with noise, equal siblings, missing parents and cycles. */
function forEachModel(check: (model: TraceModel, random: () => number) => void): void {
  const random = seededRandom(11);
  for (let round = 0; round < 60; round++) {
    const spans = randomSpans(random, { count: 1 + Math.floor(random() * 80), broken: true });
    const named = spans.map((span) => {
      const name = names[Math.floor(random() * names.length)] ?? '';
      return { ...span, name, end: name.startsWith('m') ? span.start + 1 : span.end };
    });
    const equal = Array.from({ length: 6 }, (_, k) => ({
      id: `e${k}`,
      parent: '1',
      name: 'INSERT',
      start: 100 + 2 * k,
      end: 101 + 2 * k,
    }));
    check(makeTraceModel(traceOfSpans([...named, ...equal]), []), random);
  }
}

test('with everything open each span is one row, in order, and one level below what holds it', () => {
  forEachModel((model) => {
    const rows = rowsOf(model, 1);
    const entries = [...rows.entry.subarray(0, rows.length)];
    expect(entries.filter((entry) => entry >= 0)).toEqual([...model.columns.depth.keys()]);
    expect(entries.filter((entry) => entry < 0)).toHaveLength(model.groups.count);
    for (const [row, entry] of entries.entries()) {
      expect(rows.depth[row]).toBe(depthByDefinition(model, entry));
    }
  });
});

test('the random trees have groups of all kinds', () => {
  const kinds = new Set<number>();
  forEachModel(({ groups }) => {
    for (const kind of groups.kind) kinds.add(kind);
  });
  expect([...kinds].sort()).toEqual(Object.values(groupKinds));
});

test('closed groups hide their members and nothing else', () => {
  forEachModel((model) => {
    const rows = rowsOf(model, 0);
    let spans = 0;
    for (const entry of rows.entry.subarray(0, rows.length)) {
      spans += entry >= 0 ? 1 : (model.groups.end[~entry] ?? 0) - (model.groups.first[~entry] ?? 0);
    }
    expect(spans).toBe(model.columns.count);
  });
});

test('each span is found at its row, or at the row that hides it', () => {
  forEachModel((model, random) => {
    const { columns, groups } = model;
    const collapsed = Uint8Array.from({ length: columns.count }, () => (random() < 0.2 ? 1 : 0));
    const opened = Uint8Array.from({ length: groups.count }, () => (random() < 0.5 ? 1 : 0));
    const rows = buildRows(columns, groups, { collapsed, opened });
    for (let span = 0; span < columns.count; span++) {
      const entry = rows.entry[rowOfSpan(rows, groups, span)] ?? 0;
      const first = entry >= 0 ? entry : (groups.first[~entry] ?? 0);
      const end = entry >= 0 ? entry + (columns.subtree[entry] ?? 0) : (groups.end[~entry] ?? 0);
      expect(span >= first && span < end).toBe(true);
    }
  });
});

test('spans that are long enough stay with their ancestors, and the rest is counted', () => {
  forEachModel(({ columns, groups }) => {
    const least = columns.durationNano / 4;
    const { shown, hidden } = spansFrom(columns, groups, least);
    expect(shown.filter((one) => one === 0)).toHaveLength(hidden);
    for (let i = 0; i < columns.count; i++) {
      const above = columns.parent[i] ?? -1;
      if (shown[i] === 1 && above >= 0) expect(shown[above]).toBe(1);
      if ((columns.duration[i] ?? 0) >= least) expect(shown[i]).toBe(1);
    }
  });
});

test('groups lie in each other or apart, and members of equal siblings have no children', () => {
  forEachModel(({ columns, groups }) => {
    for (let a = 0; a < groups.count; a++) {
      for (let b = a + 1; b < groups.count; b++) expect(areNested(groups, a, b)).toBe(true);
    }
    for (let i = 0; i < columns.count; i++) {
      if (siblingGroupOf(groups, i) >= 0) expect(columns.subtree[i]).toBe(1);
    }
  });
});

test('places among siblings count from one to their number', () => {
  forEachModel((model) => {
    const { columns, groups } = model;
    const places = model.places(false);
    const counted = new Map<string, number[]>();
    const note = (container: string, place: number): void => {
      counted.set(container, [...(counted.get(container) ?? []), place]);
    };
    for (let g = 0; g < groups.count; g++) {
      note(containerOf(model, groups.outer[g] ?? -1, groups.first[g] ?? 0), places.ofGroup[g] ?? 0);
    }
    for (let i = 0; i < columns.count; i++) {
      note(containerOf(model, groups.groupAt[i] ?? -1, i), places.ofSpan[i] ?? 0);
    }
    for (const found of counted.values()) {
      expect(found.sort((a, b) => a - b)).toEqual(Array.from(found, (_, k) => k + 1));
    }
  });
});

function rowsOf({ columns, groups }: TraceModel, opened: 0 | 1): Rows {
  return buildRows(columns, groups, {
    collapsed: new Uint8Array(columns.count),
    opened: new Uint8Array(groups.count).fill(opened),
  });
}

/** Levels of the tree, and one for each group around it. */
function depthByDefinition({ columns, groups }: TraceModel, entry: number): number {
  const span = entry >= 0 ? entry : (groups.first[~entry] ?? 0);
  let depth = columns.depth[span] ?? 0;
  for (let g = 0; g < groups.count; g++) {
    const holds = (groups.first[g] ?? 0) <= span && span < (groups.end[g] ?? 0);
    if (holds && (entry >= 0 || g < ~entry)) depth++;
  }
  return depth;
}

function areNested({ first, end, kind }: Groups, outer: number, inner: number): boolean {
  const isApart = (first[inner] ?? 0) >= (end[outer] ?? 0);
  const isInside = (first[inner] ?? 0) >= (first[outer] ?? 0) && (end[inner] ?? 0) <= (end[outer] ?? 0);
  return isApart || (isInside && kind[outer] !== groupKinds.siblings);
}

function containerOf({ columns }: TraceModel, group: number, span: number): string {
  return group >= 0 ? `group ${group}` : `span ${columns.parent[span]}`;
}
