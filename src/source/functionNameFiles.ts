import type { FunctionName, Runtime } from './functionNameParts.ts';
import { goPackageFolders } from './packageFolders.ts';
import { segmentsOf } from './sourcePath.ts';
import { type Language, languageOf } from './syntax/language.ts';
import type { FileReader } from './workspaceFiles.ts';

/** Before the texts are read: most of so many will have the name. */
const maxFilesToRead = 200;

const languagesOf: Readonly<Record<Runtime, readonly Language[]>> = {
  node: ['javascript', 'typescript', 'tsx'],
  python: ['python'],
  go: ['go'],
  jvm: ['java', 'kotlin'],
  dotnet: ['csharp'],
  php: ['php'],
  ruby: ['ruby'],
  rust: ['rust'],
  beam: ['elixir'],
};

/**
 * Files that may define the function, in groups to try one after the other: the module that the name begins with,
 * or else the files that speak of it. Only files that the runtime could run; too many are none.
 */
export async function candidateFiles(
  name: FunctionName,
  files: FileReader,
): Promise<readonly (readonly string[])[]> {
  const inLanguage = (paths: readonly string[]) =>
    name.runtime === undefined ? paths : paths.filter((path) => isOf(path, name.runtime as Runtime));
  const modules = inLanguage(await pythonModules(name, files));
  if (modules.length > 0) return [modules, []];
  const everywhere = inLanguage(await mentioning(name, files));
  return [everywhere.length > maxFilesToRead ? [] : everywhere];
}

function isOf(path: string, runtime: Runtime): boolean {
  const language = languageOf(path);
  return language !== undefined && languagesOf[runtime].includes(language);
}

/** Files with the name and, unless a module is called that, with the innermost qualifier. */
async function mentioning(name: FunctionName, files: FileReader): Promise<readonly string[]> {
  const named = await files.containing(name.name);
  if (named.length === 0) return named;
  if (name.packagePath !== undefined) return inPackage(named, name.packagePath, files);
  const owner = name.qualifiers.at(-1);
  // Modules of Rust are files and folders, and the crate is named in its manifest only.
  if (owner === undefined || name.runtime === 'rust') return named;
  const owners = new Set(await files.containing(owner));
  const inPath = (path: string) =>
    path.includes(owner) && segmentsOf(path).some((part) => part.startsWith(owner));
  return named.filter((path) => owners.has(path) || inPath(path));
}

/** Where modules have no dot (`main`, `shop`), `go.mod` may be missing, and the package's name has to do. */
async function inPackage(
  paths: readonly string[],
  packagePath: string,
  files: FileReader,
): Promise<readonly string[]> {
  if (packagePath === 'main') return paths;
  const folders = new Set(await goPackageFolders(packagePath, files));
  return paths.filter((path) => folders.has(path.replace(/[\\/][^\\/]*$/, '')));
}

/** Python files that the first qualifiers name as modules: `shop.orders` of `shop.orders.Cart.add`. */
async function pythonModules(
  { qualifiers, runtime, packagePath }: FunctionName,
  files: FileReader,
): Promise<readonly string[]> {
  if ((runtime !== undefined && runtime !== 'python') || packagePath !== undefined) return [];
  const found = new Set<string>();
  for (let length = qualifiers.length; length > 0; length--) {
    const module = qualifiers.slice(0, length);
    const inits = (await files.named('__init__.py')).filter((path) => endsWith(path, module, 1));
    const plain = (await files.named(`${module.at(-1)}.py`)).filter((path) => endsWith(path, module, 0));
    for (const path of [...plain, ...inits]) found.add(path);
  }
  return [...found];
}

/** Whether the path, without its last `skip` segments and the extension, ends with the module's parts. */
function endsWith(path: string, module: readonly string[], skip: number): boolean {
  const segments = segmentsOf(path.replace(/\.py$/, ''));
  const end = segments.slice(0, segments.length - skip).slice(-module.length);
  return end.length === module.length && end.every((segment, index) => segment === module[index]);
}
