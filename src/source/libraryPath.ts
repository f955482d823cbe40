/** Folders that package managers fill with other people's code. */
const vendorFolders: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  'jspm_packages',
  'site-packages',
  'dist-packages',
  '__pypackages__',
  'vendor',
  '.venv',
  '.tox',
  '.nox',
  '.yarn',
  '.pnpm-store',
  '.cargo',
  '.rustup',
  '.m2',
  '.gradle',
  '.nvm',
  '.pyenv',
  '.bun',
  '.cache',
]);

/** Stores of packages by name and version: `gin@v1.12.0`, `registry/src/index.crates.io-<hash>`, `pkg/mod`. */
const packageStores =
  /(?:^|\/)(?:[^/]+@v\d+\.\d[^/]*|registry\/src\/[\w.-]+-[0-9a-f]{16}|pkg\/mod|gems\/[\w.-]+-\d[\w.]*)\//;

/** Whether a path (its segments, from a folder of the user's down) lies in a library or a virtual environment. */
export function isVendored(segments: readonly string[]): boolean {
  // The last segment is the file itself, and a script may be called `vendor`.
  return (
    segments.slice(0, -1).some((segment) => vendorFolders.has(segment)) ||
    packageStores.test(segments.join('/'))
  );
}

/** Whether a path that lies in no folder of the user's is that of a library or of a language's own code. */
export function isLibraryPath(segments: readonly string[]): boolean {
  return isVendored(segments) || runtimeFolders.test(segments.join('/'));
}

/**
 * `lib/python3.11`, `Python311/Lib`, `local/go/src` (but `/go/src` is where images of Go build the user's code),
 * `go1.26/src`, `rustc/<hash>`, `lib/ruby`.
 */
const runtimeFolders =
  /(?:^|\/)(?:lib(?:64|32)?\/(?:python\d[\w.]*|ruby)|[Pp]ython\d+(?:-\d+)?\/[Ll]ib|local\/go\/src|go-?\d[\w.]*\/src|rustc\/[0-9a-f]{20,})\//;
