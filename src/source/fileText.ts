/** A file's text, asked for single lines without being split. */
export class FileText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The 1-based line without its end (LF or CRLF); `undefined` past the end. */
  line(number: number): string | undefined {
    if (number < 1) return undefined;
    let start = 0;
    for (let line = 1; line < number; line++) {
      const end = this.#text.indexOf('\n', start);
      if (end < 0 || end + 1 >= this.#text.length) return undefined;
      start = end + 1;
    }
    const end = this.#text.indexOf('\n', start);
    return this.#text.slice(start, end < 0 ? undefined : end).replace(/\r$/, '');
  }

  /** All lines. */
  lines(): readonly string[] {
    return this.#text.split(/\r?\n/);
  }
}
