import type { Mode } from './appSpec.ts';
import type { SiteLine } from './sitesOf.ts';

/** A line of `truth.txt`, as `test/apps/README.md` describes it. */
export interface Truth {
  readonly lineNumber: number;
  readonly whose: 'own' | 'library';
  /** Without: in both. */
  readonly mode: Mode | undefined;
  readonly mayMiss: boolean;
  readonly kind: string;
  readonly name: string;
  readonly attributes: readonly (readonly [string, string])[];
  readonly expected: readonly Expected[];
}

/** `undefined`: no line. */
export type Expected = { readonly file: string; readonly first: number; readonly last: number } | undefined;

export function parseTruth(text: string): readonly Truth[] {
  return text.split('\n').flatMap((line, i) => {
    const columns = line
      .trim()
      .replace(/(^|\s{2,})#.*$/, '')
      .split(/\s{2,}/);
    return columns.join('') === '' ? [] : [parseLine(columns, i + 1)];
  });
}

function parseLine(columns: readonly string[], lineNumber: number): Truth {
  const [first = '', kind = '', name = '', ...rest] = columns;
  const head = /^(own|library)(?:@(plain|captured))?(\?)?$/.exec(first);
  const expected = rest.at(-1);
  if (head === null || expected === undefined) throw new Error(`truth.txt:${lineNumber} cannot be read.`);
  return {
    lineNumber,
    whose: head[1] as Truth['whose'],
    mode: head[2] as Mode | undefined,
    mayMiss: head[3] !== undefined,
    kind,
    name,
    attributes: rest.slice(0, -1).map((pair) => parsePair(pair, lineNumber)),
    expected: expected.split('|').map((one) => parseExpected(one, lineNumber)),
  };
}

function parsePair(text: string, lineNumber: number): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 0)
    throw new Error(`truth.txt:${lineNumber}: "${text}" is neither an attribute nor the last column.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function parseExpected(text: string, lineNumber: number): Expected {
  if (text === '-') return undefined;
  const match = /^(.+):(\d+)(?:-(\d+))?$/.exec(text);
  if (match === null) throw new Error(`truth.txt:${lineNumber}: "${text}" is no FILE:LINE.`);
  const [, file = '', first, last = first] = match;
  return { file, first: Number(first), last: Number(last) };
}

/** Whether a line speaks of a site; of many lines the first one counts. */
export function isOf(truth: Truth, site: SiteLine, mode: Mode): boolean {
  return (
    (truth.mode ?? mode) === mode &&
    truth.kind === site.kind &&
    isLike(truth.name, site.name) &&
    truth.attributes.every(([key, value]) => isLike(value, attributeOf(site, key)))
  );
}

function attributeOf(site: SiteLine, key: string): string {
  switch (key) {
    case 'scope':
      return site.scope;
    case 'service':
      return site.service;
    case 'code.file.path':
      return site.code.filePath ?? '';
    case 'code.line.number':
      return String(site.code.line ?? '');
    case 'code.function.name':
      return site.code.functionName ?? '';
    default:
      return (site.evidence as Readonly<Record<string, string>>)[key] ?? '';
  }
}

function isLike(pattern: string, text: string): boolean {
  if (!pattern.includes('*')) return pattern === text;
  const parts = pattern.split('*').map((part) => part.replace(/[.\\+?^${}()|[\]]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}
