import { spanFlags } from '../../src/shared/traceColumns.ts';
import { labelGap } from '../layout/barLabel.ts';
import { hasFailed } from '../state/traceModel.ts';
import type { BarScene } from './barPainter.ts';
import { barHeight, barTop } from './barSizes.ts';

/** The glyph "error" of the codicon font, and its size at the editor's usual font. */
const errorGlyph = '\uea87';
const iconSize = 14;
/** Pixels of the dots that stand for logs and links. */
const dotRadius = 2.5;
/** Pixels between the lines of what is hatched. */
const hatchStep = 6;
/** Ticks nearer than this, pixels, are one. */
const leastTickDistance = 2;

/**
 * What stands on a bar, behind it and between bars: ticks, icons, dots, gaps. Belongs to one painter; `begin` says
 * what is painted from then on. Allocates nothing.
 */
export class BarMarks {
  readonly #context: CanvasRenderingContext2D;
  #scene: BarScene | undefined;
  #ratio = 1;
  #font = '';
  #iconWidth = 0;

  constructor(context: CanvasRenderingContext2D) {
    this.#context = context;
  }

  begin(scene: BarScene, ratio: number): void {
    const iconWidth = Math.round((scene.theme.fontSize * iconSize) / 13);
    if (iconWidth !== this.#iconWidth) this.#font = `${iconWidth}px codicon`;
    this.#iconWidth = iconWidth;
    this.#scene = scene;
    this.#ratio = ratio;
  }

  /** Idle time, hatched; where it is folded, between two lines. */
  paintGaps(): void {
    const scene = this.#scene;
    if (scene === undefined || scene.gaps.length === 0) return;
    const { scale, gaps, theme, width } = scene;
    const bottom = Math.min(scene.height, scene.rows.length * scene.rowHeight - scene.top);
    for (const { startNano, endNano } of gaps) {
      const left = Math.max(-1, this.#snap(scale.x(startNano)));
      const right = Math.min(width + 1, this.#snap(scale.x(endNano)));
      if (right - left < 3) continue;
      this.#context.globalAlpha = 1;
      this.#context.strokeStyle = theme.grid;
      this.#hatch(left, 0, right - left, bottom);
      if (scale.folds === undefined) continue;
      this.#context.fillStyle = theme.muted;
      this.#context.globalAlpha = 0.5;
      this.#context.fillRect(left, 0, 1, bottom);
      this.#context.fillRect(right - 1, 0, 1, bottom);
    }
  }

  #hatch(left: number, top: number, width: number, height: number): void {
    const context = this.#context;
    context.save();
    context.beginPath();
    context.rect(left, top, width, height);
    context.clip();
    context.beginPath();
    context.lineWidth = 1;
    for (let x = left - height; x < left + width; x += hatchStep) {
      context.moveTo(x, top + height);
      context.lineTo(x + height, top);
    }
    context.stroke();
    context.restore();
  }

  /** Where a parent should be, over the time of what named it. */
  paintMissing(left: number, right: number, y: number): void {
    const scene = this.#scene;
    if (scene === undefined) return;
    const context = this.#context;
    const from = Math.max(left, -2) + 0.5;
    const to = Math.min(right, scene.width + 2) - 0.5;
    const top = y + barTop(scene.rowHeight) + 0.5;
    const height = barHeight(scene.rowHeight) - 1;
    context.strokeStyle = scene.theme.muted;
    context.globalAlpha = 0.35;
    this.#hatch(from, top, to - from, height);
    context.globalAlpha = 0.8;
    context.lineWidth = 1;
    context.strokeRect(from, top, Math.max(0, to - from), height);
  }

  /** Events as ticks; those that fall upon each other are one. */
  paintEvents(span: number, y: number): void {
    const scene = this.#scene;
    if (scene === undefined) return;
    const { eventOffset, eventTime } = scene.model.columns;
    const end = eventOffset[span + 1] as number;
    const first = eventOffset[span] as number;
    if (first === end) return;
    const context = this.#context;
    context.globalAlpha = 0.9;
    context.fillStyle = scene.theme.foreground;
    const top = y + barTop(scene.rowHeight);
    const height = barHeight(scene.rowHeight);
    let painted = Number.NEGATIVE_INFINITY;
    for (let k = first; k < end; k++) {
      const x = this.#snap(scene.scale.x(eventTime[k] as number));
      if (x < 0 || x > scene.width || Math.abs(x - painted) < leastTickDistance) continue;
      context.fillRect(x, top, 1, height);
      painted = x;
    }
  }

  /** Icon and dots right of a bar; returns the width that they take. */
  paintBehind(entry: number, barRight: number, y: number): number {
    const scene = this.#scene;
    if (scene === undefined) return 0;
    const { model, logs, theme } = scene;
    const failed = entry >= 0 ? hasFailed(model.columns, entry) : this.#hidesError(~entry);
    const isSeen = barRight >= 0 && barRight <= scene.width;
    let width = 0;
    if (failed) {
      if (isSeen) this.#paintError(barRight, y);
      width += labelGap + this.#iconWidth;
    }
    if (entry >= 0 && logs !== undefined && (logs[entry] as number) > 0) {
      if (isSeen) this.#paintDot(barRight + width + labelGap, y, true);
      width += labelGap + 2 * dotRadius;
    }
    if (entry >= 0 && ((model.columns.flags[entry] as number) & spanFlags.links) !== 0) {
      this.#context.strokeStyle = theme.muted;
      if (isSeen) this.#paintDot(barRight + width + labelGap, y, false);
      width += labelGap + 2 * dotRadius;
    }
    return width;
  }

  /** Errors of members that are shown are marked there. */
  #hidesError(group: number): boolean {
    const { model, folds, filtered } = this.#scene as BarScene;
    const isOpen = filtered || folds.opened[group] === 1;
    return (model.groups.errors[group] as number) > 0 && !isOpen;
  }

  #paintError(barRight: number, y: number): void {
    const scene = this.#scene as BarScene;
    const context = this.#context;
    context.globalAlpha = 1;
    context.fillStyle = scene.theme.error;
    context.font = this.#font;
    context.textBaseline = 'middle';
    context.fillText(errorGlyph, barRight + labelGap, y + scene.rowHeight / 2 + 0.5);
  }

  /** Filled for logs, a ring for links. */
  #paintDot(left: number, y: number, filled: boolean): void {
    const scene = this.#scene as BarScene;
    const context = this.#context;
    context.globalAlpha = 1;
    context.beginPath();
    context.arc(left + dotRadius, y + scene.rowHeight / 2, dotRadius, 0, 2 * Math.PI);
    if (filled) {
      context.fillStyle = scene.theme.muted;
      context.fill();
    } else {
      context.lineWidth = 1.25;
      context.stroke();
    }
  }

  /** To a whole device pixel, so that edges are sharp. */
  #snap(x: number): number {
    return Math.round(x * this.#ratio) / this.#ratio;
  }
}
