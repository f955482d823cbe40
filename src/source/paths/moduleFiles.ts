import { isLibraryPath } from '../libraryPath.ts';
import type { PathMatch } from '../pathMatch.ts';
import { nativePath, parseSourcePath, type SourcePath, segmentsOf } from '../sourcePath.ts';
import type { FileReader } from '../workspaceFiles.ts';
import type { ModuleRoots } from './moduleRoots.ts';
import type { PathHints } from './pathHints.ts';
import type { WorkspacePlaces } from './workspacePlaces.ts';

/**
 * Relative paths that a language makes of modules: Go's with the module's path (`-trimpath`), Rust's from the root
 * of the Cargo workspace, the names of Java's, Kotlin's and PHP's files with the package or namespace of the type.
 * `undefined` where that says nothing.
 */
export async function byModules(
  path: SourcePath,
  hints: PathHints,
  { goModules, cargoRoots }: ModuleRoots,
  files: FileReader,
  places: WorkspacePlaces,
): Promise<PathMatch | undefined> {
  const extension = /\.(\w+)$/.exec(path.segments.at(-1) ?? '')?.[1] ?? '';
  if (extension === 'go') return goFile(path.segments, goModules, files, places);
  if (extension === 'rs') return rustFile(path.segments, cargoRoots, hints, places);
  if (['java', 'kt', 'groovy', 'scala', 'php'].includes(extension))
    return typeFile(path.segments, hints, files, places);
  return undefined;
}

async function goFile(
  segments: readonly string[],
  modules: ModuleRoots['goModules'],
  files: FileReader,
  places: WorkspacePlaces,
): Promise<PathMatch | undefined> {
  const text = segments.join('/');
  const own = modules
    .filter(({ path }) => path !== '' && text.startsWith(`${path}/`))
    .sort((a, b) => b.path.length - a.path.length);
  const longest = own[0]?.path.length;
  const targets = own
    .filter(({ path }) => path.length === longest)
    .map(({ path, folder }) => nativePath(folder, text.slice(path.length + 1).split('/')));
  const found = await present(targets, places);
  if (found.length > 0) return only(found);
  if (own.length > 0) return { type: 'unknown' };
  // The path of a host begins other people's modules, unless a folder is really called that.
  const named = await files.named(segments.at(-1) ?? '');
  const asFolder = named.some((one) => one.replaceAll('\\', '/').endsWith(`/${text}`));
  return segments.length > 2 && /\w\.[a-z]{2,}$/.test(segments[0] ?? '') && !asFolder
    ? { type: 'foreign' }
    : undefined;
}

async function rustFile(
  segments: readonly string[],
  roots: ModuleRoots['cargoRoots'],
  { crate }: PathHints,
  places: WorkspacePlaces,
): Promise<PathMatch | undefined> {
  const ofCrate = roots.filter(({ crates }) => crate !== undefined && crates.includes(crate));
  const own = await present(
    ofCrate.map(({ folder }) => nativePath(folder, segments)),
    places,
  );
  if (own.length > 0) return only(own);
  const found = await present(
    roots.map(({ folder }) => nativePath(folder, segments)),
    places,
  );
  const [first] = found;
  // Of a crate that is not here, or not named, it may be the file of any program elsewhere.
  if (first !== undefined && found.length === 1) {
    const doubted = crate !== undefined;
    return { type: 'suffix', path: first, segments: segments.length, why: 'unique', doubted };
  }
  return found.length > 1 ? { type: 'ambiguous', paths: found } : undefined;
}

/** Files that say themselves which package they are of. */
async function typeFile(
  segments: readonly string[],
  { typeName = '', service, codeSource }: PathHints,
  files: FileReader,
  places: WorkspacePlaces,
): Promise<PathMatch | undefined> {
  const source =
    codeSource === undefined
      ? undefined
      : parseSourcePath(codeSource.replace(/^jar:/, '').replace(/!.*$/, ''));
  if (source?.absolute === true && isLibraryPath([...source.segments, ''])) return { type: 'foreign' };
  const module = segments.length > 1 ? segments.slice(0, -1).join('.') : packageOf(typeName);
  if (module === undefined) return undefined;
  const named = await files.named(segments.at(-1) ?? '');
  const texts = await Promise.all(named.map((path) => files.readText(path)));
  const found = named.filter((_, index) => declaredPackage(texts[index] ?? '') === module);
  // With a package, a file of another one is another file: a library's of the same name.
  if (found.length === 0) return segments.length > 1 || module === '' ? undefined : { type: 'foreign' };
  if (found.length === 1) return only(found);
  const near = source === undefined ? [] : nearest(found, source.segments);
  if (near.length === 1) return only(near);
  const ofService = found.filter((path) => service !== '' && segmentsOf(path).includes(service));
  const [chosen] = ofService;
  if (chosen !== undefined && ofService.length === 1) {
    return { type: 'suffix', path: chosen, segments: segments.length, why: 'service folder' };
  }
  return (await present(found, places)).length > 1 ? { type: 'ambiguous', paths: found } : undefined;
}

/** `com.acme` of `com.acme.Foo$Bar.run`, `App.Http` of `App\Http\Kernel::handle`: what comes before the type. */
function packageOf(typeName: string): string | undefined {
  const parts = typeName.replace(/::.*$/s, '').split(/[.\\]/);
  const type = typeName.includes('\\') ? parts.length - 1 : parts.findIndex((part) => /^\p{Lu}/u.test(part));
  // In the default package there is nothing before it.
  return type < 0 || typeName === '' ? undefined : parts.slice(0, type).join('.');
}

function declaredPackage(text: string): string {
  const plain = text.replace(/^\s*<\?php\s+(?=namespace)/, '');
  const found = /^[ \t]*(?:package|namespace)[ \t]+([\w.\\`]+)[ \t]*(?:[;{/]|\r?$)/m.exec(plain);
  return (found?.[1] ?? '').replaceAll('`', '').replaceAll('\\', '.');
}

/** Those that lie below the longest start of a path: the project that the classes were built in. */
function nearest(paths: readonly string[], start: readonly string[]): readonly string[] {
  const common = paths.map((path) => {
    const segments = segmentsOf(path);
    const end = segments.findIndex((segment, index) => segment !== start[index]);
    return end < 0 ? segments.length : end;
  });
  const most = Math.max(...common);
  return paths.filter((_, index) => common[index] === most && most > 0);
}

async function present(targets: readonly string[], places: WorkspacePlaces): Promise<readonly string[]> {
  const own = await Promise.all(targets.map((target) => places.own(target)));
  return [...new Set(own.filter((one) => one !== undefined))];
}

function only(paths: readonly string[]): PathMatch {
  const [first] = paths;
  return first !== undefined && paths.length === 1
    ? { type: 'exact', path: first }
    : { type: 'ambiguous', paths };
}
