import type { TraceId } from '../../shared/ids.ts';
import type { JsonMessage } from '../otlp/wireToJson.ts';

/** What spans came under. Spans of one `ScopeSpans` share one object. */
export interface ExportedGroup {
  /** `ResourceSpans` in OTLP JSON without its scopes. */
  readonly resource: JsonMessage;
  /** `ScopeSpans` without its spans. */
  readonly scope: JsonMessage;
}

export interface ExportedSpan {
  readonly span: JsonMessage;
  readonly group: ExportedGroup;
}

/** Spans of one trace that one piece of a document has. */
export interface TraceSegment {
  readonly traceId: TraceId;
  readonly spans: readonly ExportedSpan[];
  /** Nothing of the trace stands in the pieces before; nothing comes in the pieces after. */
  readonly begins: boolean;
  readonly ends: boolean;
  /** All groups of the trace, also of its other segments. */
  groups(): Iterable<ExportedGroup>;
}

/** How a document is put together from pieces. */
export interface DocumentFormat {
  readonly opening: string;
  readonly closing: string;
  /** The content of one piece; `first`: no span stands in the document before it. */
  content(segments: readonly TraceSegment[], first: boolean): string | Uint8Array;
}
