import * as vscode from 'vscode';

/** What of the extension's context is needed. */
type Context = Pick<
  vscode.ExtensionContext,
  'extensionUri' | 'extension' | 'extensionMode' | 'globalStorageUri'
>;

/**
 * Where capture is loaded from: a copy outside the extension's own folder, which goes with the next update while
 * terminals still name it, and a program whose `--require` is missing does not start.
 */
export class CapturedDirectory {
  readonly #context: Context;
  #copy: Promise<string> | undefined;

  constructor(context: Context) {
    this.#context = context;
  }

  /** The directory's path, once it is complete. */
  path(): Promise<string> {
    this.#copy ??= this.#prepare();
    // What failed, by a full disk for example, is tried again with the next launch.
    void this.#copy.catch(() => {
      this.#copy = undefined;
    });
    return this.#copy;
  }

  async #prepare(): Promise<string> {
    const { extensionUri, extension, extensionMode, globalStorageUri } = this.#context;
    const built = vscode.Uri.joinPath(extensionUri, 'dist', 'capture');
    if (extensionMode !== vscode.ExtensionMode.Production) return built.fsPath;
    const { version } = extension.packageJSON as { readonly version: string };
    const target = vscode.Uri.joinPath(globalStorageUri, 'capture', version);
    if (await exists(target)) return target.fsPath;
    const partial = vscode.Uri.joinPath(globalStorageUri, 'capture', `${version}-${crypto.randomUUID()}`);
    await vscode.workspace.fs.copy(built, partial);
    await moveInto(partial, target);
    return target.fsPath;
  }
}

/** Another window may have been faster; its copy is the same. */
async function moveInto(partial: vscode.Uri, target: vscode.Uri): Promise<void> {
  try {
    await vscode.workspace.fs.rename(partial, target, { overwrite: false });
  } catch (error) {
    await vscode.workspace.fs.delete(partial, { recursive: true });
    if (!(await exists(target))) throw error;
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
