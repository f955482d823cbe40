import { evidenceKeys } from '../../shared/evidence.ts';
import type { CodeAttributes } from '../../shared/site.ts';
import { KeyTable } from './keyTable.ts';
import { PlaceRanges } from './placeRanges.ts';

export type CodeField = keyof CodeAttributes;

/** Old and new names of the semantic conventions; of two that mean the same the new one wins. */
export const codeFields: ReadonlyMap<string, { readonly field: CodeField; readonly isNew: boolean }> =
  new Map([
    ['code.file.path', { field: 'filePath', isNew: true }],
    ['code.filepath', { field: 'filePath', isNew: false }],
    ['code.line.number', { field: 'line', isNew: true }],
    ['code.lineno', { field: 'line', isNew: false }],
    ['code.column.number', { field: 'column', isNew: true }],
    ['code.column', { field: 'column', isNew: false }],
    ['code.function.name', { field: 'functionName', isNew: true }],
    ['code.function', { field: 'functionName', isNew: false }],
    ['code.namespace', { field: 'namespace', isNew: false }],
  ]);

/** Whole URLs, which stand in for `url.path` where nothing else tells it. */
export const urlKeys: readonly string[] = ['url.full', 'http.url'];

/** Every key that makes sites different, by the number that ranges carry. */
export const placeKeys: readonly string[] = [...codeFields.keys(), ...evidenceKeys, ...urlKeys];

const placeKeyTable = new KeyTable(placeKeys);

/** `code.*` comes first among the keys, and is never left out for others. */
export function placeRanges(): PlaceRanges {
  return new PlaceRanges(placeKeyTable, codeFields.size);
}
