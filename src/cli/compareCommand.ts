import { formatDuration } from '../shared/duration.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';
import { type ComparedRow, type Comparison, compareTraces, isDifferent } from '../trace/compareTraces.ts';
import { painter } from './colour.ts';
import type { CommandContext } from './commandContext.ts';
import { counted, figure } from './counted.ts';
import { loadTrace } from './loadTrace.ts';
import { writeJsonLines } from './output.ts';
import { idAt, nameAt, serviceAt } from './spanText.ts';
import { type Column, table } from './table.ts';
import { traceHeader } from './traceSummaryText.ts';

const rowsByDefault = 500;
const deepestIndent = 12;

const columns: readonly Column[] = [
  { title: 'SPAN', shrinks: true, style: 'bold' },
  { title: 'SERVICE', style: 'dim' },
  { title: 'FIRST', align: 'right' },
  { title: 'SECOND', align: 'right' },
  { title: 'CHANGE', align: 'right', style: 'yellow' },
  { title: '' },
];

interface Sides {
  readonly left: TraceColumns;
  readonly right: TraceColumns;
}

/** What differs between two traces; as JSON only that, for people with the spans above. */
export async function compareCommand(context: CommandContext): Promise<void> {
  const { out, invocation } = context;
  const left = await loadTrace(context, invocation.argument);
  const right = await loadTrace(context, invocation.second ?? '');
  const comparison = compareTraces(left, right);
  const sides = { left, right };
  if (invocation.json) {
    const different = comparison.rows.filter(isDifferent);
    return await writeJsonLines(
      out,
      different.map((row) => toJson(sides, row)),
    );
  }
  const paint = painter(out.colour);
  await out.write(`${traceHeader(left, paint)}\n${traceHeader(right, paint)}\n\n`);
  const rows = withAncestors(comparison);
  if (rows.length === 0) return await out.write(`No difference: ${matchedText(comparison)}.\n`);
  const shown = rows.slice(0, invocation.limit ?? rowsByDefault);
  await out.write(
    table(
      columns,
      shown.map((row) => cellsOf(sides, row)),
      paint,
      out.width,
    ),
  );
  if (shown.length < rows.length) {
    await out.write(
      `\nShowing ${figure(shown.length)} of ${figure(rows.length)} rows; --limit N shows more.\n`,
    );
  }
  await out.write(`\n${matchedText(comparison)}.\n`);
}

function matchedText({ left, right }: Comparison): string {
  const of = `${figure(left.spans)} and ${figure(right.spans)}`;
  return `${counted(left.matched, 'span')} of ${of} have a counterpart`;
}

/** The rows that differ, with all above them. */
function withAncestors({ rows }: Comparison): ComparedRow[] {
  const kept: ComparedRow[] = [];
  let depth = 0;
  // Backwards, the row above is the next one with a smaller depth than the last that was kept.
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i] as ComparedRow;
    if (!isDifferent(row) && row.depth >= depth) continue;
    kept.push(row);
    depth = row.depth;
  }
  return kept.reverse();
}

function spanOf({ left, right }: Sides, row: ComparedRow): { trace: TraceColumns; span: number } {
  return row.left >= 0 ? { trace: left, span: row.left } : { trace: right, span: row.right };
}

function toJson(sides: Sides, row: ComparedRow): Record<string, unknown> {
  const { trace, span } = spanOf(sides, row);
  return {
    kind: row.kind,
    depth: row.depth,
    name: nameAt(trace, span),
    service: serviceAt(trace, span),
    leftSpanId: row.left < 0 ? null : idAt(sides.left.spanId, row.left),
    rightSpanId: row.right < 0 ? null : idAt(sides.right.spanId, row.right),
    leftNano: row.leftNano,
    rightNano: row.rightNano,
    deltaNano: row.deltaNano,
    deltaSelfNano: row.deltaSelfNano,
    countLeft: row.countLeft,
    countRight: row.countRight,
    errorsLeft: row.errorsLeft,
    errorsRight: row.errorsRight,
  };
}

function cellsOf(sides: Sides, row: ComparedRow): string[] {
  const { trace, span } = spanOf(sides, row);
  const level = Math.min(row.depth, deepestIndent);
  return [
    `${'  '.repeat(level)}${nameAt(trace, span)}`,
    serviceAt(trace, span),
    row.countLeft === 0 ? '' : `${timesText(row.countLeft)}${formatDuration(row.leftNano)}`,
    row.countRight === 0 ? '' : `${timesText(row.countRight)}${formatDuration(row.rightNano)}`,
    isDifferent(row) ? changeText(row.deltaNano) : '',
    [kindTexts[row.kind], failureText(row)].filter((text) => text !== '').join(', '),
  ];
}

const kindTexts: Readonly<Record<ComparedRow['kind'], string>> = {
  same: '',
  slower: 'slower',
  faster: 'faster',
  onlyLeft: 'only in the first',
  onlyRight: 'only in the second',
};

/** Of what is on both sides; with figures where several spans are in one row. */
function failureText({ countLeft, countRight, errorsLeft, errorsRight }: ComparedRow): string {
  if (errorsLeft === errorsRight || countLeft === 0 || countRight === 0) return '';
  if (countLeft > 1 || countRight > 1) return `failed ${figure(errorsLeft)} → ${figure(errorsRight)}`;
  return errorsRight > 0 ? 'failed in the second' : 'failed in the first';
}

function timesText(count: number): string {
  return count === 1 ? '' : `${figure(count)} × `;
}

function changeText(nano: number): string {
  return nano > 0 ? `+${formatDuration(nano)}` : formatDuration(nano);
}
