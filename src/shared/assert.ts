/** For values that the surrounding code has made sure of: a programming error where they are missing. */
export function ensureExists<T>(value: T | undefined | null, what = 'a value'): T {
  if (value === undefined || value === null) throw new Error(`Expected ${what} to exist.`);
  return value;
}

/** For the last branch over a union: a compile error when a member is added and not handled. */
export function assertUnreachable(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}.`);
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
