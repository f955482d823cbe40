import type { EvidenceKey } from '../../shared/evidence.ts';

const longest = 2000;

/**
 * A value as it is kept for a site: without what differs from call to call, so that calls of one place are
 * one site. `undefined` for what says nothing.
 */
export function evidenceText(key: EvidenceKey, value: string | number | undefined): string | undefined {
  if (value === undefined || value === '') return undefined;
  const text = String(value);
  switch (key) {
    case 'url.path':
    case 'http.target':
      return pathPattern(text).slice(0, longest);
    case 'db.query.text':
    case 'db.statement':
      return statementPattern(text).slice(0, longest);
    case 'graphql.field.path':
      return text.replace(/(?<=^|\.)\d+(?=\.|$)/g, '*').slice(0, longest);
    default:
      return text.slice(0, longest);
  }
}

/** Without query and fragment, and with `*` for segments that look like ids. */
export function pathPattern(path: string): string {
  return path
    .replace(/[?#].*$/s, '')
    .split('/')
    .map((segment) => (looksLikeId(segment) ? '*' : segment))
    .join('/');
}

/** `/orders/7` of `http://127.0.0.1:8000/orders/7?x=1`; `/` where a URL names none. Empty for what is no URL. */
export function urlPath(url: string): string {
  const [, path] = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*([^?#]*)/i.exec(url) ?? [];
  return path === '' ? '/' : (path ?? '');
}

/** With `?` for literals, one blank for many, and no comments, which may carry trace ids. */
export function statementPattern(statement: string): string {
  return statement
    .slice(0, 4 * longest)
    .replace(/\/\*(?:.*?\*\/|.*$)/gs, ' ')
    .replace(/'(?:[^']|'')*'/g, '?')
    .replace(/(?<![\w$:@?.])-?\d+(?:\.\d+)?\b/g, '?')
    .replace(/\s+/g, ' ')
    .replace(/\((?:\?, ?)+\?\)/g, '(?)')
    .trim();
}

/** Words may end in a number or two (`v1`, `oauth2`, `s3`); other digits, and what is long, are an id's. */
function looksLikeId(segment: string): boolean {
  if (segment.length > 40 || segment.includes('@') || segment.includes('%')) return true;
  return /\d/.test(segment) && !/^\.?[a-z][a-z_-]*\d{0,2}(?:\.\d{1,2})?(?:\.[a-z]+)?$/i.test(segment);
}
