/** One variable as the program gets it. */
export interface EnvironmentChange {
  readonly name: string;
  readonly value: string;
  /** What it was; `undefined` where it was not set. */
  readonly before: string | undefined;
  /** For people, a sentence. */
  readonly why: string;
}

interface Addition {
  readonly separator: string;
  readonly at: 'start' | 'end';
  readonly why: string;
}

/** Changes to an environment, each beside what was there. */
export class EnvironmentDraft {
  readonly #base: Readonly<Record<string, string | undefined>>;
  readonly #changes: EnvironmentChange[] = [];

  constructor(base: Readonly<Record<string, string | undefined>>) {
    this.#base = base;
  }

  get changes(): readonly EnvironmentChange[] {
    return this.#changes;
  }

  set(name: string, value: string, why: string): void {
    const before = this.#base[name];
    if (before !== value) this.#changes.push({ name, value, before, why });
  }

  /** Set to nothing counts as not set, as the specification says. */
  setUnlessSet(name: string, value: string, why: string): void {
    if ((this.#base[name] ?? '') === '') this.set(name, value, why);
  }

  /** Adds to a list, once. */
  add(name: string, item: string, { separator, at, why }: Addition): void {
    const before = this.#base[name] ?? '';
    if (before === '') this.set(name, item, why);
    else if (!before.split(separator).includes(item)) {
      this.set(name, at === 'start' ? item + separator + before : before + separator + item, why);
    }
  }
}
