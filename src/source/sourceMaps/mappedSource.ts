/** What the source of a map's entry is. */
export type MappedSource =
  /** Relative to the map's file, or absolute. */
  | { readonly type: 'path'; readonly path: string }
  /** Relative to the project that was bundled. */
  | { readonly type: 'project'; readonly path: string }
  /** Code of the bundler's, or of a package. */
  | { readonly type: 'library' };

/**
 * Reads the names that bundlers give to sources: `webpack://shop/./src/x.ts`, `webpack:///src/x.ts`,
 * `webpack-internal:///(rsc)/./app/page.tsx`, `turbopack://[project]/app/x.ts`, `ng:///…`, `rollup://…`, and plain
 * paths, those with a loader's query included.
 */
export function mappedSource(source: string): MappedSource {
  const plain = decoded(source).replace(/\?[^/\\]*$/, '');
  const scheme = /^(?!file:|[a-z]:[\\/])([a-z][\w+.-]*):\/{2}/i.exec(plain);
  if (isLibrary(plain) || isNameless(plain)) return { type: 'library' };
  if (scheme === null) return { type: 'path', path: plain };
  const rest = plain.slice(scheme[0].length);
  // Two more slashes are an absolute path, a drive too: `webpack:////app/src/x.ts`.
  const absolute = /^\/(\/.*|[a-z]:[\\/].*)$/is.exec(rest)?.[1];
  if (absolute !== undefined) return { type: 'path', path: absolute };
  const inner = rest
    .replace(/^(?:@[^/]+\/)?[^/]*\//, '')
    .replace(/^\[project\]\//, '')
    .replace(/^\([\w-]+\)\//, '')
    .replace(/^(?:\.\/)+/, '');
  return inner === '' || inner.startsWith('..') ? projectOrNothing(inner) : { type: 'project', path: inner };
}

/** `webpack://shop/../shared/x.ts` is beside the project. */
function projectOrNothing(path: string): MappedSource {
  return path === '' ? { type: 'library' } : { type: 'project', path };
}

const libraryMarks: readonly RegExp[] = [
  /(?:^|[\\/])node_modules[\\/]/,
  /(?:^|\/)~\//,
  /(?:^|[/)])webpack\/(?:runtime|bootstrap|before-startup|startup)/,
  /\(webpack\)|\[turbopack\]|\[root-of-the-server\]|\0/,
  /(?:^|\/)external[ +]/,
  /^node:/,
];

function isLibrary(source: string): boolean {
  return libraryMarks.some((mark) => mark.test(source));
}

function isNameless(source: string): boolean {
  return source === '' || source.startsWith('<') || /^(?:data|blob|https?):/i.test(source);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Written as it is.
    return text;
  }
}
