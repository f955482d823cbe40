import type { FlameLayout } from '../../src/trace/flameLayout.ts';
import type { EmitSpan, LaneLevels } from '../../src/trace/laneLevels.ts';
import type { FlameBand, FlameBands } from '../layout/flameBands.ts';
import type { Tick } from '../layout/ticks.ts';
import type { TimeScale } from '../layout/timeScale.ts';
import { hasFailed, type TraceModel } from '../state/traceModel.ts';
import { CroppedTexts } from './croppedTexts.ts';
import { LabelTexts } from './labelTexts.ts';
import type { Theme } from './theme.ts';

/** What is painted, in CSS pixels. */
export interface FlameScene {
  readonly model: TraceModel;
  readonly layout: FlameLayout;
  readonly levels: LaneLevels;
  readonly bands: FlameBands;
  /** Position among the bands of the upper edge. */
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly scale: TimeScale;
  readonly ticks: readonly Tick[];
  readonly theme: Theme;
  /** Spans that stand out; −1 for none. */
  readonly selected: number;
  readonly hovered: number;
  readonly focused: boolean;
}

/** Opacity of bars; those that stand out have all of their colour. */
const pale = 0.5;
/** Narrower bars have no name, pixels. */
const leastForText = 36;
const textInset = 5;
/** Bars this close are one stretch, pixels. */
const gap = 1;
const errorGlyph = '\uea87';

/**
 * Paints the lanes in view. One painter belongs to one canvas; what is drawn in a frame depends on its pixels and not
 * on the spans: of those that share a pixel the longest is drawn, and neighbours without a gap are one rectangle.
 */
export class FlamePainter {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #texts: LabelTexts;
  readonly #cropped: CroppedTexts;
  readonly #emit: EmitSpan = (span, count, hasError) => this.#add(span, count, hasError);
  #ratio = 1;
  #scene: FlameScene | undefined;
  #y = 0;
  #barHeight = 0;
  /** The stretch that is being gathered. */
  #runLeft = 0;
  #runRight = Number.NEGATIVE_INFINITY;
  #errorRight = Number.NEGATIVE_INFINITY;

  constructor(canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('This browser has no 2D canvas.');
    this.#canvas = canvas;
    this.#context = context;
    this.#texts = new LabelTexts(context);
    this.#cropped = new CroppedTexts(this.#texts);
  }

  paint(scene: FlameScene): void {
    this.#begin(scene);
    this.#paintGrid(scene);
    const { bands, top, height } = scene;
    const { first, end } = bands.within(top, top + height);
    for (let k = first; k < end; k++) this.#paintBand(scene, bands.bands[k] as FlameBand);
    this.#paintPath(scene);
    if (scene.hovered >= 0 && scene.hovered !== scene.selected)
      this.#paintSpecial(scene, scene.hovered, false);
    if (scene.selected >= 0) this.#paintSpecial(scene, scene.selected, true);
  }

