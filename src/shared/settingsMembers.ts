/** What is wrong with a member of settings that a person wrote. */
export interface SettingsProblem {
  /** `forwards[0].tls.caFile`; empty for the whole. */
  readonly path: string;
  /** Names the path and says what is wanted. Never holds a value, which may be a secret. */
  readonly sentence: string;
  /** A key that nobody knows, which was passed over; what else it says was taken. */
  readonly harmless: boolean;
}

/** Reads a value that stands at a path; `undefined` where it is wrong, which it has said then. */
export type ReadValue<T> = (value: unknown, path: string, problems: SettingsProblem[]) => T | undefined;

/**
 * The members of an object that a person wrote, each read once and by its type. What is wrong is said and left out; `finish` says
 * which keys nobody has asked for.
 */
export class SettingsMembers {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #problems: SettingsProblem[];
  readonly #asked = new Set<string>();

  /** `undefined`, and a problem, where the value is no object. */
  static of(value: unknown, path: string, problems: SettingsProblem[]): SettingsMembers | undefined {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return new SettingsMembers(value as Record<string, unknown>, path, problems);
    problems.push(fault(path, 'must be an object'));
    return undefined;
  }

  private constructor(fields: Readonly<Record<string, unknown>>, path: string, problems: SettingsProblem[]) {
    this.#fields = fields;
    this.#path = path;
    this.#problems = problems;
  }

  number(key: string, least: number, most: number): number | undefined {
    return this.#read(key, `must be a number from ${least} to ${most}`, (value) =>
      typeof value === 'number' && value >= least && value <= most ? value : undefined,
    );
  }

  integer(key: string, least: number, most: number): number | undefined {
    return this.#read(key, `must be a whole number from ${least} to ${most}`, (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
        ? value
        : undefined,
    );
  }

  boolean(key: string): boolean | undefined {
    return this.#read(key, 'must be true or false', (value) =>
      typeof value === 'boolean' ? value : undefined,
    );
  }

  /** A text that says something, and fits the pattern where there is one. */
  text(key: string, wanted = 'must be a text', pattern = /\S/): string | undefined {
    return this.#read(key, wanted, (value) =>
      typeof value === 'string' && pattern.test(value) ? value : undefined,
    );
  }

  oneOf<T extends string>(key: string, choices: readonly T[]): T | undefined {
    return this.#read(key, `must be one of ${choices.join(', ')}`, (value) =>
      choices.find((choice) => choice === value),
    );
  }

  /** What `read` makes of the member; it says itself what is wrong. */
  value<T>(key: string, read: ReadValue<T>): T | undefined {
    const value = this.#take(key);
    return value === undefined ? undefined : read(value, this.#pathOf(key), this.#problems);
  }

  /** The members of a list that are right. */
  list<T>(key: string, read: ReadValue<T>): readonly T[] | undefined {
    return this.value(key, listOf(read));
  }

  /** The same for a list that means nothing when it is empty. */
  filledList<T>(key: string, read: ReadValue<T>): readonly T[] | undefined {
    return this.value(key, (value, path, problems) => {
      if (Array.isArray(value) && value.length === 0) problems.push(fault(path, 'must name at least one'));
      return listOf(read)(value, path, problems);
    });
  }

  /** For members without which the others mean nothing. */
  need<T>(key: string, value: T | undefined): T | undefined {
    if (value === undefined && this.#fields[key] === undefined)
      this.#problems.push(fault(this.#pathOf(key), 'is missing'));
    return value;
  }

  /** Something is wrong with a member that is of the right type. */
  complain(key: string, what: string): undefined {
    this.#problems.push(fault(this.#pathOf(key), what));
    return undefined;
  }

  finish(): void {
    for (const key of Object.keys(this.#fields)) {
      if (this.#asked.has(key)) continue;
      const path = this.#pathOf(key);
      this.#problems.push({ path, sentence: `${path} is no setting that Spanline knows.`, harmless: true });
    }
  }

  #read<T>(key: string, wanted: string, take: (value: unknown) => T | undefined): T | undefined {
    const value = this.#take(key);
    if (value === undefined) return undefined;
    const taken = take(value);
    if (taken === undefined) this.#problems.push(fault(this.#pathOf(key), wanted));
    return taken;
  }

  #take(key: string): unknown {
    this.#asked.add(key);
    return Object.hasOwn(this.#fields, key) ? this.#fields[key] : undefined;
  }

  #pathOf(key: string): string {
    return this.#path === '' ? key : `${this.#path}.${key}`;
  }
}

/** Reads a list, without the members that are wrong. */
export function listOf<T>(read: ReadValue<T>): ReadValue<readonly T[]> {
  return (value, path, problems) => {
    if (Array.isArray(value))
      return value.flatMap((item: unknown, i) => read(item, `${path}[${i}]`, problems) ?? []);
    problems.push(fault(path, 'must be a list'));
    return undefined;
  };
}

/** Reads a text of a list. */
export function readText(value: unknown, path: string, problems: SettingsProblem[]): string | undefined {
  if (typeof value === 'string') return value;
  problems.push(fault(path, 'must be a text'));
  return undefined;
}

/** What `read` makes of it, but nothing at all where any part of it is wrong: half of it would mean something else. */
export function wholly<T>(read: ReadValue<T>): ReadValue<T> {
  return (value, path, problems) => {
    const before = faults(problems);
    const result = read(value, path, problems);
    return faults(problems) === before ? result : undefined;
  };
}

export function fault(path: string, what: string): SettingsProblem {
  return { path, sentence: `${path === '' ? 'The settings' : path} ${what}.`, harmless: false };
}

function faults(problems: readonly SettingsProblem[]): number {
  return problems.reduce((count, { harmless }) => (harmless ? count : count + 1), 0);
}

/** An object without the members that are `undefined`, which is not the same as missing. */
export function present<T extends object>(
  fields: T,
): {
  [K in keyof T]?: Exclude<T[K], undefined>;
} {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
