/** Where a generated text says that its source map is. */
export type SourceMapReference =
  /** The map itself. */
  | { readonly type: 'inline'; readonly text: string }
  /** Relative to the generated file, or absolute; decoded. */
  | { readonly type: 'file'; readonly path: string }
  /** Nothing is said, or an address of elsewhere: the map may lie beside. */
  | { readonly type: 'none' };

/** The reference stands in the last lines, and a data URL is one of them. */
const marks = ['//# sourceMappingURL=', '//@ sourceMappingURL=', '/*# sourceMappingURL='];

/** Reads the last `sourceMappingURL` of a text (ECMA-426, "Linking generated code to source maps"). */
export function sourceMapReference(text: string): SourceMapReference {
  const at = Math.max(...marks.map((mark) => text.lastIndexOf(mark)));
  if (at < 0) return { type: 'none' };
  const start = text.indexOf('=', at) + 1;
  const end = text.slice(start).search(/[\s*]|$/);
  const url = text.slice(start, start + end);
  if (/^data:/i.test(url)) return inlineMap(url);
  if (/^(?!file:|[a-z]:[\\/])[a-z][\w+.-]*:/i.test(url) || url === '') return { type: 'none' };
  return { type: 'file', path: decoded(url.replace(/[?#].*$/s, '')) };
}

function inlineMap(url: string): SourceMapReference {
  const comma = url.indexOf(',');
  const data = url.slice(comma + 1);
  if (comma < 0) return { type: 'none' };
  const isBase64 = /;base64$/i.test(url.slice(0, comma));
  return { type: 'inline', text: isBase64 ? Buffer.from(data, 'base64').toString('utf8') : decoded(data) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Written as it is.
    return text;
  }
}
