import type { SiteId } from '../../../src/shared/ids.ts';
import type { SiteLine } from '../../../src/shared/waterfallProtocol.ts';
import type { StatisticsRow as Row } from '../../../src/trace/statistics.ts';
import { lineOfSpan } from '../../layout/lineOfSpan.ts';
import { lineText, lineWords } from '../../layout/lineText.ts';
import { cutName, shownName } from '../../layout/shownName.ts';
import type { Grouping } from '../../layout/spanGrouping.ts';
import { fewWords, rowSentence, statisticsCells, type TotalFigures } from '../../layout/statisticsTable.ts';
import type { TraceModel } from '../../state/traceModel.ts';
import { memo } from '../memo.ts';
import { focusGrid } from '../takeFocus.ts';

interface RowProps {
  readonly lines: ReadonlyMap<SiteId, SiteLine>;
  readonly palette: readonly string[];
  readonly model: TraceModel;
  readonly by: Grouping;
  readonly row: Row;
  readonly index: number;
  readonly pathNano: number;
  readonly selected: boolean;
  /** Pixels from where the rows' slide begins. */
  readonly top: number;
  /** Stay the same for as long as the rows mean the same. */
  readonly actions: RowActions;
}

export interface RowActions {
  filter(row: Row): void;
  slowest(row: Row): void;
  openLine(row: Row): void;
}

/** One group. A click shows its spans; one on its longest span goes there, one on its line to the code. */
export const StatisticsRow = memo((props: RowProps) => {
  const { row, index, pathNano, selected, top, actions } = props;
  const press = (target: Element): void => {
    if (target.closest('[data-line]') !== null) actions.openLine(row);
    else if (target.closest('[data-slowest]') !== null) actions.slowest(row);
    else actions.filter(row);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the grid, which has the focus.
    <div
      id={`stat-${index}`}
      class={selected ? 'stat-row selected' : 'stat-row'}
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-label={rowSentence(row, pathNano)}
      style={{ top: `${top}px` }}
      onFocus={focusGrid}
      onClick={(event) => press(event.target as Element)}
    >
      <NameCell {...props} />
      <Figures row={row} pathNano={pathNano} />
    </div>
  );
});

/** All groups together. */
export function TotalRow({
  row,
  pathNano,
  index,
}: {
  readonly row: TotalFigures;
  readonly pathNano: number;
  readonly index: number;
}) {
  return (
    <div
      class="stat-row stat-total"
      role="row"
      aria-rowindex={index + 1}
      aria-label={`All together: ${rowSentence({ ...row, name: 'all' }, pathNano)}`}
    >
      <div class="stat-cell name" role="gridcell">
        All
      </div>
      <Figures row={row} pathNano={pathNano} />
    </div>
  );
}

function NameCell({ lines, palette, model, by, row }: RowProps) {
  const { columns, colourOf } = model;
  const line = by === 'operation' || by === 'line' ? lineOfSpan(columns, row.first, lines) : undefined;
  const hasService = by === 'operation' || by === 'service';
  const colour = colourOf[columns.service[row.first] as number] as number;
  const name = by === 'line' ? (line?.label ?? row.name) : row.name;
  return (
    <div class="stat-cell name" role="gridcell" title={by === 'line' ? row.name : undefined}>
      {hasService && (
        <span class="mark" style={{ backgroundColor: palette[colour % palette.length] as string }} />
      )}
      {by === 'line' ? (
        <>
          <span class="stat-name line-name" data-line>
            {name}
          </span>
          <span class="service">{pathBefore(row.name, name)}</span>
        </>
      ) : (
        <>
          <span class="stat-name">
            {by === 'operation' ? shownName(name) : cutName(name) || <i>empty</i>}
          </span>
          {row.service !== undefined && <span class="service">{row.service}</span>}
          {line !== undefined && (
            <span class={`line ${line.kind}`} data-line title={lineWords(line.kind, line.path)}>
              {lineText(line)}
            </span>
          )}
        </>
      )}
    </div>
  );
}

/** The folders of a path whose end stands before it. */
function pathBefore(path: string, label: string): string {
  return path.endsWith(label) ? path.slice(0, -label.length).replace(/[/\\]$/, '') : path;
}

function Figures({ row, pathNano }: { readonly row: TotalFigures; readonly pathNano: number }) {
  const cells = statisticsCells(row, pathNano);
  const few = fewWords(row);
  const share = pathNano > 0 ? Math.min(1, row.criticalNano / pathNano) : 0;
  return (
    <>
      <Cell column="count" text={cells.count} />
      <Cell column="errors" text={cells.errors} class="error" />
      <Cell column="total" text={cells.total} />
      <Cell column="self" text={cells.self} />
      <Cell column="p50" text={cells.p50} />
      <Cell column="p95" text={cells.p95} class={few === '' ? '' : 'muted'} title={few} />
      <div class="stat-cell max" role="gridcell">
        <span class="slowest" data-slowest title="Go to the longest span">
          {cells.max}
        </span>
      </div>
      <div class="stat-cell critical" role="gridcell">
        <span class="share">{share > 0 && <span style={{ width: `${Math.max(2, 100 * share)}%` }} />}</span>
        <span class="share-text">{cells.critical}</span>
      </div>
    </>
  );
}

interface CellProps {
  readonly column: string;
  readonly text: string;
  readonly class?: string;
  readonly title?: string;
}

function Cell({ column, text, class: className = '', title }: CellProps) {
  return (
    <div class={`stat-cell ${column} ${className}`} role="gridcell" title={title === '' ? undefined : title}>
      {text}
    </div>
  );
}
