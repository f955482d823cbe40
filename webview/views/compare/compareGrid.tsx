import { useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import type { ComparedRow } from '../../../src/trace/compareTraces.ts';
import { uniformHeights } from '../../layout/rowHeights.ts';
import { CompareMoves } from '../../state/compareMoves.ts';
import type { TraceModel } from '../../state/traceModel.ts';
import type { Page } from '../page.ts';
import { useTakeFocus } from '../takeFocus.ts';
import { useVirtualList, type VirtualList, VirtualRows } from '../virtualRows.tsx';
import { CompareRow } from './compareRow.tsx';

interface GridProps {
  readonly page: Page;
  readonly before: TraceModel;
  readonly now: TraceModel;
}

/** Both traces as one tree: arrow keys as in any tree, `n` to the next difference, Enter to the span. */
export function CompareGrid({ page, before, now }: GridProps) {
  const { list, moves } = useCompareMoves(page);
  const grid = useRef<HTMLDivElement>(null);
  const focused = useSignal(false);
  useTakeFocus(grid);
  const shown = moves.shown.value;
  const place = moves.chosen.value;
  const isInView = place >= list.first.value && place < list.end.value;
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
        aria-activedescendant={isInView ? `compare-${place}` : undefined}
        onFocus={() => {
          focused.value = true;
        }}
        onBlur={() => {
          focused.value = false;
        }}
        onKeyDown={(event) => {
          const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
          if (isPlain && moves.runKey(event.key)) event.preventDefault();
        }}
      >
        <Titles />
        {shown.length === 0 && <p class="compare-none">No span differs by more than 20 % and 1 ms.</p>}
        {shown.length > 0 && <Rows page={page} before={before} now={now} list={list} moves={moves} />}
      </div>
      <Keys />
    </>
  );
}

/** The rows and what keys do, for as long as the tab is on show. */
function useCompareMoves(page: Page) {
  const { view, comparison } = page;
  const rowHeight = view.rowHeight.value;
  const list = useRef<VirtualList | undefined>(undefined);
  const moves = useMemo(() => {
    const { remote } = page.host.rpc;
    const idOf = (span: number) => view.model.value?.idOf(span);
    return new CompareMoves(comparison, {
      openSpan: (span) => {
        view.tab.value = 'waterfall';
        page.moves.selectSpan(span);
      },
      openCode: (span) => {
        const spanId = idOf(span);
        if (spanId !== undefined) void remote.openCode({ spanId, how: 'beside' }).catch(report);
      },
      openSpanBefore: (span) => {
        const found = comparison.spanBefore(span);
        if (found !== undefined) void remote.openSpan(found).catch(report);
      },
      reveal: (place) => list.current?.reveal(place),
      rowsInView: () => Math.max(1, Math.floor((list.current?.height.value ?? 0) / view.rowHeight.value) - 1),
    });
  }, [page, view, comparison]);
  const count = moves.shown.value.length;
  const heights = useMemo(() => uniformHeights(count, rowHeight), [count, rowHeight]);
  const made = useVirtualList(heights);
  list.current = made;
  return { list: made, moves };
}

interface RowsProps extends GridProps {
  readonly list: VirtualList;
  readonly moves: CompareMoves;
}

function Rows({ page, before, now, list, moves }: RowsProps) {
  const spanNano = Math.max(before.columns.durationNano, now.columns.durationNano, 1);
  const rowOf = (place: number) => (
    <CompareRow
      key={place}
      page={page}
      before={before}
      now={now}
      row={moves.rowAt(place) as ComparedRow}
      index={place}
      twisty={moves.twisty(place)}
      spanNano={spanNano}
      selected={place === moves.chosen.value}
      choose={() => moves.choose(place)}
      toggle={() => moves.toggle(place)}
      open={() => moves.open(place)}
    />
  );
  return (
    <VirtualRows list={list} class="compare-rows" role="rowgroup">
      {(first, end) => Array.from({ length: Math.max(0, end - first) }, (_, k) => rowOf(first + k))}
    </VirtualRows>
  );
}

function Titles() {
  return (
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
  );
}

function Keys() {
  return (
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
  );
}

function report(error: unknown): void {
  console.error(error);
}
