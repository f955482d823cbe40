import {
  inFoldedTime,
  isWhole,
  panBy,
  type TimeWindow,
  windowAround,
  within,
  zoomAt,
} from '../layout/timeScale.ts';
import { barEnd, barStart } from './rowContent.ts';
import type { ViewState } from './viewState.ts';

/** Everything that changes which part of the time is in view. */
export class TimeMoves {
  readonly #view: ViewState;

  constructor(view: ViewState) {
    this.#view = view;
  }

  fit(): void {
    this.#view.window.value = undefined;
  }

  showWindow(window: TimeWindow): void {
    const model = this.#view.model.value;
    if (model === undefined) return;
    const inside = within(window, model.whole);
    this.#view.window.value = isWhole(inside, model.whole) ? undefined : inside;
  }

  /** Zooms so that the time at `x` of the timeline stays there. */
  zoomAt(x: number, factor: number): void {
    const anchor = this.#view.scale.value.nano(x);
    this.#change((window, whole, fold) => zoomAt(window, factor, fold(anchor), whole));
  }

  /** Zooms around the selected bar where it is in view, else around the middle. */
  zoomBy(factor: number): void {
    const { model, cursorRow, scale, rows } = this.#view;
    const entry = rows.value.entry[cursorRow.value];
    const middle = scale.value.width / 2;
    const x =
      model.value === undefined || entry === undefined
        ? middle
        : scale.value.x((barStart(model.value, entry) + barEnd(model.value, entry)) / 2);
    this.zoomAt(x >= 0 && x <= scale.value.width ? x : middle, factor);
  }

  panBy(pixels: number): void {
    const { scale, window } = this.#view;
    if (window.value === undefined) return;
    const nano = scale.value.span(pixels);
    this.#change((shown, whole) => panBy(shown, nano, whole));
  }

  zoomToRow(row: number): void {
    const { model, rows } = this.#view;
    const entry = rows.value.entry[row];
    if (model.value === undefined || entry === undefined) return;
    const [start, end] = [barStart(model.value, entry), barEnd(model.value, entry)];
    this.showWindow(windowAround(start, end, model.value.whole));
  }

  /** Changes the window as it is drawn, so that folded gaps count as long as they are seen. */
  #change(
    change: (window: TimeWindow, whole: TimeWindow, fold: (nano: number) => number) => TimeWindow,
  ): void {
    const { model, scale } = this.#view;
    if (model.value === undefined) return;
    const { whole } = model.value;
    this.showWindow(
      inFoldedTime(scale.value.window, scale.value.folds, (window, fold) =>
        change(window, { start: fold(whole.start), end: fold(whole.end) }, fold),
      ),
    );
  }
}
