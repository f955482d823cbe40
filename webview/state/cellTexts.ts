import { formatDuration } from '../../src/shared/duration.ts';
import { spanKinds } from '../../src/shared/spanKind.ts';
import type { AttributeColumn } from '../../src/shared/traceAttributes.ts';
import type { TimeMode } from '../../src/shared/waterfallProtocol.ts';
import { clockTime, nanoOfDay } from '../layout/clockTime.ts';
import type { Rows } from '../layout/rows.ts';
import { barStart, durationOf } from './rowContent.ts';
import type { TraceModel } from './traceModel.ts';

/** What cells of columns are told from. */
export interface CellSource {
  readonly model: TraceModel;
  readonly rows: Rows;
  readonly timeMode: TimeMode;
  /** Values of an attribute; `undefined` until they have come. */
  readonly attribute: (key: string) => AttributeColumn | undefined;
}

/** What a cell says; of a row of equal siblings only what holds for all of them: their time. */
export function cellText(source: CellSource, row: number, key: string): string {
  const { model, rows } = source;
  const entry = rows.entry[row] as number;
  if (key === 'span:start') return startText(source, row);
  if (key === 'span:duration') return formatDuration(durationOf(model, entry));
  if (entry < 0) return '';
  return key.startsWith('span:') ? spanText(model, entry, key) : attributeText(source, entry, key);
}

/** When a row begins, told as the user wants times told. */
export function startText({ model, rows, timeMode }: CellSource, row: number): string {
  const entry = rows.entry[row] as number;
  const start = barStart(model, entry);
  if (timeMode === 'absolute') return timeOfDay(model, start);
  if (timeMode === 'relative' || row === 0) return formatDuration(start);
  const since = start - barStart(model, rows.entry[row - 1] as number);
  return since < 0 ? formatDuration(since) : `+${formatDuration(since)}`;
}

/** With as many decimals as tell the spans of the trace apart. */
export function timeOfDay({ columns }: TraceModel, nano: number): string {
  const decimals = columns.durationNano >= 10e9 ? 3 : 6;
  return clockTime(nanoOfDay(columns.startUnixNano) + nano, decimals);
}

function spanText({ columns, path, selfNano }: TraceModel, span: number, key: string): string {
  switch (key) {
    case 'span:self':
      return formatDuration(selfNano()[span] as number);
    case 'span:critical':
      return path.total[span] === 0 ? '' : formatDuration(path.total[span] as number);
    case 'span:kind':
      return spanKinds[columns.kind[span] as number] ?? '';
    case 'span:scope':
      return columns.strings[columns.scope[span] as number] as string;
    default:
      return '';
  }
}

function attributeText({ attribute }: CellSource, span: number, key: string): string {
  const column = attribute(key);
  const value = column?.value[span] ?? 0;
  return value === 0 ? '' : (column?.values[value - 1] ?? '');
}