  #begin(scene: FlameScene): void {
    const { width, height, theme, bands } = scene;
    this.#scene = scene;
    this.#ratio = window.devicePixelRatio || 1;
    const pixelsWide = Math.max(1, Math.round(width * this.#ratio));
    const pixelsHigh = Math.max(1, Math.round(height * this.#ratio));
    if (this.#canvas.width !== pixelsWide) this.#canvas.width = pixelsWide;
    if (this.#canvas.height !== pixelsHigh) this.#canvas.height = pixelsHigh;
    const context = this.#context;
    context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    context.textBaseline = 'middle';
    this.#texts.setFont(`${Math.round((theme.fontSize * 11) / 13)}px ${theme.fontFamily}`);
    context.font = this.#texts.font;
    this.#barHeight = bands.sizes.lane - 2;
  }

  #paintGrid({ ticks, scale, theme, bands, top, height }: FlameScene): void {
    const context = this.#context;
    const bottom = Math.min(height, bands.content - top);
    context.globalAlpha = 1;
    context.fillStyle = theme.grid;
    for (const tick of ticks) context.fillRect(this.#snap(scale.x(tick.nano)), 0, 1 / this.#ratio, bottom);
  }

  #paintBand(scene: FlameScene, band: FlameBand): void {
    const { bands, top, height, model, theme } = scene;
    const colour = model.colourOf[band.service] as number;
    this.#context.fillStyle = theme.palette[colour % theme.palette.length] as string;
    const { first, end } = bands.lanesWithin(band, top, top + height);
    for (let lane = first; lane < end; lane++) {
      this.#y = bands.topOf(lane) - top + 1;
      this.#context.globalAlpha = pale;
      this.#paintLane(scene, lane);
    }
    this.#context.globalAlpha = 1;
    this.#context.fillStyle = theme.foreground;
    for (let lane = first; lane < end; lane++) this.#paintNames(scene, lane);
  }

  #paintLane({ levels, scale, width }: FlameScene, lane: number): void {
    this.#runRight = Number.NEGATIVE_INFINITY;
    this.#errorRight = Number.NEGATIVE_INFINITY;
    levels.query(lane, scale.nano(0), scale.nano(width), scale.span(1 / this.#ratio), this.#emit);
    this.#flush();
  }

  /** Of spans that share a pixel, the longest; what is painted already is not painted again. */
  #add(span: number, count: number, hasError: boolean): void {
    const { model, scale } = this.#scene as FlameScene;
    const start = model.columns.start[span] as number;
    const left = this.#snap(scale.x(start));
    const end = this.#snap(scale.x(start + (model.columns.duration[span] as number)));
    const right = Math.max(left + 1 / this.#ratio, end);
    if (hasError) this.#paintError(left, count === 1 ? right : left + 1);
    if (right <= this.#runRight) return;
    // A wide bar is one of its own, with a gap before the next one; thin ones in a row are a stretch.
    if (left - this.#runRight >= gap || right - left > 3) {
      this.#flush();
      this.#runLeft = Math.max(left, this.#runRight);
    }
    this.#runRight = right;
  }

  #flush(): void {
    const { width, theme } = this.#scene as FlameScene;
    const left = Math.max(this.#runLeft, -2);
    const right = Math.min(this.#runRight, width + 2);
    if (right <= left) return;
    const drawn = right - left > 3 ? right - left - gap : right - left;
    this.#context.fillRect(left, this.#y, drawn, this.#barHeight);
    if (theme.contrastBorder !== undefined && drawn > 2) this.#outline(left, drawn, theme.contrastBorder);
  }

  /** In high contrast a pale fill alone is not to be seen. */
  #outline(left: number, width: number, colour: string): void {
    const context = this.#context;
    context.globalAlpha = 1;
    context.strokeStyle = colour;
    context.lineWidth = 1;
    context.strokeRect(left + 0.5, this.#y + 0.5, width - 1, this.#barHeight - 1);
    context.globalAlpha = pale;
  }

  /** A line of the error colour along the upper edge. */
  #paintError(left: number, right: number): void {
    const { theme } = this.#scene as FlameScene;
    const from = Math.max(left, this.#errorRight);
    if (right <= from) return;
    const context = this.#context;
    const before = context.fillStyle;
    context.globalAlpha = 1;
    context.fillStyle = theme.error;
    context.fillRect(from, this.#y - 1, Math.max(2, right - from - gap), 2);
    context.fillStyle = before;
    context.globalAlpha = pale;
    this.#errorRight = right;
  }

  /** Bars with room for a name are few, so they are looked for by their width alone. */
  #paintNames(scene: FlameScene, lane: number): void {
    const { levels, scale, width } = scene;
    this.#y = scene.bands.topOf(lane) - scene.top + 1;
    levels.query(lane, scale.nano(0), scale.nano(width), scale.span(leastForText), this.#emitName);
  }

  readonly #emitName: EmitSpan = (span) => {
    const scene = this.#scene as FlameScene;
    this.#paintName(scene, span, this.#y, scene.theme.foreground);
  };

  #paintName({ model, scale, width, theme }: FlameScene, span: number, y: number, colour: string): void {
    const { columns } = model;
    const start = columns.start[span] as number;
    const left = Math.max(0, scale.x(start)) + textInset;
    const right = Math.min(width, scale.x(start + (columns.duration[span] as number))) - textInset;
    if (right - left < leastForText - 2 * textInset) return;
    const context = this.#context;
    const middle = y + this.#barHeight / 2 + 0.5;
    let from = left;
    if (hasFailed(columns, span)) {
      context.font = `${Math.round((theme.fontSize * 12) / 13)}px codicon`;
      // On its full colour a bar leaves the error colour no contrast.
      context.fillStyle = colour === theme.background ? colour : theme.error;
      context.fillText(errorGlyph, from, middle);
      context.font = this.#texts.font;
      from += 15;
    }
    const text = this.#cropped.fit(columns.strings, columns.name[span] as number, right - from);
    if (text === '') return;
    context.fillStyle = colour;
    context.fillText(text, from, middle);
    this.#paintDuration(columns.duration[span] as number, from + this.#texts.width(text), right, middle);
  }

  /** Behind the name, where there is room for all of it. */
  #paintDuration(nano: number, nameEnd: number, right: number, middle: number): void {
    const text = this.#texts.text(nano);
    const from = nameEnd + 2 * textInset;
    if (from + this.#texts.width(text) > right) return;
    const context = this.#context;
    context.globalAlpha = 0.75;
    context.fillText(text, from, middle);
    context.globalAlpha = 1;
  }

  /** A line below the bars: sections stand by time and do not overlap, so at most one for each pixel. */
  #paintPath({ model, layout, bands, scale, top, height, width, theme }: FlameScene): void {
    const { span, start, end } = model.path.sections;
    const context = this.#context;
    context.globalAlpha = 0.72;
    context.fillStyle = theme.foreground;
    const from = scale.nano(0);
    const to = scale.nano(width);
    const pixel = scale.span(1 / this.#ratio);
    for (let k = firstAfter(end, from, 0); k < span.length && (start[k] as number) < to; ) {
      const lane = layout.lane[span[k] as number] as number;
      const y = bands.topOf(lane) - top;
      if (y > -bands.sizes.lane && y < height && bands.bandOf(lane)?.collapsed === false) {
        const left = this.#snap(Math.max(-1, scale.x(start[k] as number)));
        const right = Math.min(width, this.#snap(scale.x(end[k] as number)));
        context.fillRect(left, y + bands.sizes.lane - 2, Math.max(1, right - left), 2);
      }
      k = Math.max(k + 1, firstAfter(end, (start[k] as number) + pixel, k));
    }
  }

  #paintSpecial(scene: FlameScene, span: number, isSelected: boolean): void {
    const { model, layout, bands, scale, theme, top, width, focused } = scene;
    const lane = layout.lane[span] as number;
    if (bands.bandOf(lane)?.collapsed !== false) return;
    const { columns } = model;
    const start = columns.start[span] as number;
    const left = Math.max(-2, this.#snap(scale.x(start)));
    const end = scale.x(start + (columns.duration[span] as number));
    const right = Math.min(width + 2, Math.max(left + 2, this.#snap(end)));
    if (right < 0 || left > width) return;
    const y = bands.topOf(lane) - top + 1;
    const context = this.#context;
    const colour = model.colourOf[columns.service[span] as number] as number;
    context.globalAlpha = 1;
    context.fillStyle = theme.background;
    context.fillRect(left, y, right - left, this.#barHeight);
    context.globalAlpha = isSelected ? 1 : 0.72;
    context.fillStyle = theme.palette[colour % theme.palette.length] as string;
    context.fillRect(left, y, right - left, this.#barHeight);
    context.globalAlpha = 1;
    this.#paintName(scene, span, y, isSelected ? theme.background : theme.foreground);
    if (!isSelected) return;
    context.strokeStyle = theme.foreground;
    context.lineWidth = focused ? 2 : 1;
    const inset = focused ? 0 : 0.5;
    context.strokeRect(left + inset, y + inset, right - left - 2 * inset, this.#barHeight - 2 * inset);
  }

  /** To a whole device pixel, so that edges are sharp. */
  #snap(x: number): number {
    return Math.round(x * this.#ratio) / this.#ratio;
  }
}

/** First place from `from` on whose value is greater; the length where there is none. */
function firstAfter(ascending: Float64Array, value: number, from: number): number {
  let low = from;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
