import { readJson } from '../readJson.ts';
import { valueAt } from '../valueAt.ts';

/** What a `package.json` says of where its modules are. */
export interface PackageFacts {
  readonly name: string;
  /** `source`, `module`, `main`, `types`: files that the package is entered by, the most like a source first. */
  readonly entries: readonly string[];
  /** As they stand; see `packageTargets`. */
  readonly exports: unknown;
  readonly imports: unknown;
}

export function packageFacts(text: string): PackageFacts {
  const said = readJson(text);
  const entries = ['source', 'module', 'main', 'types', 'typings'].map((key) => valueAt(said, key));
  const name = valueAt(said, 'name');
  return {
    name: typeof name === 'string' ? name : '',
    entries: entries.filter((entry) => typeof entry === 'string'),
    exports: valueAt(said, 'exports'),
    imports: valueAt(said, 'imports'),
  };
}

/**
 * The files that `exports` or `imports` give for a subpath (Node.js, "Packages"), under whatever conditions: all of
 * them are made from one source. Of patterns the one with the longest start counts.
 */
export function packageTargets(table: unknown, subpath: string): readonly string[] {
  const isMap =
    typeof table === 'object' && table !== null && Object.keys(table).some((key) => /^[.#]/.test(key));
  if (!isMap) return subpath === '.' ? stringsIn(table) : [];
  const exact = valueAt(table, subpath);
  if (exact !== undefined) return stringsIn(exact);
  const patterns = Object.entries(table)
    .map(([key, target]) => ({ parts: key.split('*'), target }))
    .filter(({ parts }) => parts.length === 2)
    .sort((a, b) => (b.parts[0]?.length ?? 0) - (a.parts[0]?.length ?? 0));
  for (const { parts, target } of patterns) {
    const [start = '', end = ''] = parts;
    const fits =
      subpath.startsWith(start) && subpath.endsWith(end) && subpath.length >= start.length + end.length;
    const middle = subpath.slice(start.length, subpath.length - end.length);
    if (fits) return stringsIn(target).map((one) => one.replaceAll('*', () => middle));
  }
  return [];
}

/** Every text in conditions and alternatives, at most a few levels deep, as packages have them. */
function stringsIn(value: unknown, depth = 0): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth > 5) return [];
  return Object.values(value).flatMap((one) => stringsIn(one, depth + 1));
}
