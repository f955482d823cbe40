import { formatDuration } from '../../src/shared/duration.ts';

const mostKept = 10_000;

/** Texts of durations and their widths, kept so that painting a row again makes nothing new. */
export class LabelTexts {
  readonly #context: CanvasRenderingContext2D;
  readonly #texts = new Map<number, string>();
  readonly #widths = new Map<string, number>();
  /** Widths of single characters by code. */
  readonly #characters = new Map<number, number>();
  #font = '';

  constructor(context: CanvasRenderingContext2D) {
    this.#context = context;
  }

  get font(): string {
    return this.#font;
  }

  setFont(font: string): void {
    if (font === this.#font) return;
    this.#widths.clear();
    this.#characters.clear();
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

  /**
   * CSS pixels of the text of a duration, from those of its characters: digits and units are not moved together, and
   * to measure each new text takes the larger part of a frame while rows are scrolled. Expects the font of labels.
   */
  durationWidth(text: string): number {
    let width = 0;
    for (let i = 0; i < text.length; i++) width += this.#characterWidth(text.charCodeAt(i));
    return Math.ceil(width);
  }

  #characterWidth(code: number): number {
    const known = this.#characters.get(code);
    if (known !== undefined) return known;
    const { width } = this.#context.measureText(String.fromCharCode(code));
    this.#characters.set(code, width);
    return width;
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
