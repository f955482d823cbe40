import { goModulePath } from '../imports/goImports.ts';
import { cratePackage } from '../imports/rustImports.ts';
import { isBelow, parentOf } from '../localPath.ts';
import type { FileReader } from '../workspaceFiles.ts';

/** Where the modules of languages that name files by module lie in the workspace. */
export interface ModuleRoots {
  readonly goModules: readonly GoModule[];
  readonly cargoRoots: readonly CargoRoot[];
}

export interface GoModule {
  /** `github.com/acme/app`. */
  readonly path: string;
  readonly folder: string;
}

/** A Cargo workspace, or a package that is in none: what paths of Rust programs are relative to. */
export interface CargoRoot {
  readonly folder: string;
  /** Names of its crates, as modules: `shop_api`. */
  readonly crates: readonly string[];
}

/** More than this many are fixtures of some tool. */
const maxFiles = 500;

export async function moduleRoots(files: FileReader): Promise<ModuleRoots> {
  const [modules, crates] = await Promise.all([textsNamed(files, 'go.mod'), textsNamed(files, 'Cargo.toml')]);
  return {
    goModules: modules.map(({ path, text }) => ({ path: goModulePath(text), folder: parentOf(path) })),
    cargoRoots: cargoRoots(crates),
  };
}

interface NamedText {
  readonly path: string;
  readonly text: string;
}

async function textsNamed(files: FileReader, basename: string): Promise<readonly NamedText[]> {
  const paths = (await files.named(basename)).slice(0, maxFiles);
  const texts = await Promise.all(paths.map((path) => files.readText(path)));
  return paths.map((path, index) => ({ path, text: texts[index] ?? '' }));
}

function cargoRoots(manifests: readonly NamedText[]): readonly CargoRoot[] {
  const workspaces = manifests
    .filter(({ text }) => /^\[workspace\b/m.test(text))
    .map(({ path }) => parentOf(path));
  const roots = new Map<string, string[]>();
  for (const { path, text } of manifests) {
    const folder = parentOf(path);
    // The nearest workspace above: they do not lie in one another but as strangers.
    const root =
      workspaces.filter((one) => isBelow(folder, one)).sort((a, b) => b.length - a.length)[0] ?? folder;
    const crates = roots.get(root) ?? [];
    const binaries = [
      ...text.matchAll(/^\[\[bin\]\][ \t]*\r?\n(?:(?!\[).*\n)*?[ \t]*name[ \t]*=[ \t]*"([^"]+)"/gm),
    ].map(([, name]) => name ?? '');
    crates.push(
      ...[cratePackage(text), ...binaries]
        .filter((name) => name !== '')
        .map((name) => name.replaceAll('-', '_')),
    );
    roots.set(root, crates);
  }
  return [...roots].map(([folder, crates]) => ({ folder, crates }));
}
