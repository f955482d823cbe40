import { goFiles } from './imports/goImports.ts';
import { ImportFiles } from './imports/importFiles.ts';
import { javascriptFiles } from './imports/javascriptImports.ts';
import { pythonFiles } from './imports/pythonImports.ts';
import { rubyFiles } from './imports/rubyImports.ts';
import { rustFiles } from './imports/rustImports.ts';
import { csharpFiles, javaFiles, phpFiles } from './imports/typeImports.ts';
import type { Language } from './syntax/language.ts';
import type { FileReader } from './workspaceFiles.ts';

/**
 * Which files of the user's an import means. Reads each project file (`package.json`, `tsconfig.json`, `go.mod`,
 * `composer.json`, …) once, so that one belongs to one state of the files.
 */
export class ImportResolver {
  readonly #files: ImportFiles;

  constructor(files: FileReader) {
    this.#files = new ImportFiles(files);
  }

  /**
   * Absolute paths of the files that `module`, as it is written in the file `from`, can mean: the best first, none
   * for libraries. Several are the files of a Go package, or what cannot be told apart. `name` is what is taken
   * from the module: in Python and Rust it may be a module itself, whose file then comes first.
   */
  resolve(from: string, module: string, language: Language, name?: string): Promise<readonly string[]> {
    return resolvers[language](this.#files, from, module, name);
  }
}

type Resolve = (
  files: ImportFiles,
  from: string,
  module: string,
  name: string | undefined,
) => Promise<readonly string[]>;

const resolvers: Readonly<Record<Language, Resolve>> = {
  javascript: javascriptFiles,
  typescript: javascriptFiles,
  tsx: javascriptFiles,
  python: pythonFiles,
  go: goFiles,
  java: javaFiles,
  csharp: csharpFiles,
  php: phpFiles,
  ruby: rubyFiles,
  rust: rustFiles,
  kotlin: javaFiles,
  elixir: async () => [],
};
