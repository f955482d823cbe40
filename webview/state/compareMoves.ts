import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { SpanIndex } from '../../src/shared/ids.ts';
import type { ComparedRow } from '../../src/trace/compareTraces.ts';
import { aboveRow, comparedRows, hasBelow } from '../layout/comparedRows.ts';
import type { ComparedTrace } from './comparedTrace.ts';

/** What is done with a row beyond moving to it. */
export interface CompareTargets {
  /** A span of the trace in view. */
  openSpan(span: SpanIndex): void;
  openCode(span: SpanIndex): void;
  /** A span that is only in the trace of before. */
  openSpanBefore(span: SpanIndex): void;
  /** Brings a row into view. */
  reveal(place: number): void;
  /** Rows that fit into the view. */
  rowsInView(): number;
}

const noRows: readonly ComparedRow[] = [];

/** The rows of a comparison that are on show, the one that is chosen, and what keys do to them. */
export class CompareMoves {
  readonly #comparison: ComparedTrace;
  readonly #targets: CompareTargets;
  readonly rows: ReadonlySignal<readonly ComparedRow[]>;
  /** Numbers of the rows on show; a place is an index into them. */
  readonly shown: ReadonlySignal<Uint32Array>;
  readonly chosen: Signal<number> = signal(0);

  constructor(comparison: ComparedTrace, targets: CompareTargets) {
    this.#comparison = comparison;
    this.#targets = targets;
    this.rows = computed(() => comparison.comparison.value?.rows ?? noRows);
    this.shown = computed(() =>
      comparedRows(this.rows.value, {
        differencesOnly: comparison.differencesOnly.value,
        collapsed: comparison.collapsed.value,
      }),
    );
  }

  /** Runs what a key is bound to; whether it was bound. */
  runKey(key: string): boolean {
    const run = this.#keys[key];
    run?.();
    return run !== undefined;
  }

  rowAt(place: number): ComparedRow | undefined {
    return this.rows.value[this.shown.value[place] ?? -1];
  }

  twisty(place: number): 'none' | 'open' | 'closed' {
    const row = this.shown.value[place];
    if (row === undefined || !hasBelow(this.rows.value, row)) return 'none';
    return this.#comparison.collapsed.value.has(row) ? 'closed' : 'open';
  }

  choose(place: number): void {
    const last = this.shown.value.length - 1;
    if (last < 0) return;
    this.chosen.value = Math.min(Math.max(place, 0), last);
    this.#targets.reveal(this.chosen.value);
  }

  toggle(place: number): void {
    const row = this.shown.value[place];
    if (row !== undefined) this.#comparison.toggle(row);
  }

  open(place: number): void {
    const row = this.rowAt(place);
    if (row === undefined) return;
    if (row.right >= 0) this.#targets.openSpan(row.right as SpanIndex);
    else this.#targets.openSpanBefore(row.left as SpanIndex);
  }

  readonly #keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => this.#moveBy(1),
    ArrowUp: () => this.#moveBy(-1),
    PageDown: () => this.#moveBy(this.#targets.rowsInView()),
    PageUp: () => this.#moveBy(-this.#targets.rowsInView()),
    Home: () => this.choose(0),
    End: () => this.choose(this.shown.value.length - 1),
    ArrowLeft: () => this.#closeOrLeave(),
    ArrowRight: () => this.#openOrEnter(),
    Enter: () => this.open(this.chosen.value),
    F12: () => this.#openCode(),
    n: () => this.#nextDifference(1),
    N: () => this.#nextDifference(-1),
  };

  #moveBy(rows: number): void {
    this.choose(this.chosen.value + rows);
  }

  #closeOrLeave(): void {
    const place = this.chosen.value;
    const row = this.shown.value[place];
    if (row === undefined) return;
    if (this.twisty(place) === 'open') this.toggle(place);
    else this.choose(this.shown.value.indexOf(Math.max(0, aboveRow(this.rows.value, row))));
  }

  #openOrEnter(): void {
    const twisty = this.twisty(this.chosen.value);
    if (twisty === 'closed') this.toggle(this.chosen.value);
    else if (twisty === 'open') this.#moveBy(1);
  }

  #nextDifference(step: 1 | -1): void {
    let place = this.chosen.value + step;
    while (this.rowAt(place)?.kind === 'same') place += step;
    if (this.rowAt(place) !== undefined) this.choose(place);
  }

  #openCode(): void {
    const span = this.rowAt(this.chosen.value)?.right ?? -1;
    if (span >= 0) this.#targets.openCode(span as SpanIndex);
  }
}
