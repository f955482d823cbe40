import { parseColour, type Rgba } from '../layout/palette.ts';
import type { TimeFolds } from '../layout/timeFolds.ts';
import type { TraceModel } from '../state/traceModel.ts';
import type { Theme } from './theme.ts';

/** Height of the minimap's drawing and free room at its upper edge, CSS pixels. */
export const minimapHeight = 34;
const margin = 3;

/**
 * Draws the whole trace as a raster: a line a span, top to bottom in the order of the rows, so that density
 * shows where the work is. Errors are drawn last, so that they win. Linear in the spans; done once per version,
 * width and theme.
 */
export function paintMinimap(
  canvas: HTMLCanvasElement,
  model: TraceModel,
  theme: Theme,
  traceWidth: number,
  width: number,
  folds?: TimeFolds,
): void {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.round(minimapHeight * ratio);
  const context = canvas.getContext('2d');
  if (context === null) return;
  const image = context.createImageData(canvas.width, canvas.height);
  drawSpans(new Uint32Array(image.data.buffer), canvas, model, theme, traceWidth * ratio, ratio, folds);
  context.putImageData(image, 0, 0);
}

function drawSpans(
  pixels: Uint32Array,
  { width, height }: HTMLCanvasElement,
  { columns, colourOf, whole }: TraceModel,
  theme: Theme,
  traceWidth: number,
  ratio: number,
  folds: TimeFolds | undefined,
): void {
  const colours = theme.palette.map(packed);
  const error = packed(theme.error);
  const fold = (nano: number): number => (folds === undefined ? nano : folds.fold(nano));
  const perNano = traceWidth / fold(whole.end);
  const first = margin * ratio;
  const step = Math.min(2 * ratio, (height - 2 * first) / Math.max(columns.count, 1));
  const thickness = Math.max(1, Math.min(Math.round(ratio), Math.floor(step)));
  const draw = (i: number, colour: number): void => {
    const from = Math.floor(fold(columns.start[i] as number) * perNano);
    const end = fold((columns.start[i] as number) + (columns.duration[i] as number)) * perNano;
    const to = Math.min(width, Math.max(from + 1, Math.round(end)));
    const y = Math.floor(first + i * step);
    for (let line = y; line < y + thickness; line++) {
      pixels.fill(colour, line * width + from, line * width + to);
    }
  };
  for (let i = 0; i < columns.count; i++) {
    const colour = colourOf[columns.service[i] as number] as number;
    draw(i, colours[colour % colours.length] as number);
  }
  for (let i = 0; i < columns.count; i++) if (columns.status[i] === 2) draw(i, error);
}

/** As a word of image data: red in the lowest byte. */
function packed(colour: string): number {
  const { r, g, b } = parseColour(colour) ?? ({ r: 128, g: 128, b: 128, a: 1 } satisfies Rgba);
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
}
