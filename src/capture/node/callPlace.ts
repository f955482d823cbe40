import type { Attributes } from './openTelemetry.ts';

/** A place that has started so many spans which no caller named is looked at no further. */
const mostMisses = 3;

/** A call in the user's code, as often as it is made. */
export class CallPlace {
  readonly attributes: Attributes;
  /** It lies in a file to pass over. */
  readonly isSkipped: boolean;
  readonly #readPatterns: () => readonly RegExp[];
  #patterns: readonly RegExp[] | undefined;
  #lastName: string | undefined;
  #misses = 0;

  /** `patterns` are of the names among the call's arguments, and only asked for where a span has a name. */
  constructor(attributes: Attributes, isSkipped: boolean, patterns: () => readonly RegExp[]) {
    this.attributes = attributes;
    this.isSkipped = isSkipped;
    this.#readPatterns = patterns;
  }

  /** Whether the name is written in this call, as a literal or a template. */
  names(name: string): boolean {
    if (name === this.#lastName) return true;
    this.#patterns ??= this.#readPatterns();
    if (!this.#patterns.some((it) => it.test(name))) return false;
    this.#lastName = name;
    return true;
  }

  /** Whether it is of no use to look for who names what this call starts. */
  get namesItself(): boolean {
    return this.#misses >= mostMisses;
  }

  missed(): void {
    this.#misses++;
  }

  /** What is named by its callers once is so for good. */
  wasNamed(): void {
    this.#misses = Number.NEGATIVE_INFINITY;
  }
}
