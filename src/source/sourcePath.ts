/** A path as a program wrote it, taken apart: no `.`, no `..` but at the start of a relative one. */
export interface SourcePath {
  readonly absolute: boolean;
  /** `c:` in lower case, `//host/share`, or empty. */
  readonly volume: string;
  /** Never empty. */
  readonly segments: readonly string[];
}

const longest = 4096;

/**
 * Reads absolute, relative and Windows paths and `file:` URLs (RFC 8089). `undefined` for what names no file:
 * `<stdin>`, `node:internal/…`, other URLs, control characters, an encoded separator, absurd lengths.
 */
export function parseSourcePath(text: string): SourcePath | undefined {
  const trimmed = text.trim();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
  if (trimmed === '' || trimmed.length > longest || /[\u0000-\u001f]/.test(trimmed)) return undefined;
  if (/^file:/i.test(trimmed)) return parseFileUrl(trimmed);
  if (trimmed.startsWith('<') || /^[a-z][\w+.-]+:/i.test(trimmed)) return undefined;
  return parsePlain(trimmed);
}

/** The segments of an absolute path of this machine, as `nativePath` joins them. */
export function segmentsOf(path: string): readonly string[] {
  return path.split(/[\\/]/).filter((segment) => segment !== '');
}

/** A path below a folder, in that folder's own form. */
export function nativePath(folder: string, segments: readonly string[]): string {
  const separator = folder.includes('\\') ? '\\' : '/';
  const start = folder.endsWith(separator) ? folder : folder + separator;
  return start + segments.join(separator);
}

function parseFileUrl(url: string): SourcePath | undefined {
  const match = /^file:(?:[\\/]{2}([^\\/?#]*))?([^?#]*)/i.exec(url);
  const host = (match?.[1] ?? '').toLowerCase();
  const segments = (match?.[2] ?? '').split(/[\\/]/).map(decoded);
  if (segments.some((segment) => segment === undefined)) return undefined;
  const plain = segments.join('/');
  if (host === '' || host === 'localhost') return parsePlain(plain.replace(/^\/([a-z]:)/i, '$1'));
  return parsePlain(/^[a-z]:$/.test(host) ? host + plain : `//${host}${plain}`);
}

/** A percent-encoded segment; `undefined` where it hides a separator or a control character. */
function decoded(segment: string): string | undefined {
  let plain = segment;
  try {
    plain = decodeURIComponent(segment);
  } catch {
    // Not an encoding: programs that put a path behind `file://` as it is mean the characters themselves.
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
  return /[\\/\u0000-\u001f]/.test(plain) ? undefined : plain;
}

function parsePlain(text: string): SourcePath | undefined {
  const path = text
    .replaceAll('\\', '/')
    .replace(/^\/\/[?.]\/(?:UNC\/)?/i, (prefix) => (/unc/i.test(prefix) ? '//' : ''));
  const unc = /^\/\/([^/]+\/[^/]+)(?=\/|$)/.exec(path);
  const drive = /^([a-z]:)/i.exec(path);
  const volume = unc !== null ? unc[0].toLowerCase() : (drive?.[0].toLowerCase() ?? '');
  const rest = path.slice(volume.length);
  const absolute = unc !== null || rest.startsWith('/');
  const segments = normalised(rest.split('/'), absolute);
  return segments.length === 0 || segments.at(-1) === '..' ? undefined : { absolute, volume, segments };
}

function normalised(parts: readonly string[], absolute: boolean): string[] {
  const segments: string[] = [];
  for (const part of parts) {
    if (part === '' || part === '.') continue;
    if (part !== '..') segments.push(part);
    else if (segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else if (!absolute) segments.push(part);
  }
  return segments;
}
