import { batch, effect, untracked } from '@preact/signals';
import { messageOf } from '../../src/shared/assert.ts';
import { unpackTrace } from '../../src/shared/packedTrace.ts';
import type { TraceColumns } from '../../src/shared/traceColumns.ts';
import type {
  ShownTrace,
  WaterfallHostApi,
  WaterfallHostEvents,
  WaterfallOpening,
  WaterfallPageEvents,
} from '../../src/shared/waterfallProtocol.ts';
import type { ClockOffset } from '../../src/trace/withClocks.ts';
import type { Host } from '../host.ts';
import { anchoredTop, takeAnchor } from '../layout/anchor.ts';
import { groupKinds } from '../layout/rows.ts';
import { panBy } from '../layout/timeScale.ts';
import { allExpanded, restoreFolds, type SavedFolds } from './folds.ts';
import type { Moves } from './moves.ts';
import { asWaterfallState, restoreView, saveView } from './savedState.ts';
import { Throttle } from './throttle.ts';
import { makeTraceModel, type TraceModel } from './traceModel.ts';
import type { Cursor, ViewState } from './viewState.ts';

export type WaterfallHost = Host<WaterfallHostApi, WaterfallHostEvents, WaterfallPageEvents>;

/** A growing trace is asked for at most this often. */
const refetchMillis = 250;
const saveMillis = 200;

/** Brings the trace from the host into the view, and keeps both in step for as long as the page lives. */
export class LiveTrace {
  readonly #host: WaterfallHost;
  readonly #view: ViewState;
  readonly #moves: Moves;
  readonly #refetch = new Throttle(refetchMillis, () => void this.#fetch());
  readonly #save = new Throttle(saveMillis, () => this.#saveNow());
  #savedFolds: SavedFolds | undefined;
  /** The trace as the host sent it last, before any clock was moved. */
  #shown: { readonly columns: TraceColumns; readonly services: readonly string[] } | undefined;
  #revealSelected = false;
  /** Counts the traces that this page has shown; an answer that was asked for before is of no use. */
  #generation = 0;
  #isFetching = false;
  #isStale = false;
  /** What the host has sent before it was asked for. */
  #sent: ShownTrace | undefined;

  constructor(host: WaterfallHost, view: ViewState, moves: Moves) {
    this.#host = host;
    this.#view = view;
    this.#moves = moves;
  }

