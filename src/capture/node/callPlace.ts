import type { CallText } from './callTexts.ts';
import type { Attributes } from './openTelemetry.ts';

/** A place that has started so many spans which no caller named is looked at no further. */
const mostMisses = 3;

/** Why a place may be another: no call on the stack has the span's name, or the place only awaits what made it. */
export type Doubt = 'named' | 'waits';

/** A call in the user's code, as often as it is made. */
export class CallPlace {
  readonly attributes: Attributes;
  /** It lies in a file to pass over. */
  readonly isSkipped: boolean;
  readonly #readText: () => CallText | undefined;
  #text: CallText | undefined;
  #isRead = false;
  readonly #unsure = new Map<Doubt, Attributes>();
  #lastName: string | undefined;
  #misses = 0;

  /** `text` is what is written there, and only asked for where it matters. */
  constructor(attributes: Attributes, isSkipped: boolean, text: () => CallText | undefined) {
    this.attributes = attributes;
    this.isSkipped = isSkipped;
    this.#readText = text;
  }

  /** Whether the name is written in this call, as a literal or a template. */
  names(name: string): boolean {
    if (name === this.#lastName) return true;
    if (this.#read()?.names.some((it) => it.test(name)) !== true) return false;
    this.#lastName = name;
    return true;
  }

  /** Whether it only calls what its function was given, as wrappers do: `return await work(span)`. */
  get callsParameter(): boolean {
    return this.#read()?.callsParameter === true;
  }

  #read(): CallText | undefined {
    if (!this.#isRead) this.#text = this.#readText();
    this.#isRead = true;
    return this.#text;
  }

  /** Its attributes with the doubt; without it where nobody can read what is written there. */
  as(doubt: Doubt | undefined): Attributes {
    if (doubt === undefined) return this.attributes;
    if (doubt === 'named' && this.#read() === undefined) return this.attributes;
    const known = this.#unsure.get(doubt);
    if (known !== undefined) return known;
    // The function's name would lead to the same place, and as if it were sure.
    const { 'code.function.name': _, ...place } = this.attributes;
    const attributes = { ...place, 'spanline.code.unsure': doubt };
    this.#unsure.set(doubt, attributes);
    return attributes;
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
