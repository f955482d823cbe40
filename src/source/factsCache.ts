import type { IndexedFacts } from './codeIndex.ts';
import type { RungContext } from './rung.ts';

/** What is made of all facts, once for each state of the index. */
export class FactsCache<T> {
  readonly #make: (facts: IndexedFacts, context: RungContext) => T | Promise<T>;
  /** By the facts, so that those of an earlier state go with it. */
  readonly #made = new WeakMap<IndexedFacts, Promise<T>>();

  constructor(make: (facts: IndexedFacts, context: RungContext) => T | Promise<T>) {
    this.#make = make;
  }

  async of(context: RungContext): Promise<T> {
    const facts = await context.index.all();
    const known = this.#made.get(facts);
    if (known !== undefined) return await known;
    const made = Promise.resolve(this.#make(facts, context));
    this.#made.set(facts, made);
    // A failure is told to who asked, and is nothing to keep.
    made.catch(() => this.#made.delete(facts));
    return await made;
  }
}
