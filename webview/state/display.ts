import { batch } from '@preact/signals';
import { formatDuration } from '../../src/shared/duration.ts';
import type { TimeMode } from '../../src/shared/waterfallProtocol.ts';
import type { SkewOffer } from '../../src/trace/clockSkew.ts';
import { leastWidth, mostWidth, spanColumns, usualWidth } from '../layout/tableColumns.ts';
import type { Moves } from './moves.ts';
import { count } from './traceFacts.ts';
import type { ViewState } from './viewState.ts';

/** Ways to tell times, in the order in which the key goes through them. */
export const timeModes: readonly { readonly mode: TimeMode; readonly text: string }[] = [
  { mode: 'relative', text: 'Times from the trace’s start' },
  { mode: 'absolute', text: 'Times of day' },
  { mode: 'sincePrevious', text: 'Times since the row above' },
];

/** Shares of the trace below which spans can be hidden. */
export const hideShares = [0.001, 0.01, 0.05] as const;

const widthStep = 16;

/** What of the trace is shown and how; each change is said to those who do not see it. */
export class Display {
  readonly #view: ViewState;
  readonly #moves: Moves;

  constructor(view: ViewState, moves: Moves) {
    this.#view = view;
    this.#moves = moves;
  }

  /** Shows only the subtree of the span in a row, over its own time. */
  focusRow(row: number): void {
    const { model, rows } = this.#view;
    const entry = rows.value.entry[row];
    if (entry === undefined || entry < 0) return;
    if (model.value?.columns.subtree[entry] === 1) this.#say('The span has nothing below it');
    else this.focusSpan(entry);
  }

  focusSpan(span: number): void {
    const { model, focus, cursor } = this.#view;
    if (model.value === undefined) return;
    const { columns, idOf } = model.value;
    batch(() => {
      focus.value = idOf(span);
      this.#moves.open(span);
      this.#moves.zoomToRow(0);
      if (!this.#view.isInFocus(this.#cursorSpan())) cursor.value = { id: idOf(span), group: undefined };
      this.#moves.revealCursor(true);
    });
    this.#say(`Focus on ${count(columns.subtree[span] as number, 'span', 'spans')}`);
  }

  /** Shows the whole trace again, with what was selected still in view. */
  leaveFocus(): void {
    if (this.#view.focus.value === undefined) return;
    batch(() => {
      this.#view.focus.value = undefined;
      this.#moves.fit();
      this.#moves.revealCursor(true);
    });
    this.#say('The whole trace is shown');
  }

  /** A share of the trace, 0 to show all. */
  hideBelow(share: number): void {
    this.#keepingTop(() => {
      this.#view.hideBelow.value = share;
    });
    const hidden = this.#view.longSpans.value?.hidden ?? 0;
    this.#say(hidden === 0 ? 'No span is hidden' : `${count(hidden, 'span is', 'spans are')} hidden`);
  }

  /** The next larger share, and from the largest back to all. */
  hideMore(): void {
    this.hideBelow(hideShares.find((share) => share > this.#view.hideBelow.value) ?? 0);
  }

  toggleNoise(): void {
    const { showNoise } = this.#view;
    this.#keepingTop(() => {
      showNoise.value = !showNoise.value;
    });
    this.#say(showNoise.value ? 'Noise is shown' : 'Noise is folded');
  }

  toggleGaps(): void {
    const { foldGaps, model } = this.#view;
    const gaps = model.value?.gaps().length ?? 0;
    if (gaps === 0) {
      this.#say('There are no idle gaps');
      return;
    }
    foldGaps.value = !foldGaps.value;
    const said = count(gaps, 'idle gap is', 'idle gaps are');
    this.#say(foldGaps.value ? `${said} folded` : `${said} shown in full`);
  }

  /** Shows everything that is hidden or folded for its kind. */
  showAll(): void {
    this.#keepingTop(() => {
      this.#view.hideBelow.value = 0;
      this.#view.showNoise.value = true;
      this.#view.foldGaps.value = false;
    });
    this.#say('Everything is shown');
  }

  setTimeMode(mode: TimeMode): void {
    this.#view.timeMode.value = mode;
    this.#say(timeModes.find((known) => known.mode === mode)?.text ?? '');
  }

  nextTimeMode(): void {
    const at = timeModes.findIndex(({ mode }) => mode === this.#view.timeMode.value);
    this.setTimeMode(timeModes[(at + 1) % timeModes.length]?.mode ?? 'relative');
  }

  // Columns

  removeColumn(key: string): void {
    const { attributeColumns, timeMode } = this.#view;
    if (attributeColumns.value.includes(key)) {
      attributeColumns.value = attributeColumns.value.filter((known) => known !== key);
    } else timeMode.value = 'relative';
    this.#say(`Column ${titleOf(key)} is removed`);
  }

  moveColumn(key: string, by: 1 | -1): void {
    const { attributeColumns } = this.#view;
    const keys = [...attributeColumns.value];
    const from = keys.indexOf(key);
    const to = from + by;
    if (from < 0 || to < 0 || to >= keys.length) return;
    keys.splice(to, 0, ...keys.splice(from, 1));
    attributeColumns.value = keys;
    this.#say(`Column ${titleOf(key)} is number ${to + 1} of ${keys.length}`);
  }

  widenColumn(key: string, by: 1 | -1): void {
    this.setColumnWidth(key, (this.#view.columnWidths.value[key] ?? usualWidth) + by * widthStep);
  }

  setColumnWidth(key: string, width: number): void {
    const { columnWidths } = this.#view;
    const clamped = Math.round(Math.min(mostWidth, Math.max(leastWidth, width)));
    columnWidths.value = { ...columnWidths.value, [key]: clamped };
  }

  // Clocks

  moveClocks(offers: readonly SkewOffer[]): void {
    this.#view.clockOffsets.value = offers.map(({ service, nano }) => ({ service, nano }));
    this.#say(offers.map((offer) => `${offer.service} is moved by ${formatDuration(offer.nano)}`).join(', '));
  }

  restoreClocks(): void {
    this.#view.clockOffsets.value = [];
    this.#say('Clocks are shown as they were');
  }

  #cursorSpan(): number {
    const { model, cursor } = this.#view;
    return cursor.value === undefined ? -1 : (model.value?.indexOf(cursor.value.id) ?? -1);
  }

  /** Rows come and go around what stands at the top, which stays there. */
  #keepingTop(change: () => void): void {
    this.#moves.keepingTop(change);
  }

  #say(text: string): void {
    this.#view.said.value = text;
  }
}

function titleOf(key: string): string {
  return spanColumns[key] ?? key;
}
