import { useComputed, useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import type { ComparedRow } from '../../../src/trace/compareTraces.ts';
import { aboveRow, comparedRows, hasBelow } from '../../layout/comparedRows.ts';
import { uniformHeights } from '../../layout/rowHeights.ts';
import type { TraceModel } from '../../state/traceModel.ts';
import type { Page } from '../page.ts';
import { useTakeFocus } from '../takeFocus.ts';
import { useVirtualList, VirtualRows } from '../virtualRows.tsx';
import { CompareRow } from './compareRow.tsx';

interface GridProps {
  readonly page: Page;
  readonly before: TraceModel;
  readonly now: TraceModel;
  readonly rows: readonly ComparedRow[];
}

/** Both traces as one tree: arrow keys as in any tree, `n` to the next difference, Enter to the span. */
export function CompareGrid({ page, before, now, rows }: GridProps) {
  const { view, comparison } = page;
  const grid = useRef<HTMLDivElement>(null);
  const chosen = useSignal(0);
  const focused = useSignal(false);
  const differencesOnly = comparison.differencesOnly.value;
  const collapsed = comparison.collapsed.value;
  const shown = useMemo(
    () => comparedRows(rows, { differencesOnly, collapsed }),
    [rows, differencesOnly, collapsed],
  );
  const rowHeight = view.rowHeight.value;
  const heights = useMemo(() => uniformHeights(shown.length, rowHeight), [shown.length, rowHeight]);
  const list = useVirtualList(heights);
  const spanNano = Math.max(before.columns.durationNano, now.columns.durationNano, 1);
  const place = useComputed(() => chosen.value).value;
  useTakeFocus(grid);

  const choose = (next: number): void => {
    if (shown.length === 0) return;
    chosen.value = Math.min(Math.max(next, 0), shown.length - 1);
    list.reveal(chosen.value);
  };
  const chooseRow = (row: number): void => choose(shown.indexOf(row));
  const open = (at: number): void => {
    const row = rows[shown[at] as number];
    if (row === undefined) return;
    if (row.right >= 0) {
      view.tab.value = 'waterfall';
      page.moves.selectSpan(row.right);
      return;
    }
    const span = comparison.spanBefore(row.left);
    if (span !== undefined) void page.host.rpc.remote.openSpan(span).catch(report);
  };
  const openCode = (at: number): void => {
    const right = rows[shown[at] as number]?.right ?? -1;
    if (right < 0) return;
    void page.host.rpc.remote.openCode({ spanId: now.idOf(right), how: 'beside' }).catch(report);
  };
  const nextDifference = (step: 1 | -1): void => {
    for (let at = place + step; at >= 0 && at < shown.length; at += step) {
      if (rows[shown[at] as number]?.kind === 'same') continue;
      choose(at);
      return;
    }
  };
  const foldOrLeave = (fold: boolean): void => {
    const row = shown[place];
    if (row === undefined) return;
    const isClosed = collapsed.has(row);
    if (fold && hasBelow(rows, row) && !isClosed) comparison.toggle(row);
    else if (fold) chooseRow(Math.max(0, aboveRow(rows, row)));
    else if (isClosed) comparison.toggle(row);
    else if (hasBelow(rows, row)) choose(place + 1);
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => choose(place + 1),
    ArrowUp: () => choose(place - 1),
    PageDown: () => choose(place + pageOf(list.height.value, rowHeight)),
    PageUp: () => choose(place - pageOf(list.height.value, rowHeight)),
    Home: () => choose(0),
    End: () => choose(shown.length - 1),
    ArrowLeft: () => foldOrLeave(true),
    ArrowRight: () => foldOrLeave(false),
    Enter: () => open(place),
    F12: () => openCode(place),
    n: () => nextDifference(1),
    N: () => nextDifference(-1),
  };
  return (
    <>
      <div
        class={focused.value ? 'compare-grid focused' : 'compare-grid'}
        role="treegrid"
        tabIndex={0}
        ref={grid}
        aria-label="Spans of both traces; Enter goes to the span"
        aria-rowcount={shown.length + 1}
        aria-colcount={4}
        aria-activedescendant={
          place >= list.first.value && place < list.end.value ? `compare-${place}` : undefined
        }
        onFocus={() => {
          focused.value = true;
        }}
        onBlur={() => {
          focused.value = false;
        }}
        onKeyDown={(event) => {
          const run = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
          run?.();
          if (run !== undefined) event.preventDefault();
        }}
      >
        <div class="compare-row compare-titles" role="row">
          <span class="compare-name" role="columnheader">
            Span
          </span>
          <span class="compare-time" role="columnheader">
            Before
          </span>
          <span class="compare-time" role="columnheader">
            Now
          </span>
          <span class="compare-change" role="columnheader">
            Change
          </span>
        </div>
        {shown.length === 0 ? (
          <p class="compare-none">
            {rows.length === 0 ? 'Neither trace has a span.' : 'No span differs by more than 20 % and 1 ms.'}
          </p>
        ) : (
          <VirtualRows list={list} class="compare-rows" role="rowgroup">
            {(first, end) =>
              Array.from(shown.subarray(first, end), (row, k) => (
                <CompareRow
                  key={first + k}
                  page={page}
                  before={before}
                  now={now}
                  row={rows[row] as ComparedRow}
                  index={first + k}
                  twisty={hasBelow(rows, row) ? (collapsed.has(row) ? 'closed' : 'open') : 'none'}
                  spanNano={spanNano}
                  selected={first + k === place}
                  choose={() => choose(first + k)}
                  toggle={() => comparison.toggle(row)}
                  open={() => open(first + k)}
                />
              ))
            }
          </VirtualRows>
        )}
      </div>
      <footer class="footer" aria-hidden="true">
        <div class="footer-facts" />
        <div class="footer-keys">
          <span>↑↓ move</span>
          <span>← → fold</span>
          <span>n next difference</span>
          <span>Enter span</span>
          <span>F12 code</span>
        </div>
      </footer>
    </>
  );
}

function pageOf(height: number, rowHeight: number): number {
  return Math.max(1, Math.floor(height / rowHeight) - 1);
}

function report(error: unknown): void {
  console.error(error);
}
