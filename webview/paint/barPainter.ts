import { type LabelPlace, labelGap, placeLabel } from '../layout/barLabel.ts';
import { BlockProjector, type PixelRuns } from '../layout/projectBlocks.ts';
import type { Rows } from '../layout/rows.ts';
import type { Tick } from '../layout/ticks.ts';
import type { TimeScale } from '../layout/timeScale.ts';
import type { Folds } from '../state/folds.ts';
import { barEnd, barStart, durationOf } from '../state/rowContent.ts';
import { hasFailed, type TraceModel } from '../state/traceModel.ts';
import { LabelTexts } from './labelTexts.ts';
import type { Theme } from './theme.ts';

/** What is painted, in CSS pixels of the timeline column. */
export interface BarScene {
  readonly model: TraceModel;
  readonly rows: Rows;
  readonly folds: Folds;
  readonly filtered: boolean;
  readonly firstRow: number;
  readonly endRow: number;
  readonly rowHeight: number;
  /** Position among the rows of the upper edge. */
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly scale: TimeScale;
  readonly ticks: readonly Tick[];
  readonly theme: Theme;
  readonly cursorRow: number;
  readonly focused: boolean;
}

/** Opacity of the part of a bar in which children ran. */
const pale = 0.42;
const radius = 2;
/** The glyph "error" of the codicon font, and its size at the editor's usual font. */
const errorGlyph = '\uea87';
const iconSize = 14;
/** Device pixels of the widest column. */
const mostPixels = 16_384;

/**
 * Paints the bars of the rows in view. One painter belongs to one canvas; it keeps its scratch arrays and texts,
 * so that a frame allocates nothing. Lives as long as its canvas.
 */
