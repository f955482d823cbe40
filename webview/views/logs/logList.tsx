import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { LogRecord, TraceLogs } from '../../../src/shared/traceLogs.ts';
import { filterLogs, searchTexts } from '../../layout/logRows.ts';
import { LogClock, logTimes } from '../../layout/logTime.ts';
import { mixedHeights } from '../../layout/rowHeights.ts';
import type { TraceModel } from '../../state/traceModel.ts';
import type { Page } from '../page.ts';
import { useTakeFocus } from '../takeFocus.ts';
import { slotsFor, useVirtualList, VirtualRows } from '../virtualRows.tsx';
import { LogBar } from './logBar.tsx';
import { detailHeight, type LogActions, LogRow } from './logRow.tsx';

interface LogListProps {
  readonly page: Page;
  readonly model: TraceModel;
  readonly logs: TraceLogs;
}

/** The records that fit the filter; arrow keys go through them, and the span of each is selected on the way. */
export function LogList({ page, model, logs }: LogListProps) {
  const { view, moves, logs: state } = page;
  const { records } = logs;
  const grid = useRef<HTMLDivElement>(null);
  const focused = useSignal(false);
  const rowHeight = view.rowHeight.value;
  const { palette } = view.theme.value;
  const selected = view.cursor.value?.id;
  const only = state.selectedSpanOnly.value ? selected : undefined;
  const texts = useMemo(() => searchTexts(records), [records]);
  const times = useMemo(() => logTimes(records, model.columns.startUnixNano), [records, model]);
  const spans = useMemo(() => spansOf(records, model), [records, model]);
  const matches = view.isFiltered.value ? view.matches.value : undefined;
  const keeps = useMemo(
    () => matches && keeper(matches, spans, model.columns.count),
    [matches, spans, model],
  );
  const shown = useMemo(
    () =>
      filterLogs(records, texts, {
        text: state.text.value,
        severity: state.severity.value,
        span: only,
        keeps,
      }),
    [records, texts, state.text.value, state.severity.value, only, keeps],
  );
  const width = useWidth(grid);
  const heights = useMemo(() => {
    const more = [...state.expanded.value]
      .map((record) => [shown.indexOf(record), record] as const)
      .filter(([row]) => row >= 0)
      .sort(([a], [b]) => a - b)
      .map(([row, record]) => [row, detailHeight(records[record] as LogRecord, width, rowHeight)] as const);
    return mixedHeights(shown.length, rowHeight, more);
  }, [shown, records, state.expanded.value, width, rowHeight]);
  const list = useVirtualList(heights);
  const clock = useMemo(
    () => new LogClock(view.timeMode.value, model.columns.startUnixNano, times.at(-1) ?? 0),
    [view.timeMode.value, model, times],
  );
  const place = useMemo(() => shown.indexOf(state.current.value), [shown, state.current.value]);
  useTakeFocus(grid);
  useEffect(() => showSelected(page, records, shown, list.reveal), [selected]);
  const choose = (row: number): void => {
    const next = Math.min(Math.max(row, 0), shown.length - 1);
    const record = shown[next];
    if (record === undefined) return;
    state.current.value = record;
    list.reveal(next);
    const spanId = records[record]?.spanId;
    if (spanId !== undefined) moves.selectSpan(model.indexOf(spanId));
  };
  const chosen = useRef(choose);
  chosen.current = choose;
  const actions = useMemo<LogActions>(
    () => ({
      choose: (row) => chosen.current(row),
      toggle: (row) => {
        const record = shown[row];
        if (record !== undefined) state.toggle(record, !state.expanded.peek().has(record));
      },
      open: (row) => {
        chosen.current(row);
        showInWaterfall(page);
      },
    }),
    [shown, state, page],
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const pageRows = Math.max(1, Math.floor(list.height.value / rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: place + 1,
      ArrowUp: place - 1,
      PageDown: place + pageRows,
      PageUp: place - pageRows,
      Home: 0,
      End: shown.length - 1,
    };
    const step = steps[event.key];
    if (step !== undefined) choose(step);
    else if (event.key === 'ArrowRight' && place >= 0) state.toggle(state.current.value, true);
    else if (event.key === 'ArrowLeft' && place >= 0) state.toggle(state.current.value, false);
    else if (event.key === 'Enter' && place >= 0) showInWaterfall(page);
    else if (event.key === '/') document.getElementById('log-text')?.focus();
    else return;
    event.preventDefault();
  };
  return (
    <section class="logs" aria-label="Logs">
      <LogBar page={page} shown={shown.length} all={records.length} complete={logs.complete} />
      <div
        class={focused.value ? 'log-grid focused' : 'log-grid'}
        role="treegrid"
        tabIndex={0}
        ref={grid}
        aria-label="Log records; the arrow keys right and left show and hide attributes"
        aria-rowcount={shown.length}
        aria-activedescendant={
          place >= 0 && place >= list.first.value && place < list.end.value ? `log-${place}` : undefined
        }
        onFocus={(event) => {
          focused.value = event.target === event.currentTarget;
        }}
        onBlur={() => {
          focused.value = false;
        }}
        onKeyDown={onKeyDown}
      >
        <VirtualRows list={list} class="log-rows" role="rowgroup" placed>
          {(first, end, topOf) =>
            Array.from({ length: end - first }, (_, k) => {
              const row = first + k;
              const record = shown[row] as number;
              const before = shown[row - 1];
              return (
                <LogRow
                  key={row % slotsFor(end - first)}
                  palette={palette}
                  model={model}
                  record={records[record] as LogRecord}
                  span={spans[record] as number}
                  row={row}
                  time={clock.text(times[record] as number, before === undefined ? undefined : times[before])}
                  top={topOf(row)}
                  current={row === place}
                  ofSelected={selected !== undefined && records[record]?.spanId === selected}
                  expanded={state.expanded.value.has(record)}
                  needle={state.text.value}
                  detailHeight={heights.topOf(row + 1) - heights.topOf(row) - rowHeight}
                  actions={actions}
                />
              );
            })
          }
        </VirtualRows>
        {shown.length === 0 && (
          <div class="empty nothing-found">
            <p role="status">No record fits the filter.</p>
          </div>
        )}
      </div>
      <footer class="footer" aria-hidden="true">
        <div class="footer-facts" />
        <div class="footer-keys">
          <span>↑↓ move</span>
          <span>← → attributes</span>
          <span>Enter shows the span in the waterfall</span>
          <span>/ filter</span>
        </div>
      </footer>
    </section>
  );
}

function showInWaterfall({ view, moves }: Page): void {
  view.tab.value = 'waterfall';
  moves.revealCursor(true);
}

/** A selection that was made elsewhere moves the list to the first record of the span. */
function showSelected(
  { view, logs }: Page,
  records: readonly LogRecord[],
  shown: Uint32Array,
  reveal: (row: number) => void,
): void {
  const selected = view.cursor.value?.id;
  if (selected === undefined || records[logs.current.value]?.spanId === selected) return;
  const row = shown.findIndex((record) => records[record]?.spanId === selected);
  if (row < 0) return;
  logs.current.value = shown[row] as number;
  reveal(row);
}

function useWidth(element: { readonly current: HTMLElement | null }): number {
  const width = useSignal(800);
  useEffect(() => {
    const measured = element.current as HTMLElement;
    const observer = new ResizeObserver(() => {
      width.value = measured.clientWidth;
    });
    observer.observe(measured);
    return () => observer.disconnect();
  }, [element, width]);
  return useComputed(() => width.value).value;
}

/** Index of each record's span; −1 where it names none, or one that has not come. */
function spansOf(records: readonly LogRecord[], model: TraceModel): Int32Array {
  return Int32Array.from(records, ({ spanId }) => (spanId === undefined ? -1 : model.indexOf(spanId)));
}

/** Whether a record belongs to one of the spans that the waterfall's filter finds. */
function keeper(matches: Uint32Array, spans: Int32Array, count: number): (record: number) => boolean {
  const wanted = new Uint8Array(count);
  for (const span of matches) wanted[span] = 1;
  return (record) => wanted[spans[record] as number] === 1;
}
