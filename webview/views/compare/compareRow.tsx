import { formatDuration } from '../../../src/shared/duration.ts';
import { type ComparedRow, isDifferent } from '../../../src/trace/compareTraces.ts';
import { changeWords } from '../../layout/comparedWords.ts';
import { shownName } from '../../layout/shownName.ts';
import type { TraceModel } from '../../state/traceModel.ts';
import type { Page } from '../page.ts';

interface RowProps {
  readonly page: Page;
  readonly before: TraceModel;
  readonly now: TraceModel;
  readonly row: ComparedRow;
  readonly index: number;
  readonly twisty: 'none' | 'open' | 'closed';
  /** Nanoseconds that the width of a time column stands for, the same for both. */
  readonly spanNano: number;
  readonly selected: boolean;
  readonly choose: () => void;
  readonly toggle: () => void;
  readonly open: () => void;
}

const icons = { none: '', open: 'codicon-chevron-down', closed: 'codicon-chevron-right' } as const;
/** Deeper rows are not indented further: their names would have no room. */
const deepestIndent = 16;

/** A span with its counterpart: name, both bars to one scale, and what became of it. */
export function CompareRow(props: RowProps) {
  const { page, before, now, row, index, twisty, spanNano, selected, choose, toggle, open } = props;
  const isNow = row.right >= 0;
  const { columns, colourOf } = isNow ? now : before;
  const span = isNow ? row.right : row.left;
  const service = columns.service[span] as number;
  const { palette } = page.view.theme.value;
  const colour = palette[(colourOf[service] as number) % palette.length] as string;
  const name = shownName(columns.strings[columns.name[span] as number] as string);
  const several = Math.max(row.countLeft, row.countRight);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the grid, which keeps the focus.
    <div
      id={`compare-${index}`}
      class={`compare-row ${row.kind}${selected ? ' selected' : ''}`}
      role="row"
      aria-level={row.depth + 1}
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-expanded={twisty === 'none' ? undefined : twisty === 'open'}
      aria-label={sentence(row, name, columns.strings[service] as string)}
      onClick={choose}
      onDblClick={open}
    >
      <span class="compare-name" role="gridcell" title={name}>
        <span style={{ width: `${16 * Math.min(row.depth, deepestIndent)}px`, flex: 'none' }} />
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys do the same. */}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: for the pointer alone. */}
        <span
          class={`twisty codicon ${icons[twisty]}`}
          onClick={(event) => {
            event.stopPropagation();
            if (twisty !== 'none') toggle();
          }}
        />
        <span class="mark" style={{ backgroundColor: colour }} />
        <span class="name">{several > 1 ? `${several} × ${name}` : name}</span>
        <span class="service">{columns.strings[service]}</span>
      </span>
      <Time model={before} span={row.left} nano={row.leftNano} spanNano={spanNano} colour={colour} />
      <Time model={now} span={row.right} nano={row.rightNano} spanNano={spanNano} colour={colour} />
      <span class="compare-change" role="gridcell">
        {changeWords(row)}
      </span>
    </div>
  );
}

interface TimeProps {
  readonly model: TraceModel;
  readonly span: number;
  readonly nano: number;
  readonly spanNano: number;
  readonly colour: string;
}

function Time({ model, span, nano, spanNano, colour }: TimeProps) {
  if (span < 0) return <span class="compare-time none" role="gridcell" />;
  const { start, duration, status } = model.columns;
  const left = (100 * (start[span] as number)) / spanNano;
  const width = (100 * (duration[span] as number)) / spanNano;
  return (
    <span class="compare-time" role="gridcell">
      <span class="compare-track">
        <span
          class="compare-bar"
          style={{ left: `${left}%`, width: `max(1px, ${width}%)`, backgroundColor: colour }}
        />
      </span>
      <span class="compare-nano">
        {status[span] === 2 && <span class="codicon codicon-error" title="Failed" />}
        {formatDuration(nano)}
      </span>
    </span>
  );
}

function sentence(row: ComparedRow, name: string, service: string): string {
  const before = row.left < 0 ? 'not there before' : `before ${formatDuration(row.leftNano)}`;
  const now = row.right < 0 ? 'not there now' : `now ${formatDuration(row.rightNano)}`;
  return [name, service, before, now, isDifferent(row) ? changeWords(row) : 'no difference'].join(', ');
}
