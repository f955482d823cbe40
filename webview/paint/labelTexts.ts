import { formatDuration } from '../../src/shared/duration.ts';

const mostKept = 10_000;

/** Texts of durations and their widths, kept so that painting a row again makes nothing new. */
export class LabelTexts {
  readonly #context: CanvasRenderingContext2D;
  readonly #texts = new Map<number, string>();
  readonly #widths = new Map<string, number>();
  #font = '';

  constructor(context: CanvasRenderingContext2D) {
    this.#context = context;
  }

  get font(): string {
    return this.#font;
  }

  setFont(font: string): void {
    if (font !== this.#font) this.#widths.clear();
    this.#font = font;
  }

  text(nano: number): string {
    const known = this.#texts.get(nano);
    if (known !== undefined) return known;
    if (this.#texts.size > mostKept) this.#texts.clear();
    const text = formatDuration(nano);
    this.#texts.set(nano, text);
    return text;
  }

  /** CSS pixels; expects the context to have the font of labels. */
  width(text: string): number {
    const known = this.#widths.get(text);
    if (known !== undefined) return known;
    if (this.#widths.size > mostKept) this.#widths.clear();
    const width = Math.ceil(this.#context.measureText(text).width);
    this.#widths.set(text, width);
    return width;
  }
}
