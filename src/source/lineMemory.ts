import type { FileText } from './fileText.ts';
import { type FollowedLine, followLine, type LineContext } from './lineFollow.ts';

/** Sites beyond this many are forgotten, the ones seen longest ago first. */
const maxLines = 50_000;

/** What stood on the lines that spans named when they were first seen: the code that ran. */
export class LineMemory {
  readonly #lines = new Map<string, LineContext>();

  /**
   * Where the line of a key is in the text as it is now. The first time it is remembered, and is where it was said
   * to be: programs are started from what is saved.
   */
  follow(key: string, line: number, text: FileText): FollowedLine {
    const known = this.#lines.get(key);
    if (known !== undefined) return followLine(known, line, text);
    const own = text.line(line);
    if (own === undefined) return { type: 'same', line };
    this.#lines.set(key, { line: own, before: text.line(line - 1), after: text.line(line + 1) });
    if (this.#lines.size > maxLines) this.#forgetOldest();
    return { type: 'same', line };
  }

  #forgetOldest(): void {
    const [oldest] = this.#lines.keys();
    if (oldest !== undefined) this.#lines.delete(oldest);
  }
}
