import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import {
  asStatisticsColumn,
  type StatisticsColumn,
  statisticsColumns,
} from '../../layout/statisticsTable.ts';
import type { ViewState } from '../../state/viewState.ts';

const titles: Readonly<Record<StatisticsColumn, string>> = {
  name: 'Name',
  count: 'Count',
  errors: 'Errors',
  total: 'Total',
  self: 'Self',
  p50: 'p50',
  p95: 'p95',
  max: 'Max',
  critical: 'Critical path',
};

const meanings: Readonly<Record<StatisticsColumn, string>> = {
  name: '',
  count: 'Spans of the group',
  errors: 'Spans that failed',
  total: 'Durations together; spans inside of each other count each',
  self: 'Time outside of children, together',
  p50: 'Half of the spans are not longer',
  p95: '95 of 100 spans are not longer',
  max: 'The longest span',
  critical: 'Share of the critical path that is their own',
};

/** Titles that sort; one stop of the Tab key, arrow keys go from one to the next. */
export function StatisticsHeader({ view }: { readonly view: ViewState }) {
  const { sort, descending } = view.statistics.value;
  const sorted = asStatisticsColumn(sort);
  const current = useSignal<StatisticsColumn>(sorted);
  const row = useRef<HTMLDivElement>(null);
  const toggle = (column: StatisticsColumn): void => {
    const turned = column === sorted ? !descending : column !== 'name';
    view.statistics.value = { ...view.statistics.value, sort: column, descending: turned };
    current.value = column;
  };
  const move = (step: number): void => {
    const next = statisticsColumns[statisticsColumns.indexOf(current.value) + step];
    if (next === undefined) return;
    current.value = next;
    row.current?.querySelector<HTMLElement>(`[data-column="${next}"]`)?.focus();
  };
  return (
    <div
      class="stat-row stat-header"
      role="row"
      tabIndex={-1}
      aria-rowindex={1}
      ref={row}
      onKeyDown={({ key }) => {
        if (key === 'ArrowRight') move(1);
        if (key === 'ArrowLeft') move(-1);
      }}
    >
      {statisticsColumns.map((column) => (
        <div
          key={column}
          class={`stat-cell ${column}`}
          role="columnheader"
          aria-sort={column === sorted ? (descending ? 'descending' : 'ascending') : 'none'}
        >
          <button
            type="button"
            data-column={column}
            tabIndex={column === current.value ? 0 : -1}
            title={meanings[column]}
            onClick={() => toggle(column)}
          >
            {titles[column]}
            {column === sorted && (
              <span class={`codicon codicon-${descending ? 'arrow-small-down' : 'arrow-small-up'}`} />
            )}
          </button>
        </div>
      ))}
    </div>
  );
}
