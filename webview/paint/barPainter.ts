import { type LabelPlace, placeLabel } from '../layout/barLabel.ts';
import { BlockProjector, type PixelRuns } from '../layout/projectBlocks.ts';
import { groupKinds, type Rows } from '../layout/rows.ts';
import type { Tick } from '../layout/ticks.ts';
import type { Gap } from '../layout/timeFolds.ts';
import type { TimeScale } from '../layout/timeScale.ts';
import type { Folds } from '../state/folds.ts';
import { barEnd, barStart, durationOf } from '../state/rowContent.ts';
import type { TraceModel } from '../state/traceModel.ts';
import { BarMarks } from './barMarks.ts';
import { barHeight, barTop } from './barSizes.ts';
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
  /** When nothing ran. */
  readonly gaps: readonly Gap[];
  /** Whether the critical path is drawn. */
  readonly withPath: boolean;
  /** Log records by span. */
  readonly logs: Uint32Array | undefined;
  readonly theme: Theme;
  readonly cursorRow: number;
  readonly focused: boolean;
}

/** Opacity of the part of a bar in which children ran. */
const pale = 0.42;
const radius = 2;
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
  readonly #marks: BarMarks;
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
    this.#marks = new BarMarks(context);
  }

  paint(scene: BarScene): void {
    this.#begin(scene);
    this.#projector.begin(scene.scale, scene.width, this.#ratio);
    this.#marks.begin(scene, this.#ratio);
    this.#paintGrid(scene);
    this.#marks.paintGaps();
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
    const { model, rows, scale, width } = scene;
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
      if (entry >= 0) this.#marks.paintEvents(entry, y);
    }
    request.icon = this.#marks.paintBehind(entry, right, y);
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
    if (groups.kind[group] === groupKinds.orphans) {
      this.#marks.paintMissing(barLeft, barRight, y);
      return;
    }
    this.#bar(scene, barLeft, barRight, y, pale);
    const first = groups.first[group] as number;
    const end = groups.end[group] as number;
    if (groups.kind[group] === groupKinds.noise) return;
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
    if (!scene.withPath) return;
    const { pathBlocks, columns, groups } = scene.model;
    const first = entry >= 0 ? entry : (groups.first[~entry] as number);
    // Where members are shown, each has its own part below it.
    if (entry < 0 && scene.folds.opened[~entry] === 1 && groups.kind[~entry] !== groupKinds.siblings) return;
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

  #paintLabel(scene: BarScene, row: number, entry: number, y: number): void {
    const text = this.#texts.text(durationOf(scene.model, entry));
    const context = this.#context;
    context.font = this.#texts.font;
    this.#request.text = this.#texts.durationWidth(text);
    const place = this.#place;
    placeLabel(this.#request, place);
    // Text would not be read on what is hatched.
    const isHatched = entry < 0 && scene.model.groups.kind[~entry] === groupKinds.orphans;
    if (place.where === 'none' || (isHatched && place.where === 'bar')) return;
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

function labelSize(theme: Theme): number {
  return Math.round((theme.fontSize * 11) / 13);
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
