import { useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import type { StatisticsRow as Row } from '../../../src/trace/statistics.ts';
import { uniformHeights } from '../../layout/rowHeights.ts';
import { type Grouping, rowQuery } from '../../layout/spanGrouping.ts';
import type { StatisticsTable } from '../../layout/statisticsTable.ts';
import type { TraceModel } from '../../state/traceModel.ts';
import type { Page } from '../page.ts';
import { useTakeFocus } from '../takeFocus.ts';
import { slotsFor, useVirtualList, VirtualRows } from '../virtualRows.tsx';
import { StatisticsHeader } from './statisticsHeader.tsx';
import { type RowActions, StatisticsRow, TotalRow } from './statisticsRow.tsx';

interface GridProps {
  readonly page: Page;
  readonly model: TraceModel;
  readonly by: Grouping;
  readonly table: StatisticsTable;
  /** The table's rows in the order of the view. */
  readonly rows: readonly Row[];
}

/** The groups as a grid: arrow keys go through its rows, Enter shows the spans of one. */
export function StatisticsGrid({ page, model, by, table, rows }: GridProps) {
  const { view } = page;
  const grid = useRef<HTMLDivElement>(null);
  const rowHeight = view.rowHeight.value;
  const lines = view.lines.value;
  const { palette } = view.theme.value;
  const heights = useMemo(() => uniformHeights(rows.length, rowHeight), [rows.length, rowHeight]);
  const list = useVirtualList(heights);
  const chosen = useSignal('');
  const focused = useSignal(false);
  const place = useMemo(
    () => (chosen.value === '' ? -1 : rows.findIndex((row) => keyOf(row) === chosen.value)),
    [rows, chosen.value],
  );
  useTakeFocus(grid);
  const choose = (next: number): void => {
    const row = rows[Math.min(Math.max(next, 0), rows.length - 1)];
    if (row === undefined) return;
    chosen.value = keyOf(row);
    list.reveal(rows.indexOf(row));
  };
  const actions = useMemo(() => {
    const made = rowActions(page, model, by);
    const openLine = (row: Row): void => {
      chosen.value = keyOf(row);
      made.openLine(row);
    };
    return { ...made, openLine };
  }, [page, model, by, chosen]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const row = rows[place];
    const page = Math.max(1, Math.floor(list.height.value / rowHeight) - 1);
    if (event.key === 'ArrowDown') choose(place + 1);
    else if (event.key === 'ArrowUp') choose(place - 1);
    else if (event.key === 'PageDown') choose(place + page);
    else if (event.key === 'PageUp') choose(place - page);
    else if (event.key === 'Home') choose(0);
    else if (event.key === 'End') choose(rows.length - 1);
    else if (event.key === 'Enter' && row !== undefined) {
      if (event.shiftKey) actions.slowest(row);
      else actions.filter(row);
    } else if (event.key === 'F12' && row !== undefined) actions.openLine(row);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div
        class={focused.value ? 'stat-grid focused' : 'stat-grid'}
        role="grid"
        tabIndex={0}
        ref={grid}
        aria-label="Groups of spans; Enter shows the spans of a row, Shift+Enter its slowest span"
        aria-rowcount={rows.length + 2}
        aria-activedescendant={
          place >= 0 && place >= list.first.value && place < list.end.value ? `stat-${place}` : undefined
        }
        onFocus={() => {
          focused.value = true;
          if (place < 0 && grid.current === document.activeElement) choose(0);
        }}
        onBlur={() => {
          focused.value = false;
        }}
        onKeyDown={onKeyDown}
      >
        <StatisticsHeader view={view} />
        <VirtualRows list={list} class="stat-rows" role="rowgroup" placed>
          {(first, end, topOf) =>
            rows
              .slice(first, end)
              .map((row, k) => (
                <StatisticsRow
                  key={(first + k) % slotsFor(end - first)}
                  lines={lines}
                  palette={palette}
                  model={model}
                  by={by}
                  row={row}
                  index={first + k}
                  top={topOf(first + k)}
                  pathNano={table.pathNano}
                  selected={first + k === place}
                  actions={actions}
                />
              ))
          }
        </VirtualRows>
        {table.all !== undefined && (
          <TotalRow row={table.all} pathNano={table.pathNano} index={rows.length + 1} />
        )}
      </div>
      <footer class="footer" aria-hidden="true">
        <div class="footer-facts" />
        <div class="footer-keys">
          <span>↑↓ move</span>
          <span>Enter shows its spans</span>
          <span>Shift+Enter slowest span</span>
          <span>F12 code</span>
        </div>
      </footer>
    </>
  );
}

/** What a row is known by when the trace has grown. */
function keyOf({ name, service = '' }: Row): string {
  return `${service} ${name}`;
}

function rowActions({ view, moves, host }: Page, model: TraceModel, by: Grouping): RowActions {
  return {
    filter: (row) => moves.filterBy(rowQuery(by, row), false),
    slowest: (row) => {
      view.tab.value = 'waterfall';
      moves.selectSpan(row.first);
    },
    openLine: (row) => {
      const spanId = model.idOf(row.first);
      void host.rpc.remote
        .openCode({ spanId, how: 'beside' })
        .catch((error: unknown) => console.error(error));
    },
  };
}
