import { formatDuration } from '../shared/duration.ts';
import { statusCodes } from '../shared/spanKind.ts';
import { spanFlags, type TraceColumns } from '../shared/traceColumns.ts';
import { type SiblingGroup, siblingGroups } from '../trace/siblingFold.ts';
import type { Paint } from './colour.ts';
import { padded, plainText, widthOf } from './plainText.ts';

export interface WaterfallOptions {
  /** Columns of the terminal. */
  readonly width: number;
  /** Rows at most. */
  readonly rows: number;
  readonly paint: Paint;
}

export interface TerminalWaterfall {
  /** Each line ends with a newline. */
  readonly text: string;
  /** Spans that the rows stand for; the others come behind them in the tree. */
  readonly shown: number;
}

/** One row: a span, or a folded group of equal siblings. */
interface Row {
  readonly span: number;
  readonly count: number;
  readonly name: string;
  readonly service: string;
  readonly duration: string;
  readonly failed: boolean;
}

/** Deeper spans stand in this column with their depth in figures. */
const deepestIndent = 12;
const narrowest = { name: 16, bar: 16 };
const widestService = 20;
const gap = '  ';
const failedStatus = statusCodes.indexOf('error');
/** A column of the bar is the span's own work, time in its children, or neither. */
const cell = { none: ' ', self: '█', children: '░' } as const;

/**
 * A trace as a tree with bars, one row a span: solid where the span itself works, light where its children do.
 * Five or more equal siblings are one row, `12 × INSERT ledger`, with the sum of their durations.
 */
export function terminalWaterfall(
  trace: TraceColumns,
  { width, rows, paint }: WaterfallOptions,
): TerminalWaterfall {
  const shown = rowsOf(trace, rows);
  const columns = columnWidths(shown, width);
  const bars = new Bars(trace, columns.bar);
  const lines = shown.map((row) => {
    const service = paint('dim', padded(row.service, columns.service));
    const duration = padded(row.duration, columns.duration, 'right');
    const line = [padded(row.name, columns.name), service, bars.of(row.span, row.count), duration].join(gap);
    return row.failed ? `${line} ${paint('red', '✗')}` : line;
  });
  const last = shown.at(-1);
  return {
    text: lines.map((line) => `${line}\n`).join(''),
    shown: last === undefined ? 0 : last.span + last.count,
  };
}

function rowsOf(trace: TraceColumns, most: number): Row[] {
  const groups = siblingGroups(trace);
  const rows: Row[] = [];
  let nextGroup = 0;
  for (let span = 0; span < trace.count && rows.length < most; ) {
    const group = groups[nextGroup]?.first === span ? groups[nextGroup++] : undefined;
    rows.push(rowOf(trace, span, group));
    span += group?.count ?? 1;
  }
  return rows;
}

function rowOf(trace: TraceColumns, span: number, group: SiblingGroup | undefined): Row {
  const count = group?.count ?? 1;
  const name = plainText(trace.strings[trace.name[span] as number] ?? '');
  const parent = trace.parent[span] as number;
  const sameService = parent >= 0 && trace.service[parent] === trace.service[span];
  return {
    span,
    count,
    name: `${indent(trace, span)}${group === undefined ? '' : `${count} × `}${name}`,
    service: sameService ? '' : plainText(trace.strings[trace.service[span] as number] ?? ''),
    duration: formatDuration(group?.sum ?? (trace.duration[span] as number)),
    failed: trace.status.subarray(span, span + count).includes(failedStatus),
  };
}

function indent({ depth, flags }: TraceColumns, span: number): string {
  const level = depth[span] as number;
  const lost = ((flags[span] as number) & (spanFlags.missingParent | spanFlags.cycle)) !== 0 ? '… ' : '';
  if (level <= deepestIndent) return '  '.repeat(level) + lost;
  return `${'  '.repeat(deepestIndent)}(${level}) `;
}

function columnWidths(
  rows: readonly Row[],
  width: number,
): { name: number; service: number; bar: number; duration: number } {
  const widest = (text: (row: Row) => string): number =>
    rows.reduce((most, row) => Math.max(most, widthOf(text(row))), 0);
  const service = Math.min(
    widest((row) => row.service),
    widestService,
  );
  const duration = widest((row) => row.duration);
  // The mark of a failed span and the gaps between the four columns.
  const rest = width - service - duration - 3 * gap.length - 2;
  const name = Math.max(
    narrowest.name,
    Math.min(
      widest((row) => row.name),
      Math.floor(rest / 2),
    ),
  );
  return { name, service, bar: Math.max(narrowest.bar, rest - name), duration };
}

/** Draws bars of one width over the whole trace. */
class Bars {
  readonly #trace: TraceColumns;
  readonly #width: number;
  readonly #columnNano: number;

  constructor(trace: TraceColumns, width: number) {
    this.#trace = trace;
    this.#width = width;
    this.#columnNano = trace.durationNano / width || 1;
  }

  /** The bar of a span, or those of neighbours in one. */
  of(first: number, count: number): string {
    const cells = new Array<string>(this.#width).fill(cell.none);
    for (let span = first; span < first + count; span++) this.#drawSpan(cells, span);
    if (count === 1) this.#drawChildren(cells, first);
    return cells.join('');
  }

  #drawSpan(cells: string[], span: number): void {
    const { start, end } = this.#timesOf(span);
    const from = Math.min(this.#width - 1, Math.floor(start / this.#columnNano));
    const to = Math.max(from + 1, Math.round(end / this.#columnNano));
    cells.fill(cell.self, from, to);
  }

  /** Columns of which a child fills at least half; the rest stays solid, so that own work is never hidden. */
  #drawChildren(cells: string[], span: number): void {
    const { subtree } = this.#trace;
    const bounds = this.#timesOf(span);
    const end = span + (subtree[span] as number);
    for (let child = span + 1; child < end; child += subtree[child] as number) {
      const times = this.#timesOf(child);
      const from = Math.round(Math.max(times.start, bounds.start) / this.#columnNano);
      const to = Math.round(Math.min(times.end, bounds.end) / this.#columnNano);
      if (to > from) cells.fill(cell.children, from, to);
    }
  }

  #timesOf(span: number): { start: number; end: number } {
    const start = this.#trace.start[span] as number;
    return { start, end: start + (this.#trace.duration[span] as number) };
  }
}
