/** What a window remembers for all of them; VS Code's `Memento` is one. */
export interface Memory {
  get<T>(key: string): T | undefined;
  update(key: string, value: unknown): PromiseLike<void>;
}

const mostRemembered = 50;

/**
 * Remembers what the user was told, so that a window that is opened or reloaded does not tell it again before so many
 * milliseconds have passed.
 */
export class ToldBefore {
  readonly #memory: Memory;
  readonly #key: string;
  readonly #forgottenAfter: number;

  constructor(memory: Memory, key: string, forgottenAfter: number) {
    this.#memory = memory;
    this.#key = key;
    this.#forgottenAfter = forgottenAfter;
  }

  /** Whether this is new; from now on it is not. */
  isNew(what: string, nowMillis: number): boolean {
    const told = this.#memory.get<Readonly<Record<string, number>>>(this.#key) ?? {};
    const at = told[what];
    if (at !== undefined && nowMillis - at < this.#forgottenAfter) return false;
    const others = Object.entries(told).filter(([other]) => other !== what);
    const kept = [...others, [what, nowMillis] as const].slice(-mostRemembered);
    void this.#memory.update(this.#key, Object.fromEntries(kept));
    return true;
  }
}
