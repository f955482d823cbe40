/** Why something was lost is told for so long. */
const toldMillis = 10 * 60_000;

/** The latest reason why a forward did not send something, for as long as it is news. */
export class LossNotes {
  readonly #now: () => number;
  #latest: { readonly at: number; readonly text: string } | undefined;

  /** `now`: milliseconds that never go back. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** A sentence. */
  add(text: string): void {
    this.#latest = { at: this.#now(), text };
  }

  get latest(): string | undefined {
    return this.#latest !== undefined && this.#now() - this.#latest.at < toldMillis
      ? this.#latest.text
      : undefined;
  }
}
