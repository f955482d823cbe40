import type { SpanIndex } from '../../shared/ids.ts';
import type { TraceColumns } from '../../shared/traceColumns.ts';
import type { Change } from '../replay.ts';

export type FindingKind =
  | 'longSpan'
  | 'repeatedSiblings'
  | 'duplicateQueries'
  | 'sequentialCalls'
  | 'retries'
  | 'idleGap'
  | 'slowStart';

/** What a detector saw, before anybody knows what it would save. */
export interface Candidate {
  readonly kind: FindingKind;
  /** By start; at least one. */
  readonly members: readonly SpanIndex[];
  /** What it is, without figures of time: `12 × INSERT ledger, one by one`. */
  readonly text: string;
  /** What would be different if it were fixed. */
  readonly fixed: Change;
  /** Nanoseconds that it cannot save more than. */
  readonly mostNano: number;
}

export function nameOf(trace: TraceColumns, span: number): string {
  return trace.strings[trace.name[span] as number] || 'a span without a name';
}

export function endOf({ start, duration }: TraceColumns, span: number): number {
  return (start[span] as number) + (duration[span] as number);
}

export function sumAt(values: Float64Array, spans: readonly number[]): number {
  let sum = 0;
  for (const span of spans) sum += values[span] as number;
  return sum;
}
