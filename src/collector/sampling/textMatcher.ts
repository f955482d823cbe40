import { RE2JS } from 're2js';

/** Texts whose match is remembered, and characters of a text that are looked at. */
const mostRemembered = 1_024;
const longestText = 4_096;

/**
 * Whether a text is one of some values, or has a part that one of some patterns matches. Patterns are RE2's, as in the
 * Collector: its syntax, and linear time whatever the pattern and the text are, where JavaScript's own could take for ever.
 */
export class TextMatcher {
  readonly #values: ReadonlySet<string>;
  readonly #patterns: readonly RE2JS[];
  readonly #remembered = new Map<string, boolean>();

  /** Throws an `Error` that says what is wrong with a pattern. */
  constructor(values: readonly string[], arePatterns: boolean) {
    this.#values = new Set(arePatterns ? [] : values.filter((value) => value !== ''));
    this.#patterns = arePatterns ? values.map((pattern) => RE2JS.compile(pattern)) : [];
  }

  matches(text: string): boolean {
    return this.#patterns.length === 0 ? this.#values.has(text) : this.#matchesPattern(text);
  }

  #matchesPattern(text: string): boolean {
    const seen = text.slice(0, longestText);
    const known = this.#remembered.get(seen);
    if (known !== undefined) return known;
    const isMatch = this.#patterns.some((pattern) => pattern.test(seen));
    if (this.#remembered.size >= mostRemembered) this.#remembered.clear();
    this.#remembered.set(seen, isMatch);
    return isMatch;
  }
}
