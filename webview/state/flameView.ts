import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type FlameLayout, flameLayout } from '../../src/trace/flameLayout.ts';
import { LaneLevels } from '../../src/trace/laneLevels.ts';
import { FlameBands } from '../layout/flameBands.ts';
import { moveInFlame } from '../layout/flameMoves.ts';
import { panBy, TimeScale, windowAround, zoomAt } from '../layout/timeScale.ts';
import type { Moves } from './moves.ts';
import type { TraceModel } from './traceModel.ts';
import type { ViewState } from './viewState.ts';

/** The span below the pointer, and where that is in pixels of the page. */
export interface FlameHover {
  readonly span: number;
  readonly x: number;
  readonly y: number;
}

/** Lanes of one version of a trace. */
export interface FlameLanes {
  readonly model: TraceModel;
  readonly layout: FlameLayout;
  readonly levels: LaneLevels;
}

/** What was in view last. */
interface Shown {
  readonly lanes: FlameLanes;
  readonly bands: FlameBands;
}

/** Free room right of the trace's end, as in the waterfall. */
const rightMargin = 24;
/** A span counts as hit this far beside it, pixels. */
const hitMargin = 3;

/**
 * The tab "Flame": lanes of the trace in view, and what the user does with them. Time is the waterfall's own window,
 * so that both always show the same; lives as long as the page, so that another tab in between changes nothing.
 */
export class FlameView {
  readonly #view: ViewState;
  readonly #moves: Moves;
  #shown: Shown | undefined;
  /** Services whose lanes are hidden. */
  readonly collapsed: Signal<ReadonlySet<string>> = signal(new Set());
  /** Where among the lanes the view is wanted, pixels; `top` is where it can be. */
  readonly position = signal(0);
  readonly size: Signal<{ readonly width: number; readonly height: number }> = signal({
    width: 0,
    height: 0,
  });
  readonly hovered: Signal<FlameHover | undefined> = signal(undefined);
  readonly focused = signal(false);

  /** Made when somebody looks, once for each version of the trace. */
  readonly lanes: ReadonlySignal<FlameLanes | undefined>;
  readonly bands: ReadonlySignal<FlameBands | undefined>;
  readonly scale: ReadonlySignal<TimeScale>;
  readonly top: ReadonlySignal<number>;
  /** The selected span; −1 for none. */
  readonly selected: ReadonlySignal<number>;

  constructor(view: ViewState, moves: Moves) {
    this.#view = view;
    this.#moves = moves;
    this.lanes = computed(() => this.#makeLanes());
    this.bands = computed(() => this.#makeBands());
    this.scale = computed(() => {
      const whole = this.#view.model.value?.whole ?? { start: 0, end: 1 };
      return new TimeScale(view.window.value ?? whole, Math.max(1, this.size.value.width - rightMargin));
    });
    this.top = computed(() => {
      const content = this.bands.value?.content ?? 0;
      return Math.min(Math.max(this.position.value, 0), Math.max(0, content - this.size.value.height));
    });
    this.selected = computed(() => {
      const { model, cursor } = this.#view;
      return model.value === undefined || cursor.value === undefined
        ? -1
        : model.value.indexOf(cursor.value.id);
    });
  }

  #makeLanes(): FlameLanes | undefined {
    const model = this.#view.model.value;
    if (model === undefined) return undefined;
    const layout = flameLayout(model.columns);
    return { model, layout, levels: new LaneLevels(model.columns, layout) };
  }

  #makeBands(): FlameBands | undefined {
    const lanes = this.lanes.value;
    if (lanes === undefined) return undefined;
    const header = this.#view.rowHeight.value;
    const { strings } = lanes.model.columns;
    const collapsed = this.collapsed.value;
    return new FlameBands(lanes.layout, { header, lane: Math.round((header * 18) / 22) }, (service) =>
      collapsed.has(strings[service] as string),
    );
  }

  /** What stands at the upper edge stays there when the trace grows. To be called for each version in view. */
  keepPlace(): void {
    const before = this.#shown;
    const lanes = this.lanes.value;
    const bands = this.bands.value;
    this.#shown = lanes && bands && { lanes, bands };
    if (before === undefined || lanes === undefined || bands === undefined) return;
    if (lanes === before.lanes) return;
    if (before.lanes.model.columns.traceId === lanes.model.columns.traceId)
      this.#anchor(before, lanes, bands);
    else {
      batch(() => {
        this.position.value = 0;
        this.collapsed.value = new Set();
      });
    }
  }

