import type { FunctionName } from './functionNameParts.ts';
import { goModulePath } from './imports/goImports.ts';
import { segmentsOf } from './sourcePath.ts';
import type { FileReader } from './workspaceFiles.ts';

/** Manifests of a workspace that are read; more are copies in fixtures and examples. */
const maxManifests = 200;

/**
 * Folders that can hold the package of an import path, by the modules that the workspace's `go.mod` files declare;
 * empty for a package of somebody else's.
 */
export async function goPackageFolders(importPath: string, files: FileReader): Promise<readonly string[]> {
  const folders: string[] = [];
  for (const { folder, text } of await manifests('go.mod', files)) {
    const module = goModulePath(text);
    if (module === '') continue;
    if (importPath === module) folders.push(folder);
    else if (importPath.startsWith(`${module}/`))
      folders.push(joined(folder, importPath.slice(module.length + 1)));
  }
  return folders;
}

/** A crate of the workspace: its folder, and its names as code writes them. */
export interface Crate {
  readonly folder: string;
  readonly names: readonly string[];
}

/** Crates that the workspace's `Cargo.toml` files declare. */
export async function rustCrates(files: FileReader): Promise<readonly Crate[]> {
  return (await manifests('Cargo.toml', files)).map(({ folder, text }) => ({
    folder,
    names: [...text.matchAll(/^[ \t]*name[ \t]*=[ \t]*["']([\w-]+)["']/gm)].map((match) =>
      (match[1] as string).replaceAll('-', '_'),
    ),
  }));
}

/** A Rust file that `path` and `containers` of a symbol place: whether it is what the qualifiers say. */
export function fitsCrate(
  path: string,
  containers: readonly string[],
  { qualifiers, unnamed }: FunctionName,
  crates: readonly Crate[],
): boolean {
  if (qualifiers.length === 0) return true;
  const crate = crateOf(path, crates);
  const [first = '', ...rest] = qualifiers;
  if (crate === undefined || !(first === 'crate' || crate.names.includes(first))) return false;
  const whole = [...modulesIn(crate.folder, path), ...containers];
  const complete = unnamed === true ? whole.length >= rest.length : whole.length === rest.length;
  return complete && rest.every((part, index) => whole[index] === part);
}

function crateOf(path: string, crates: readonly Crate[]): Crate | undefined {
  const around = crates.filter(
    ({ folder }) => path.startsWith(folder) && /[\\/]/.test(path.charAt(folder.length)),
  );
  return around.sort((a, b) => b.folder.length - a.folder.length)[0];
}

/** `src/orders/mod.rs` → `orders`; `src/main.rs` and `src/bin/tool.rs` are roots. */
function modulesIn(folder: string, path: string): readonly string[] {
  const segments = segmentsOf(path.slice(folder.length).replace(/\.rs$/, ''));
  const inner = segments[0] === 'src' ? segments.slice(1) : segments;
  if (inner[0] === 'bin') return inner.slice(2);
  return /^(?:main|lib|mod)$/.test(inner.at(-1) ?? '') ? inner.slice(0, -1) : inner;
}

async function manifests(
  name: string,
  files: FileReader,
): Promise<readonly { folder: string; text: string }[]> {
  const paths = (await files.named(name)).slice(0, maxManifests);
  const texts = await Promise.all(paths.map((path) => files.readText(path)));
  return paths.map((path, index) => ({
    folder: path.slice(0, path.length - name.length - 1),
    text: texts[index] ?? '',
  }));
}

function joined(folder: string, inner: string): string {
  return folder.includes('\\') ? `${folder}\\${inner.replaceAll('/', '\\')}` : `${folder}/${inner}`;
}