  async start(): Promise<void> {
    const { rpc, state } = this.#host;
    rpc.on('traceChanged', () => this.#refetch.request());
    rpc.on('linesChanged', () => void this.#fetchLines(true));
    rpc.on('selected', ({ spanId, reveal }) => {
      this.#revealSelected = reveal && this.#view.model.value === undefined;
      this.#moves.showSelected(spanId, reveal);
    });
    rpc.on('traceReplaced', (opening) => void this.#open(opening));
    const sent = new Promise<WaterfallOpening>((resolve) => {
      rpc.on('traceSent', ({ opening, shown }) => {
        this.#sent = shown;
        resolve(opening);
      });
    });
    const saved = asWaterfallState(state.get());
    try {
      const opening = await Promise.race([sent, rpc.remote.open({ saved })]);
      if (saved?.traceId === opening.traceId) this.#savedFolds = restoreView(this.#view, saved);
      await this.#open(opening, saved?.traceId === opening.traceId);
    } catch (error) {
      this.#fail(error);
    }
    effect(() => this.#noteState());
    effect(() => this.#moveClocks(this.#view.clockOffsets.value));
  }

  /** The trace in view again, as it is with other clocks. */
  #moveClocks(clocks: readonly ClockOffset[]): void {
    untracked(() => {
      const before = this.#view.model.value;
      if (before === undefined || this.#shown === undefined || before.clocks === clocks) return;
      const model = makeTraceModel(this.#shown.columns, this.#shown.services, clocks);
      batch(() => this.#grow(before, model));
    });
  }

  /** Asks again after a failure. */
  retry(): void {
    this.#view.phase.value = { kind: 'loading' };
    void this.#fetch();
  }

  async #open(opening: WaterfallOpening, restored = false): Promise<void> {
    if (!restored || opening.view !== undefined) this.#reset();
    if (opening.view !== undefined) this.#savedFolds = restoreView(this.#view, opening.view);
    if (opening.selected !== undefined) {
      this.#revealSelected = opening.selected !== this.#view.cursor.value?.id;
      this.#view.cursor.value = { id: opening.selected, group: undefined };
    }
    await this.#fetch();
  }

  #reset(): void {
    this.#generation++;
    batch(() => {
      const { model, cursor, window, folds, find, position, phase } = this.#view;
      const { focus, clockOffsets, comparedTo, tab } = this.#view;
      model.value = undefined;
      folds.value = undefined;
      cursor.value = undefined;
      window.value = undefined;
      find.value = { text: '', errorsOnly: false, filter: false };
      position.value = 0;
      focus.value = undefined;
      clockOffsets.value = [];
      comparedTo.value = undefined;
      if (tab.value === 'compare') tab.value = 'waterfall';
      phase.value = { kind: 'loading' };
    });
    this.#savedFolds = undefined;
  }

  /** One question at a time: on a slow connection answers would otherwise pile up. */
  async #fetch(): Promise<void> {
    if (this.#isFetching) {
      this.#isStale = true;
      return;
    }
    this.#isFetching = true;
    const generation = this.#generation;
    try {
      const shown = await this.#nextTrace();
      this.#view.outdated.value = '';
      if (generation !== this.#generation) this.#isStale = true;
      else if (shown === undefined) this.#view.phase.value = { kind: 'gone' };
      else this.#show(shown);
    } catch (error) {
      this.#fail(error);
    }
    this.#isFetching = false;
    if (this.#isStale) this.#refetch.request();
    this.#isStale = false;
    await this.#fetchLines(false);
  }

  async #nextTrace(): Promise<ShownTrace | undefined> {
    const early = this.#takeSent();
    if (early !== undefined) return early;
    const { remote } = this.#host.rpc;
    const answer = await remote.trace();
    if (answer !== 'sent') return answer;
    const sent = this.#takeSent() ?? (await remote.trace());
    return sent === 'sent' ? undefined : sent;
  }

  #takeSent(): ShownTrace | undefined {
    const sent = this.#sent;
    this.#sent = undefined;
    return sent;
  }

  /** A trace in view stays there: what was read of it is still true. */
  #fail(error: unknown): void {
    const message = messageOf(error);
    if (this.#view.model.value === undefined) this.#view.phase.value = { kind: 'failed', message };
    else this.#view.outdated.value = message;
  }

  #show({ packed, services }: ShownTrace): void {
    const before = this.#view.model.value;
    if (before?.columns.traceId === packed.traceId && before.columns.version === packed.version) {
      this.#view.phase.value = { kind: 'ready' };
      return;
    }
    const columns = unpackTrace(packed);
    this.#shown = { columns, services };
    const model = makeTraceModel(columns, services, this.#view.clockOffsets.value);
    batch(() => {
      if (before === undefined) this.#showFirst(model);
      else this.#grow(before, model);
      this.#view.phase.value = { kind: 'ready' };
    });
    this.#revealOnceMeasured();
  }

  /** The rows have a height only after the page was rendered with a trace for the first time. */
  #revealOnceMeasured(): void {
    if (!this.#revealSelected) return;
    this.#revealSelected = false;
    const stop = effect(() => {
      if (this.#view.size.value.rowsHeight === 0) return;
      queueMicrotask(() => stop());
      untracked(() => this.#moves.showSelected(this.#view.cursor.value?.id, true));
    });
  }

  #showFirst(model: TraceModel): void {
    this.#view.told.value = 'rows';
    this.#view.model.value = model;
    this.#view.folds.value = this.#savedFolds ? restoreFolds(this.#savedFolds, model) : allExpanded(model);
  }

  /** A newer version of the trace in view: what is looked at stays where it is. */
  #grow(before: TraceModel, model: TraceModel): void {
    const { rows, rowHeight, top, position, folds, window, cursor } = this.#view;
    const height = rowHeight.value;
    const atTop = takeAnchor(rows.value, before.groups, top.value, height, before.idOf);
    const anchor = atTop && onArrived(atTop, model);
    const saved = this.#view.savedFolds.value ?? { collapsed: [] };
    this.#view.model.value = model;
    window.value = window.value && panBy(window.value, startedEarlier(before, model), model.whole);
    folds.value = restoreFolds(saved, model);
    cursor.value = cursor.value && onArrived(cursor.value, model);
    position.value = anchoredTop(rows.value, model.groups, anchor, height, model.indexOf, top.value);
  }

  async #fetchLines(all: boolean): Promise<void> {
    const model = this.#view.model.value;
    if (model === undefined) return;
    const known = this.#view.lines.value;
    const sites = all ? model.sites() : model.sites().filter((site) => !known.has(site));
    if (sites.length === 0) return;
    try {
      const found = await this.#host.rpc.remote.lines({ sites });
      const lines = new Map(all ? [] : known);
      for (const line of found) lines.set(line.site, line);
      this.#view.lines.value = lines;
    } catch (error) {
      // Rows without their lines are still a waterfall; the host has logged what went wrong.
      console.error(error);
    }
  }

  #noteState(): void {
    const { cursor, window, folds, find, top, split, model, tab, attributeColumns, timeMode } = this.#view;
    const { focus, hideBelow, showNoise, clockOffsets, statistics, comparedTo } = this.#view;
    for (const part of [this.#view.foldGaps, this.#view.columnWidths]) void part.value;
    for (const part of [cursor, window, folds, find, top, split, model, tab, attributeColumns])
      void part.value;
    for (const part of [timeMode, focus, hideBelow, showNoise, clockOffsets, statistics, comparedTo]) {
      void part.value;
    }
    untracked(() => this.#save.request());
  }

  #saveNow(): void {
    const state = saveView(this.#view);
    if (state === undefined) return;
    this.#host.state.set(state);
    this.#host.rpc.emit('stateChanged', state);
  }
}

/** A row that stood for a missing parent is that of the parent once it has come. */
function onArrived<T extends Cursor>(row: T, { columns, indexOf, idOf }: TraceModel): T {
  const span = row.group === groupKinds.orphans ? indexOf(row.id) : -1;
  const parent = span < 0 ? -1 : (columns.parent[span] as number);
  return parent < 0 ? row : { ...row, id: idOf(parent), group: undefined };
}

/** Nanoseconds by which a newer version of a trace starts before the older one, from whose start times count. */
function startedEarlier(before: TraceModel, model: TraceModel): number {
  return Number(BigInt(before.columns.startUnixNano) - BigInt(model.columns.startUnixNano));
}