  #anchor(before: Shown, lanes: FlameLanes, bands: FlameBands): void {
    const top = this.position.peek();
    const lane = before.bands.laneAt(top + before.bands.sizes.header);
    const { start, end } = this.scale.peek().window;
    const span =
      lane < 0 ? -1 : before.lanes.levels.spanAt(lane, (start + end) / 2, Number.POSITIVE_INFINITY);
    const now = span < 0 || top <= 0 ? -1 : lanes.model.indexOf(before.lanes.model.idOf(span));
    if (now < 0) return;
    this.position.value = bands.topOf(lanes.layout.lane[now] as number) + top - before.bands.topOf(lane);
  }

  // What is where

  spanAt(x: number, y: number): number {
    const lanes = this.lanes.value;
    const lane = this.bands.value?.laneAt(y + this.top.value) ?? -1;
    if (lanes === undefined || lane < 0) return -1;
    return lanes.levels.spanAt(lane, this.scale.value.nano(x), this.scale.value.span(hitMargin));
  }

  // Moves

  toggle(service: string): void {
    const collapsed = new Set(this.collapsed.value);
    if (!collapsed.delete(service)) collapsed.add(service);
    this.collapsed.value = collapsed;
  }

  /** Follows an arrow key from the selected span, or begins at the root; whether the key was one. */
  move(key: string): boolean {
    const lanes = this.lanes.value;
    if (lanes === undefined || lanes.model.columns.count === 0) return false;
    const from = this.selected.value;
    const { columns, path } = lanes.model;
    const to = moveInFlame(columns, lanes.layout, Math.max(0, from), key);
    if (to < 0) return false;
    this.select(from < 0 ? (path.root ?? 0) : to);
    return true;
  }

  select(span: number): void {
    batch(() => {
      this.#moves.selectSpan(span);
      this.reveal(span);
    });
  }

  /** Brings a span into view: its lane, and its time without another zoom. */
  reveal(span: number): void {
    this.revealLane(span);
    const model = this.#view.model.value;
    const { window } = this.scale.value;
    if (model === undefined) return;
    const start = model.columns.start[span] as number;
    const end = start + (model.columns.duration[span] as number);
    if (end >= window.start && start <= window.end) return;
    const middle = (window.start + window.end) / 2;
    this.#moves.showWindow(panBy(window, (start + end) / 2 - middle, model.whole));
  }

  revealLane(span: number): void {
    const lanes = this.lanes.value;
    if (lanes === undefined || span < 0) return;
    const { columns } = lanes.model;
    const service = columns.strings[columns.service[span] as number] as string;
    if (this.collapsed.value.has(service)) this.toggle(service);
    const { bands, top, size } = this;
    if (bands.value === undefined) return;
    const at = bands.value.topOf(lanes.layout.lane[span] as number);
    const { header, lane } = bands.value.sizes;
    if (at - header < top.value) this.position.value = at - header;
    else if (at + lane > top.value + size.value.height) this.position.value = at + lane - size.value.height;
  }

  zoomAt(x: number, factor: number): void {
    const model = this.#view.model.value;
    const { window } = this.scale.value;
    if (model !== undefined)
      this.#moves.showWindow(zoomAt(window, factor, this.scale.value.nano(x), model.whole));
  }

  zoomBy(factor: number): void {
    this.zoomAt(this.scale.value.width / 2, factor);
  }

  pan(pixels: number): void {
    const model = this.#view.model.value;
    if (model === undefined || this.#view.window.value === undefined) return;
    const { scale } = this;
    this.#moves.showWindow(panBy(scale.value.window, scale.value.span(pixels), model.whole));
  }

  zoomTo(span: number): void {
    const model = this.#view.model.value;
    if (model === undefined) return;
    const start = model.columns.start[span] as number;
    this.#moves.showWindow(
      windowAround(start, start + (model.columns.duration[span] as number), model.whole),
    );
  }
}
