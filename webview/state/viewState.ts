import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { SiteId, SpanId, TraceId } from '../../src/shared/ids.ts';
import type { AttributeColumn } from '../../src/shared/traceAttributes.ts';
import type { SiteLine, TimeMode, WaterfallState, WaterfallTab } from '../../src/shared/waterfallProtocol.ts';
import { clockTime, decimalsFor, nanoOfDay } from '../layout/clockTime.ts';
import { attributesOf, parseQuery, type Query, queryWords } from '../layout/query.ts';
import { querySpans } from '../layout/querySpans.ts';
import { buildRows, keepAncestors, type Rows, rowOfSpan } from '../layout/rows.ts';
import { type ShownSpans, spansFrom } from '../layout/shownSpans.ts';
import { type TableColumn, tableColumns } from '../layout/tableColumns.ts';
import { type RulerTimes, scaleTicks, type Tick } from '../layout/ticks.ts';
import { TimeFolds } from '../layout/timeFolds.ts';
import { TimeScale, type TimeWindow } from '../layout/timeScale.ts';
import type { Theme } from '../paint/theme.ts';
import { allExpanded, type Folds, type SavedFolds, saveFolds } from './folds.ts';
import type { OpenMenu } from './openMenu.ts';
import type { TraceModel } from './traceModel.ts';

