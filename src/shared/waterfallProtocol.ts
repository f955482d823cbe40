import type { SiteId, SpanId, TraceId } from './ids.ts';
import type { PackedTrace } from './packedTrace.ts';
import type { PlaceKind } from './placement.ts';
import type { ServiceGraph } from './serviceGraph.ts';
import type { AttributeColumns, AttributeKey } from './traceAttributes.ts';
import type { TraceLogs } from './traceLogs.ts';

/** Boundary host ↔ waterfall webview: what the host answers. */
export interface WaterfallHostApi {
  /** Asked once, when the page is up, with the state it kept from before. */
  open(state: { readonly saved: WaterfallState | undefined }): Promise<WaterfallOpening>;
  /**
   * The trace as it is now; `undefined` when the collector does not have it. `'sent'` where the event `traceSent` has
   * just brought it; a page that did not get it asks once more.
   */
  trace(): Promise<ShownTrace | 'sent' | undefined>;
  /** Lines of sites; sites without one are left out. */
  lines(query: { readonly sites: readonly SiteId[] }): Promise<readonly SiteLine[]>;
  /** The user moved the selection. */
  select(selection: { readonly spanId: SpanId | undefined }): Promise<void>;
  /** The user wants the code: beside the waterfall, or as a peek. */
  openCode(request: { readonly spanId: SpanId; readonly how: 'beside' | 'peek' }): Promise<void>;
  /** Another span, of this trace or of another one, in a waterfall of its own. */
  openSpan(request: { readonly traceId: TraceId; readonly spanId: SpanId }): Promise<void>;
  /** The user wants the span's details in view. */
  showDetails(request: { readonly spanId: SpanId }): Promise<void>;
  copy(request: { readonly text: string }): Promise<void>;
  /** Values of attributes for all spans of the trace, as `CollectorApi.attributes`. */
  attributes(query: { readonly keys: readonly string[] }): Promise<AttributeColumns | undefined>;
  attributeKeys(): Promise<readonly AttributeKey[]>;
  /** Log records of the trace. */
  logs(): Promise<TraceLogs>;
  /** What is known of the trace besides its spans. */
  marks(): Promise<TraceMarks>;
  /** Calls between the services of the trace. */
  serviceGraph(): Promise<ServiceGraph>;
  /** Another trace to compare this one with: the named one, the previous run's, or one that the user picks. */
  compareWith(choice: CompareChoice): Promise<ShownTrace | undefined>;
  /** Runs one of the trace's own commands, as the menus of the Traces view do. */
  runTraceCommand(request: { readonly name: TraceCommand }): Promise<void>;
}

export interface TraceMarks {
  /** Name of the run in which it came. */
  readonly run?: string;
  readonly pinned: boolean;
}

/** What a trace is compared with. */
export type CompareChoice =
  | { readonly kind: 'trace'; readonly traceId: TraceId }
  | { readonly kind: 'previousRun' }
  | { readonly kind: 'pick' };

/** Commands on the whole trace that the host carries out. */
export type TraceCommand = 'export' | 'share' | 'copyLink' | 'copyJson' | 'openTrace' | 'togglePin';

export interface ShownTrace {
  readonly packed: PackedTrace;
  /** Decides the colours: the first service has the first one. The same for all who show this trace. */
  readonly services: readonly string[];
}

/** Boundary host ↔ waterfall webview: what the host tells. */
export interface WaterfallHostEvents {
  /** The trace has a newer version; the page asks for it when it likes. */
  traceChanged: { readonly version: number };
  /** The lines of sites changed: an edited file, a newly found line. */
  linesChanged: Record<string, never>;
  /** The selection was moved elsewhere (tree, editor, side panel). */
  selected: { readonly spanId: SpanId | undefined; readonly reveal: boolean };
  /** The panel shows another trace from now on (the one preview tab). */
  traceReplaced: WaterfallOpening;
  /** The trace, before the page has asked for it: it is on its way while the page comes up. */
  traceSent: { readonly opening: WaterfallOpening; readonly shown: ShownTrace };
  /** A command of the palette or a key that VS Code took. */
  command: { readonly name: WaterfallCommand };
  /** Another part of the window wants rows like this: the query replaces what is looked for, or is added to it. */
  filter: { readonly query: string; readonly add: boolean };
  /** Another part of the window wants an attribute as a column. */
  addColumn: { readonly key: string };
  /** The user wants this trace beside another one, in the tab "Compare". */
  compare: CompareChoice;
}

