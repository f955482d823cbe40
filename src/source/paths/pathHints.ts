import type { Site } from '../../shared/site.ts';

/** What else a site says that helps to tell which file a path is. */
export interface PathHints {
  readonly service: string;
  /** Where the program ran, the surest first: what relative paths are relative to. */
  readonly directories?: readonly string[];
  /** The folder of the workspace that it was started from. */
  readonly workspaceFolder?: string;
  /** From the root of the repository to the working directory (Logfire). */
  readonly rootPath?: string;
  /** Package or namespace with the type: `com.acme.Foo`, `App\Http\Foo`; of a function name, that as well. */
  readonly typeName?: string;
  /** Of a Rust module: `shop_api`. */
  readonly crate?: string;
  /** The folder or archive that a class was loaded from. */
  readonly codeSource?: string;
}

/** The hints that a site has. */
export function pathHintsOf({ service, code, evidence }: Site): PathHints {
  const workspaceFolder = evidence['vscode.workspace.folder'];
  const directories = [
    evidence['process.working_directory'],
    evidence['logfire.code.work_dir'],
    workspaceFolder,
  ].filter((one) => one !== undefined);
  const typeName = code.namespace ?? code.functionName;
  const crate = crateOf(evidence['code.module.name'] ?? code.namespace ?? evidence.target);
  const rootPath = evidence['logfire.code.root_path'];
  const codeSource = evidence['spanline.code.source'];
  return {
    service,
    directories,
    ...(workspaceFolder === undefined ? {} : { workspaceFolder }),
    ...(rootPath === undefined ? {} : { rootPath }),
    ...(typeName === undefined ? {} : { typeName }),
    ...(crate === undefined ? {} : { crate }),
    ...(codeSource === undefined ? {} : { codeSource }),
  };
}

function crateOf(module: string | undefined): string | undefined {
  return module === undefined ? undefined : /^(\w+)(?:::|$)/.exec(module)?.[1];
}
