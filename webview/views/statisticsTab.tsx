import { useMemo } from 'preact/hooks';
import { asGrouping, type Grouping, groupingKey, spanGrouping } from '../layout/spanGrouping.ts';
import { asStatisticsColumn, sortStatistics, statisticsTable } from '../layout/statisticsTable.ts';
import type { TraceModel } from '../state/traceModel.ts';
import { KeyField } from './keyField.tsx';
import type { Page } from './page.ts';
import { StatisticsGrid } from './statistics/statisticsGrid.tsx';

const groupings: readonly { readonly by: Grouping; readonly title: string; readonly many: string }[] = [
  { by: 'operation', title: 'Operation', many: 'operations' },
  { by: 'service', title: 'Service', many: 'services' },
  { by: 'line', title: 'Line', many: 'lines' },
];

/** The tab "Statistics": counts and times of spans that have something in common. */
export function StatisticsTab({ page }: { readonly page: Page }) {
  const model = page.view.model.value;
  return model === undefined ? null : <Statistics page={page} model={model} />;
}

interface StatisticsProps {
  readonly page: Page;
  readonly model: TraceModel;
}

function Statistics({ page, model }: StatisticsProps) {
  const { view, attributes } = page;
  const { by: kept, sort, descending } = view.statistics.value;
  const by = asGrouping(kept);
  const key = groupingKey(by);
  const lines = view.lines.value;
  const column = key === undefined ? undefined : attributes.column(key);
  const groups = useMemo(
    () => spanGrouping(by, { columns: model.columns, lines, column: () => column }),
    [model, by, by === 'line' ? lines : undefined, column],
  );
  const table = useMemo(() => {
    const times = { self: model.selfNano(), critical: model.path.total };
    return groups && statisticsTable(model.columns, groups, times, model.facts.pathNano);
  }, [model, groups]);
  const rows = useMemo(
    () => table && sortStatistics(table.rows, { column: asStatisticsColumn(sort), descending }),
    [table, sort, descending],
  );
  return (
    <section class="statistics" aria-label="Statistics">
      <Bar
        page={page}
        by={by}
        facts={table === undefined ? '' : groupWords(by, table.rows.length, table.without)}
      />
      {table === undefined || rows === undefined ? (
        <div class="empty" aria-busy="true">
          <vscode-progress-ring aria-label={`Reading ${key}`} />
        </div>
      ) : rows.length === 0 ? (
        <div class="empty">
          <p role="status">{noGroupWords(by)}</p>
        </div>
      ) : (
        <StatisticsGrid page={page} model={model} by={by} table={table} rows={rows} />
      )}
    </section>
  );
}

function Bar({ page, by, facts }: { readonly page: Page; readonly by: Grouping; readonly facts: string }) {
  const { view, attributes } = page;
  const choose = (next: Grouping): void => {
    view.statistics.value = { ...view.statistics.value, by: next };
  };
  return (
    <div class="tab-bar">
      <span class="muted" id="group-by">
        Group by
      </span>
      <div class="segments" role="group" aria-labelledby="group-by">
        {groupings.map(({ by: one, title }) => (
          <button
            key={one}
            type="button"
            class={one === by ? 'segment chosen' : 'segment'}
            aria-pressed={one === by}
            onClick={() => choose(one)}
          >
            {title}
          </button>
        ))}
        <KeyField
          id="group-key"
          label="Group by an attribute"
          placeholder="Attribute…"
          value={groupingKey(by) ?? ''}
          keys={() => attributes.keys()}
          choose={(key) => choose(`@${key}`)}
        />
      </div>
      <p class="facts" role="status">
        {facts}
      </p>
    </div>
  );
}

/** `12 operations`; `4 values · 21 spans without it`. */
function groupWords(by: Grouping, groups: number, without: number): string {
  const many = groupings.find((grouping) => grouping.by === by)?.many ?? 'values';
  const one = many.slice(0, -1);
  const words = `${groups.toLocaleString('en-US')} ${groups === 1 ? one : many}`;
  if (without === 0) return words;
  const spans = `${without.toLocaleString('en-US')} ${without === 1 ? 'span' : 'spans'}`;
  return `${words} · ${spans} without ${by === 'line' ? 'a line' : 'it'}`;
}

function noGroupWords(by: Grouping): string {
  const key = groupingKey(by);
  if (key !== undefined) return `No span of this trace has the attribute ${key}.`;
  return by === 'line'
    ? 'No line of code is known for the spans of this trace. Open the folder that the services run from.'
    : 'This trace has no spans.';
}