/** What the page answers to the host: nothing. */
export type WaterfallPageApi = Record<never, never>;

/** What the page tells the host. */
export interface WaterfallPageEvents {
  /** What a reload must bring back; the host keeps it for a panel it has to rebuild. */
  stateChanged: WaterfallState;
}

export type WaterfallCommand =
  | 'fit'
  | 'expandAll'
  | 'collapseAll'
  | 'nextError'
  | 'previousError'
  | 'find'
  | 'focus'
  | 'leaveFocus'
  | 'hideMore'
  | 'showAll'
  | 'toggleNoise'
  | 'toggleGaps'
  | 'nextTimeMode'
  | `show:${WaterfallTab}`;

/** Views of one trace; `compare` is there once another trace was chosen. */
export const waterfallTabs = ['waterfall', 'flame', 'statistics', 'graph', 'logs', 'compare'] as const;
export type WaterfallTab = (typeof waterfallTabs)[number];

/** What the ruler and the rows tell times by. */
export type TimeMode = 'relative' | 'absolute' | 'sincePrevious';

export interface WaterfallOpening {
  readonly traceId: TraceId;
  readonly selected: SpanId | undefined;
  /** How whoever shared the trace saw it; what the user did here before is put aside for it. */
  readonly view?: WaterfallState;
}

/** View state alone: nothing that could be derived from the trace. Plain JSON. */
export interface WaterfallState {
  readonly traceId: TraceId;
  readonly selected: SpanId | undefined;
  /** Visible window, nanoseconds from the trace's start; `undefined` shows all of it. */
  readonly window: { readonly start: number; readonly end: number } | undefined;
  readonly collapsed: readonly SpanId[];
  /** Where it is there, all levels from `openLevels` on are collapsed but these. */
  readonly expanded?: readonly SpanId[];
  readonly openLevels?: number;
  /** First spans of the folded groups that are open. */
  readonly openGroups?: readonly SpanId[];
  /** First spans of those whose parent is missing, where the row that stands for the parent is closed. */
  readonly closedOrphans?: readonly SpanId[];
  /** What is looked for, and whether what does not match is hidden. */
  readonly find?: { readonly text: string; readonly errorsOnly: boolean; readonly filter: boolean };
  readonly scrollTop: number;
  /** Share of the width that the tree column takes, 0 to 1. */
  readonly split: number;
  readonly tab?: WaterfallTab;
  /** Keys of attributes that are shown as columns. */
  readonly columns?: readonly string[];
  readonly timeMode?: TimeMode;
  /** Only the subtree of this span is shown. */
  readonly focus?: SpanId;
  /** Spans shorter than this share of the trace are hidden, 0 to 1. */
  readonly hideBelow?: number;
  /** Noise (health checks, internals of middleware) is shown rather than folded. */
  readonly showNoise?: boolean;
  /** Idle gaps are drawn short. */
  readonly foldGaps?: boolean;
  /** Widths of columns by key, pixels; those that are not there have the usual one. */
  readonly columnWidths?: Readonly<Record<string, number>>;
  /** Services whose clocks the user has moved, with nanoseconds that are added to their times. */
  readonly clockOffsets?: readonly { readonly service: string; readonly nano: number }[];
  /** What the tab "Statistics" groups and sorts by. */
  readonly statistics?: { readonly by: string; readonly sort: string; readonly descending: boolean };
  /** The trace that the tab "Compare" shows beside this one. */
  readonly comparedTo?: TraceId;
}

export interface SiteLine {
  readonly site: SiteId;
  readonly kind: PlaceKind;
  /** As the rows show it: `charge.ts:19`; of a file `charge.ts`. */
  readonly label: string;
  /** As tooltips show it: `payments/src/charge.ts:19`. */
  readonly path: string;
}