export class BarPainter {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #projector = new BlockProjector();
  readonly #path: PixelRuns = { edges: new Float64Array(2 * mostPixels), count: 0 };
  readonly #blocks: PixelRuns = { edges: new Float64Array(2 * mostPixels), count: 0 };
  readonly #texts: LabelTexts;
  readonly #place: LabelPlace = { where: 'none', x: 0 };
  readonly #request = {
    barLeft: 0,
    barRight: 0,
    text: 0,
    icon: 0,
    column: 0,
    blocks: this.#blocks.edges,
    blockCount: 0,
  };
  #ratio = 1;

  constructor(canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('This browser has no 2D canvas.');
    this.#canvas = canvas;
    this.#context = context;
    this.#texts = new LabelTexts(context);
  }

  paint(scene: BarScene): void {
    this.#begin(scene);
    this.#projector.begin(scene.scale, scene.width, this.#ratio);
    this.#paintGrid(scene);
    for (let row = scene.firstRow; row < scene.endRow; row++) this.#paintRow(scene, row);
  }

  #begin({ width, height, theme }: BarScene): void {
    this.#ratio = window.devicePixelRatio || 1;
    const pixelsWide = Math.max(1, Math.round(width * this.#ratio));
    const pixelsHigh = Math.max(1, Math.round(height * this.#ratio));
    if (this.#canvas.width !== pixelsWide) this.#canvas.width = pixelsWide;
    if (this.#canvas.height !== pixelsHigh) this.#canvas.height = pixelsHigh;
    this.#context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    this.#context.clearRect(0, 0, width, height);
    this.#texts.setFont(`${labelSize(theme)}px ${theme.fontFamily}`);
  }

  #paintGrid({ ticks, scale, theme, rows, rowHeight, top, height }: BarScene): void {
    const context = this.#context;
    const bottom = Math.min(height, rows.length * rowHeight - top);
    context.globalAlpha = 1;
    context.fillStyle = theme.grid;
    for (const tick of ticks) context.fillRect(this.#snap(scale.x(tick.nano)), 0, 1 / this.#ratio, bottom);
  }

  #paintRow(scene: BarScene, row: number): void {
    const { model, rows, scale, theme, width } = scene;
    const entry = rows.entry[row] as number;
    const left = this.#snap(scale.x(barStart(model, entry)));
    const right = Math.max(left + 1, this.#snap(scale.x(barEnd(model, entry))));
    const y = row * scene.rowHeight - scene.top;
    const request = this.#request;
    request.barLeft = left;
    request.barRight = right;
    request.column = width;
    request.blockCount = 0;
    if (right >= 0 && left <= width) {
      this.#context.fillStyle = colourOf(scene, entry);
      if (entry >= 0) this.#paintSpan(scene, entry, y);
      else this.#paintGroup(scene, ~entry, y);
      this.#paintPath(scene, entry, y);
      if (entry >= 0) this.#paintEvents(scene, entry, y);
    }
    const failed = entry >= 0 ? hasFailed(model.columns, entry) : (model.groups.errors[~entry] as number) > 0;
    request.icon = failed ? labelGap + iconWidth(theme) : 0;
    if (failed) this.#paintError(scene, right, y);
    this.#paintLabel(scene, row, entry, y);
  }

  #paintSpan(scene: BarScene, span: number, y: number): void {
    const { barLeft, barRight } = this.#request;
    this.#bar(scene, barLeft, barRight, y, pale);
    const blocks = scene.model.selfBlocks.of(span);
    this.#projector.project(blocks, this.#blocks);
    this.#request.blockCount = this.#blocks.count;
    this.#paintBlocks(scene, y);
  }

  #paintBlocks(scene: BarScene, y: number): void {
    const { edges, count } = this.#blocks;
    for (let k = 0; k < count; k++) {
      this.#bar(scene, edges[2 * k] as number, edges[2 * k + 1] as number, y, 1);
    }
  }

  /** Members as slices with a gap between them, as wide as they can be told apart. */
  #paintGroup(scene: BarScene, group: number, y: number): void {
    const { groupBlocks, groups } = scene.model;
    const { barLeft, barRight } = this.#request;
    this.#bar(scene, barLeft, barRight, y, pale);
    const first = groups.first[group] as number;
    const end = groups.end[group] as number;
    if (end - first > scene.width) {
      this.#projector.project(groupBlocks.of(first, end), this.#blocks);
      this.#paintBlocks(scene, y);
    } else this.#paintMembers(scene, first, end, y);
    this.#blocks.edges[0] = barLeft;
    this.#blocks.edges[1] = barRight;
    this.#request.blockCount = 1;
  }

  #paintMembers(scene: BarScene, first: number, end: number, y: number): void {
    const { columns } = scene.model;
    let painted = Number.NEGATIVE_INFINITY;
    for (let i = first; i < end; i++) {
      const from = Math.max(painted, this.#snap(scene.scale.x(columns.start[i] as number)));
      const until = scene.scale.x((columns.start[i] as number) + (columns.duration[i] as number));
      if (until < 0 || until <= painted) continue;
      if (from > scene.width) break;
      const to = Math.max(from + 1, this.#snap(until) - 1);
      this.#bar(scene, from, to, y, 1);
      painted = to + 1;
    }
  }

  /** The part of a bar between two edges; its outer corners are round. */
  #bar(scene: BarScene, from: number, to: number, y: number, opacity: number): void {
    const { barLeft, barRight } = this.#request;
    const left = Math.max(from, -radius * 2);
    const right = Math.min(to, scene.width + radius * 2);
    if (right <= left) return;
    const context = this.#context;
    const height = barHeight(scene.rowHeight);
    const top = y + barTop(scene.rowHeight);
    context.globalAlpha = opacity;
    const roundLeft = from <= barLeft;
    const roundRight = to >= barRight;
    if (right - left < 2 * radius || !(roundLeft || roundRight)) {
      context.fillRect(left, top, right - left, height);
    } else {
      context.beginPath();
      context.roundRect(left, top, right - left, height, corners(roundLeft, roundRight));
      context.fill();
    }
    if (opacity < 1 && scene.theme.contrastBorder !== undefined) {
      this.#outline(left, top, right, height, scene.theme);
    }
  }

  /** In high contrast a pale fill alone is not to be seen. */
  #outline(left: number, top: number, right: number, height: number, theme: Theme): void {
    const context = this.#context;
    context.globalAlpha = 1;
    context.strokeStyle = theme.contrastBorder ?? theme.foreground;
    context.lineWidth = 1;
    context.strokeRect(left + 0.5, top + 0.5, Math.max(0, right - left - 1), height - 1);
  }

  /** Below a closed row stands the path of all that it hides. */
  #paintPath(scene: BarScene, entry: number, y: number): void {
    const { pathBlocks, columns, groups } = scene.model;
    const first = entry >= 0 ? entry : (groups.first[~entry] as number);
    let end = entry >= 0 ? entry + 1 : (groups.end[~entry] as number);
    if (entry >= 0 && scene.folds.collapsed[entry] === 1 && !scene.filtered) {
      end = entry + (columns.subtree[entry] as number);
    }
    const context = this.#context;
    context.globalAlpha = 0.72;
    context.fillStyle = scene.theme.foreground;
    const top = y + barTop(scene.rowHeight) + barHeight(scene.rowHeight) + 1;
    this.#projector.project(pathBlocks.of(first, end), this.#path);
    const { edges, count } = this.#path;
    for (let k = 0; k < count; k++) {
      const x = edges[2 * k] as number;
      context.fillRect(x, top, (edges[2 * k + 1] as number) - x, 2);
    }
  }

  #paintEvents(scene: BarScene, span: number, y: number): void {
    const { eventOffset, eventTime } = scene.model.columns;
    const context = this.#context;
    context.globalAlpha = 0.9;
    context.fillStyle = scene.theme.foreground;
    const top = y + barTop(scene.rowHeight);
    const height = barHeight(scene.rowHeight);
    let painted = Number.NEGATIVE_INFINITY;
    const end = eventOffset[span + 1] as number;
    for (let k = eventOffset[span] as number; k < end; k++) {
      const x = this.#snap(scene.scale.x(eventTime[k] as number));
      if (x < 0 || x > scene.width || x - painted < 2) continue;
      context.fillRect(x, top, 1, height);
      painted = x;
    }
  }

  #paintError({ theme, rowHeight, width }: BarScene, barRight: number, y: number): void {
    if (barRight < 0 || barRight > width) return;
    const context = this.#context;
    context.globalAlpha = 1;
    context.fillStyle = theme.error;
    context.font = `${iconWidth(theme)}px codicon`;
    context.textBaseline = 'middle';
    context.fillText(errorGlyph, barRight + labelGap, y + rowHeight / 2 + 0.5);
  }

  #paintLabel(scene: BarScene, row: number, entry: number, y: number): void {
    const text = this.#texts.text(durationOf(scene.model, entry));
    const context = this.#context;
    context.font = this.#texts.font;
    this.#request.text = this.#texts.width(text);
    const place = this.#place;
    placeLabel(this.#request, place);
    if (place.where === 'none') return;
    context.globalAlpha = 1;
    context.fillStyle = this.#labelColour(scene, row, place);
    context.textBaseline = 'middle';
    context.fillText(text, place.x, y + scene.rowHeight / 2 + 0.5);
  }

  #labelColour({ theme, cursorRow, focused }: BarScene, row: number, { where }: LabelPlace): string {
    if (where === 'block') return theme.background;
    if (where === 'bar') return theme.foreground;
    if (row !== cursorRow) return theme.muted;
    return focused ? theme.selectionForeground : theme.inactiveSelectionForeground;
  }

  /** To a whole device pixel, so that edges are sharp. */
  #snap(x: number): number {
    return Math.round(x * this.#ratio) / this.#ratio;
  }
}

export function barHeight(rowHeight: number): number {
  return Math.round((rowHeight * 12) / 22);
}

export function barTop(rowHeight: number): number {
  return Math.floor((rowHeight - barHeight(rowHeight)) / 2);
}

function labelSize(theme: Theme): number {
  return Math.round((theme.fontSize * 11) / 13);
}

function iconWidth(theme: Theme): number {
  return Math.round((theme.fontSize * iconSize) / 13);
}

function colourOf({ model, theme }: BarScene, entry: number): string {
  const span = entry >= 0 ? entry : (model.groups.first[~entry] as number);
  const colour = model.colourOf[model.columns.service[span] as number] as number;
  return theme.palette[colour % theme.palette.length] as string;
}

const allRound = [radius, radius, radius, radius];
const leftRound = [radius, 0, 0, radius];
const rightRound = [0, radius, radius, 0];

function corners(left: boolean, right: boolean): number[] {
  if (left && right) return allRound;
  return left ? leftRound : rightRound;
}
