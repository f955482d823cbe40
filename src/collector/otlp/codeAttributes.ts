import type { CodeAttributes } from '../../shared/site.ts';
import type { PlainValue } from './keyValue.ts';
import { type CodeField, codeFields } from './placeKeys.ts';

/** What attributes say of the code; keys that say nothing of it are passed over. */
export function codeAttributes(pairs: readonly (readonly [string, PlainValue])[]): CodeAttributes {
  const found = new Map<CodeField, { readonly value: string | number; readonly isNew: boolean }>();
  for (const [key, value] of pairs) {
    const known = codeFields.get(key);
    const typed = known === undefined ? undefined : typedValue(known.field, value);
    if (known === undefined || typed === undefined) continue;
    if (known.isNew || !found.has(known.field)) found.set(known.field, { value: typed, isNew: known.isNew });
  }
  return inOneOrder(found);
}

/** The fields always in the same order, so that equal places are equal as JSON. */
function inOneOrder(found: ReadonlyMap<CodeField, { readonly value: string | number }>): CodeAttributes {
  const order: readonly CodeField[] = ['filePath', 'line', 'column', 'functionName', 'namespace'];
  const entries = order.flatMap((field) => {
    const entry = found.get(field);
    return entry === undefined ? [] : [[field, entry.value] as const];
  });
  return Object.fromEntries(entries) as CodeAttributes;
}

function typedValue(field: CodeField, value: PlainValue): string | number | undefined {
  if (field !== 'line' && field !== 'column')
    return typeof value === 'string' && value !== '' ? value : undefined;
  const number = Number(value);
  return value !== undefined && Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
