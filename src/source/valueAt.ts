/** What stands under a key of data that somebody else wrote; `undefined` where it is no object, or has none. */
export function valueAt(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}

export function textAt(value: unknown, key: string): string | undefined {
  const found = valueAt(value, key);
  return typeof found === 'string' ? found : undefined;
}

export function listAt(value: unknown, key: string): readonly unknown[] {
  const found = valueAt(value, key);
  return Array.isArray(found) ? found : [];
}

export function entriesAt(value: unknown, key: string): readonly (readonly [string, unknown])[] {
  const found = valueAt(value, key);
  return typeof found === 'object' && found !== null ? Object.entries(found) : [];
}
