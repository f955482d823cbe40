import type { SpanId, TraceId } from './ids.ts';
import type { MetricExemplars } from './metricExemplars.ts';
import type { CodeLocation, PlaceKind, Placement } from './placement.ts';
import type { BackLink } from './protocol.ts';
import type { SpanDetail } from './spanDetail.ts';
import type { TraceLogs } from './traceLogs.ts';

/** Boundary host ↔ span side panel: what the host answers. */
export interface SpanHostApi {
  /** The selected span as it is now; `undefined` when none is selected. */
  current(): Promise<SpanView | undefined>;
  openCode(request: { readonly location: CodeLocation }): Promise<void>;
  /** Another span, of this trace or of a linked one. */
  openSpan(request: { readonly traceId: TraceId; readonly spanId: SpanId }): Promise<void>;
  /** A URL in an attribute, opened only because the user clicked it; the host asks before it leaves VS Code. */
  openUrl(request: { readonly url: string }): Promise<void>;
  copy(request: { readonly text: string }): Promise<void>;
  /** The user wants another line for spans like this one. */
  chooseLine(): Promise<void>;
  /** Raw OTLP JSON of the span, in an editor of its own. */
  showJson(): Promise<void>;
  /** Log records of the selected span. */
  logs(): Promise<TraceLogs>;
  /** Measurements that name the selected span. */
  exemplars(): Promise<MetricExemplars>;
  /** Spans that link to the selected one. */
  backLinks(): Promise<readonly BackLink[]>;
  /** Shows in the waterfall only spans with this value: a query of its search, such as `http.route="/x"`. */
  filterBy(request: { readonly query: string }): Promise<void>;
  /** Adds an attribute to the waterfall as a column. */
  addColumn(request: { readonly key: string }): Promise<void>;
}

/** Boundary host ↔ span side panel: what the host tells. */
export interface SpanHostEvents {
  /** Another span was selected, or the selected one's line changed. */
  changed: Record<string, never>;
}

export type SpanPageApi = Record<never, never>;
export type SpanPageEvents = Record<never, never>;

/** A span with what only the host knows of it. */
export interface SpanView {
  readonly detail: SpanDetail;
  /** Nanoseconds from the trace's start, and the trace's length: where the strip lies. */
  readonly startNano: number;
  readonly durationNano: number;
  readonly selfNano: number;
  /** Nanoseconds of the span that are on the trace's critical path. */
  readonly criticalNano: number;
  readonly traceDurationNano: number;
  /** By how much earlier the trace ends at most without the span. */
  readonly dragNano?: number;
  /** How much longer the span could take without the trace ending later. */
  readonly slackNano?: number;
  /** Index into the palette of service colours, the same as in the waterfall. */
  readonly serviceIndex: number;
  readonly placement: SpanPlacement | undefined;
  /** Other lines that it may be; the user can choose. */
  readonly otherPlaces: number;
  /** Why there is no line, a sentence; `undefined` where there is one. */
  readonly whyNowhere: string | undefined;
  /** Stack frames of `exception.stacktrace`, by the index of the event. */
  readonly stacks: readonly EventStack[];
  /** The other end of a link, where the collector has it, by the index of the link. */
  readonly linkNames: readonly (string | undefined)[];
}

export interface SpanPlacement extends Placement {
  readonly kind: PlaceKind;
  /** Relative to the workspace folder: `payments/src/charge.ts:19`. */
  readonly label: string;
  /** Text of the line, trimmed; empty when the file cannot be read, or no line of it is known. */
  readonly text: string;
}

export interface EventStack {
  readonly event: number;
  readonly frames: readonly StackFrame[];
}

export interface StackFrame {
  /** The frame as it was printed, trimmed. */
  readonly text: string;
  readonly functionName: string;
  /** As shown: `charge.ts:19:46`; empty where the frame names no file. */
  readonly label: string;
  /** Only for files of the workspace. */
  readonly location: CodeLocation | undefined;
}
