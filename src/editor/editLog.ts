import type { SiteId } from '../shared/ids.ts';
import { type ShiftedLine, shiftLine, type TextChange } from '../source/lineShift.ts';

/**
 * The edits of one file since it was first shown, and from which of them on each site must be moved. A line that a
 * span named is the line of the code that ran: it follows every edit since the site was first seen. A line
 * that was found in the saved text follows only what is not saved yet.
 */
export class EditLog {
  readonly #changes: TextChange[] = [];
  readonly #firstSeen = new Map<SiteId, number>();
  #saved = 0;
  #savedText: string | undefined;

  /** The text as it is saved, where it is known. */
  constructor(savedText: string | undefined) {
    this.#savedText = savedText;
  }

  /** Changes of one edit, from the bottom of the text to the top. */
  record(changes: readonly TextChange[]): void {
    // Typing within a line moves no line, and there is a lot of it.
    this.#changes.push(
      ...changes.filter((change) => change.startLine !== change.endLine || /\n/.test(change.text)),
    );
  }

  /** The editor shows what is on disk: the text from before the edits when they were undone, or a new one. */
  settle(text: string): void {
    if (text === this.#savedText) this.revert();
    this.#saved = this.#changes.length;
    this.#savedText = text;
  }

  /** Takes back what was not saved. */
  revert(): void {
    this.#changes.length = this.#saved;
  }

  /** Where a site's line is now; `byText` says that it was found in the saved text. */
  shift(site: SiteId, line: number, byText: boolean): ShiftedLine {
    const from = { line, stale: false };
    return shiftLine(from, this.#changes.slice(byText ? this.#saved : this.#firstSeenAt(site)));
  }

  #firstSeenAt(site: SiteId): number {
    const known = this.#firstSeen.get(site);
    // What runs now was started from a saved text.
    if (known === undefined) this.#firstSeen.set(site, this.#saved);
    return known ?? this.#saved;
  }
}
