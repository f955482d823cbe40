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
]);

/**
 * Whether a path (its segments, from a folder of the user's down, or whole where it lies in none) is that of
 * a library, a virtual environment or a language's own code.
 */
export function isLibraryPath(segments: readonly string[]): boolean {
  return segments.some((segment, index) => {
    const next = segments[index + 1];
    // The last segment is the file itself: `vendor.py` is nobody's vendor folder, and `vendor` may be a script.
    return next !== undefined && (vendorFolders.has(segment) || isRuntimeFolder(segment, next));
  });
}

/** `lib/python3.11`, `Python311\Lib`, `go/src/runtime`, `pkg/mod`, `rustc/<hash>`, `gems/rack-3.0.1`. */
function isRuntimeFolder(segment: string, next: string): boolean {
  const pair = `${segment}/${next}`;
  return (
    /^lib(?:64|32)?\/python\d(?:\.\d+)?t?$/.test(pair) ||
    /^python\d+(?:-\d+)?\/lib$/i.test(pair) ||
    /^pkg\/mod$/.test(pair) ||
    /^rustc\/[0-9a-f]{20,}$/.test(pair) ||
    /^gems\/[\w.-]+-\d[\w.]*$/.test(pair) ||
    /^go\/src$/.test(pair)
  );
}