/** What the page has to show. */
export type Phase =
  | { readonly kind: 'loading' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready' };

/** The selected row: a span, or the group of a kind that begins with it. */
export interface Cursor {
  readonly id: SpanId;
  /** One of `groupKinds`; `undefined` for the span. */
  readonly group: number | undefined;
}

export interface Find {
  readonly text: string;
  readonly errorsOnly: boolean;
  /** Rows without a match below them are hidden. */
  readonly filter: boolean;
}

/**
 * What of a trace is told: first its rows, so that they are seen at once; then what depends on the critical path, and the
 * minimap; then the findings.
 */
export type Told = 'rows' | 'path' | 'all';

export type ClockOffset = NonNullable<WaterfallState['clockOffsets']>[number];
export type StatisticsView = NonNullable<WaterfallState['statistics']>;

/** Sizes of the page, CSS pixels. */
export interface PageSize {
  readonly width: number;
  /** Of the part where rows are seen. */
  readonly rowsHeight: number;
}

/** Free room right of the trace's end, so that the last bar does not touch the edge. */
const rightMargin = 24;
/** Room for a time of day on the ruler. */
const clockSpacing = 112;
const noRows: Rows = { length: 0, entry: new Int32Array(), depth: new Uint32Array() };
const noMatches = new Uint32Array();

/**
 * The few things the user can change, and what follows from them. The trace itself is a document that is
 * replaced as a whole.
 */
export class ViewState {
  readonly phase: Signal<Phase> = signal({ kind: 'loading' });
  readonly model: Signal<TraceModel | undefined> = signal(undefined);
  /** What of the trace is told so far. */
  readonly told: Signal<Told> = signal('rows');
  /** Why a newer version of the trace in view could not be read; empty where it could. */
  readonly outdated = signal('');
  readonly cursor: Signal<Cursor | undefined> = signal(undefined);
  /** `undefined` shows the whole trace, also when it grows. */
  readonly window: Signal<TimeWindow | undefined> = signal(undefined);
  readonly folds: Signal<Folds | undefined> = signal(undefined);
  readonly find: Signal<Find> = signal({ text: '', errorsOnly: false, filter: false });
  /** Share of the width that the tree column takes. */
  readonly split = signal(0.46);
  /** Where among the rows the view is wanted, pixels; `top` is where it can be. */
  readonly position = signal(0);

  readonly size: Signal<PageSize> = signal({ width: 0, rowsHeight: 0 });
  readonly theme: Signal<Theme>;
  readonly hoverRow = signal(-1);
  /** Whether the rows have the keyboard. */
  readonly focused = signal(false);
  readonly keysShown = signal(false);
  readonly lines: Signal<ReadonlyMap<SiteId, SiteLine>> = signal(new Map());
  readonly tab: Signal<WaterfallTab> = signal('waterfall');
  /** Attributes that are shown as columns of the tree. */
  readonly attributeColumns: Signal<readonly string[]> = signal([]);
  readonly timeMode: Signal<TimeMode> = signal('relative');
  /** Only the subtree of this span is shown; `undefined` shows all. */
  readonly focus: Signal<SpanId | undefined> = signal(undefined);
  /** Spans shorter than this share of the trace are hidden, 0 to 1. */
  readonly hideBelow = signal(0);
  readonly showNoise = signal(false);
  /** Idle gaps are drawn short. */
  readonly foldGaps = signal(false);
  /** Pixels by key; columns that are not there have the usual width. */
  readonly columnWidths: Signal<Readonly<Record<string, number>>> = signal({});
  /** What the last move did, for those who do not see it. */
  readonly said = signal('');
  /** The menu that is up. */
  readonly menu: Signal<OpenMenu | undefined> = signal(undefined);
  /** Clocks that the user has moved: nanoseconds by service. */
  readonly clockOffsets: Signal<readonly ClockOffset[]> = signal([]);
  readonly statistics: Signal<StatisticsView> = signal({ by: 'operation', sort: 'self', descending: true });
  readonly comparedTo: Signal<TraceId | undefined> = signal(undefined);
  /** Values of attributes by span; whoever reads one hears when it comes. */
  readonly columnOf: Signal<(key: string) => AttributeColumn | undefined> = signal(() => undefined);

  /** The folds by span id; made again only when they change, not whenever the view is saved. */
  readonly savedFolds: ReadonlySignal<SavedFolds | undefined>;
  readonly rowHeight: ReadonlySignal<number>;
  readonly query: ReadonlySignal<Query>;
  /** The words that rows mark, one a line. */
  readonly needles: ReadonlySignal<string>;
  readonly isFinding: ReadonlySignal<boolean>;
  /** Whether values of an attribute that the query names are still on their way. */
  readonly isWaiting: ReadonlySignal<boolean>;
  readonly isFiltered: ReadonlySignal<boolean>;
  readonly matches: ReadonlySignal<Uint32Array>;
  /** Index of the focused span, −1 for none. */
  readonly focusSpan: ReadonlySignal<number>;
  /** Spans that are long enough; `undefined` while none are hidden for their length. */
  readonly longSpans: ReadonlySignal<ShownSpans | undefined>;
  /** 1 by span that is not hidden, and for all its ancestors; `undefined` while none is. */
  readonly shown: ReadonlySignal<Uint8Array | undefined>;
  readonly rows: ReadonlySignal<Rows>;
  readonly cursorRow: ReadonlySignal<number>;
  readonly treeWidth: ReadonlySignal<number>;
  /** Columns between tree and timeline, left to right. */
  readonly tableColumns: ReadonlySignal<readonly TableColumn[]>;
  readonly columnsWidth: ReadonlySignal<number>;
  /** Where the timeline begins, pixels from the left edge. */
  readonly timelineLeft: ReadonlySignal<number>;
  readonly timelineWidth: ReadonlySignal<number>;
  /** Of the timeline, the part that the visible window fills. */
  readonly scaleWidth: ReadonlySignal<number>;
  /** Gaps that are drawn short. */
  readonly timeFolds: ReadonlySignal<TimeFolds | undefined>;
  readonly scale: ReadonlySignal<TimeScale>;
  readonly rulerTimes: ReadonlySignal<RulerTimes | undefined>;
  readonly ticks: ReadonlySignal<readonly Tick[]>;
  /** Position among the rows of the upper edge, pixels. */
  readonly top: ReadonlySignal<number>;
  readonly firstRow: ReadonlySignal<number>;
  /** Behind the last row that is seen. */
  readonly endRow: ReadonlySignal<number>;

  constructor(theme: Theme) {
    this.theme = signal(theme);
    this.savedFolds = computed(() => this.#saveFolds());
    this.rowHeight = computed(() => Math.round((this.theme.value.fontSize * 22) / 13));
    this.query = computed(() => parseQuery(this.find.value.text));
    this.needles = computed(() => queryWords(this.query.value).join('\n'));
    this.isFinding = computed(() => this.find.value.errorsOnly || this.query.value.alternatives.length > 0);
    this.isWaiting = computed(() => attributesOf(this.query.value).some((key) => !this.columnOf.value(key)));
    this.isFiltered = computed(() => this.find.value.filter && this.isFinding.value);
    this.matches = computed(() => this.#findMatches());
    this.focusSpan = computed(() => this.#indexOf(this.focus.value));
    this.longSpans = computed(() => this.#findLongSpans());
    this.shown = computed(() => this.#findShown());
    this.rows = computed(() => this.#makeRows());
    this.cursorRow = computed(() => this.#rowOfCursor());
    this.treeWidth = computed(() => Math.round(this.size.value.width * this.split.value));
    this.tableColumns = computed(() =>
      tableColumns(
        this.attributeColumns.value,
        this.timeMode.value,
        this.columnWidths.value,
        this.size.value.width - this.treeWidth.value,
      ),
    );
    this.columnsWidth = computed(() => this.tableColumns.value.reduce((sum, { width }) => sum + width, 0));
    this.timelineLeft = computed(() => this.treeWidth.value + this.columnsWidth.value);
    this.timelineWidth = computed(() => Math.max(1, this.size.value.width - this.timelineLeft.value));
    this.scaleWidth = computed(() => Math.max(1, this.timelineWidth.value - rightMargin));
    this.timeFolds = computed(() => this.#makeTimeFolds());
    this.scale = computed(() => this.#makeScale());
    this.rulerTimes = computed(() => this.#makeRulerTimes());
    this.ticks = computed(() => scaleTicks(this.scale.value, this.rulerTimes.value));
    this.top = computed(() => this.#reachableTop());
    this.firstRow = computed(() => Math.floor(this.top.value / this.rowHeight.value));
    this.endRow = computed(() => this.#rowBelowView());
  }

  #saveFolds(): SavedFolds | undefined {
    const { model, folds } = this;
    return model.value && folds.value && saveFolds(folds.value, model.value);
  }

  #findMatches(): Uint32Array {
    const model = this.model.value;
    if (model === undefined || !this.isFinding.value) return noMatches;
    const { columns, path } = model;
    const { value: query } = this.query;
    const column = (key: string): AttributeColumn | undefined => this.columnOf.value(key);
    const trace = {
      columns,
      lowerTexts: () => model.lowerTexts(),
      selfNano: () => model.selfNano(),
      criticalNano: path.total,
      lines: () => this.lines.value,
      column,
    };
    return querySpans(trace, query, this.find.value.errorsOnly);
  }

  #findLongSpans(): ShownSpans | undefined {
    const model = this.model.value;
    const share = this.hideBelow.value;
    if (model === undefined || share <= 0) return undefined;
    return spansFrom(model.columns, model.groups, share * model.columns.durationNano);
  }

  #makeRows(): Rows {
    const model = this.model.value;
    if (model === undefined) return noRows;
    const focus = this.focusSpan.value;
    return buildRows(model.columns, model.groups, {
      ...(this.folds.value ?? allExpanded(model)),
      shown: this.shown.value,
      unfolded: this.isFiltered.value,
      showNoise: this.showNoise.value,
      focus: focus < 0 ? undefined : focus,
    });
  }

  #findShown(): Uint8Array | undefined {
    const columns = this.model.value?.columns;
    const long = this.longSpans.value?.shown;
    if (columns === undefined || !this.isFiltered.value) return long;
    const matches = this.matches.value;
    const kept = long === undefined ? matches : matches.filter((span) => long[span] === 1);
    return keepAncestors(columns.parent, kept, columns.count);
  }

  #indexOf(id: SpanId | undefined): number {
    return id === undefined ? -1 : (this.model.value?.indexOf(id) ?? -1);
  }

  #rowOfCursor(): number {
    const model = this.model.value;
    const span = this.#indexOf(this.cursor.value?.id);
    if (model === undefined || span < 0 || !this.isInFocus(span)) return -1;
    return rowOfSpan(this.rows.value, model.groups, span, this.cursor.value?.group);
  }

  /** Whether a span is in the subtree that alone is shown. */
  isInFocus(span: number): boolean {
    const focus = this.focusSpan.value;
    if (focus < 0) return true;
    return span >= focus && span < focus + (this.model.value?.columns.subtree[focus] ?? 0);
  }

  isCursorInView(): boolean {
    return this.cursorRow.value >= this.firstRow.value && this.cursorRow.value < this.endRow.value;
  }

  #makeTimeFolds(): TimeFolds | undefined {
    const model = this.model.value;
    if (model === undefined || !this.foldGaps.value || model.gaps().length === 0) return undefined;
    return new TimeFolds(model.gaps(), model.whole.end);
  }

  #makeScale(): TimeScale {
    const whole = this.model.value?.whole ?? { start: 0, end: 1 };
    return new TimeScale(this.window.value ?? whole, this.scaleWidth.value, this.timeFolds.value);
  }

  #makeRulerTimes(): RulerTimes | undefined {
    const model = this.model.value;
    if (model === undefined || this.timeMode.value !== 'absolute') return undefined;
    return {
      origin: nanoOfDay(model.columns.startUnixNano),
      label: (nano, step) => clockTime(nano, decimalsFor(step)),
      spacing: clockSpacing,
    };
  }

  #reachableTop(): number {
    const content = this.rows.value.length * this.rowHeight.value;
    return Math.min(Math.max(this.position.value, 0), Math.max(0, content - this.size.value.rowsHeight));
  }

  #rowBelowView(): number {
    const below = Math.ceil((this.top.value + this.size.value.rowsHeight) / this.rowHeight.value);
    return Math.min(this.rows.value.length, below);
  }
}
