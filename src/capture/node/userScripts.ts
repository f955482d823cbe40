import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Which scripts are the user's own, decided once for each by where it lies: a file that is neither Node's, nor
 * in `node_modules`, nor this hook.
 */
export class UserScripts {
  readonly #paths = new Map<string, string | undefined>();
  readonly #skipped: readonly string[];

  /** `skipped` are files and folders to pass over like libraries, where there is another user frame below them. */
  constructor(skipped: readonly string[]) {
    this.#skipped = skipped;
  }

  /** The plain path of a user's script; `undefined` for all others. */
  pathOf(scriptName: string): string | undefined {
    const known = this.#paths.get(scriptName);
    if (known !== undefined || this.#paths.has(scriptName)) return known;
    const path = userPath(scriptName);
    this.#paths.set(scriptName, path);
    return path;
  }

  isSkipped(path: string): boolean {
    return this.#skipped.some(
      (it) => path === it || (path.startsWith(it) && /[\\/]/.test(path[it.length] ?? '')),
    );
  }
}

const here = dirname(__filename);

function userPath(scriptName: string): string | undefined {
  const path = plainPath(scriptName);
  if (path === undefined || /[\\/]node_modules[\\/]|[\\/]\.pnp\.c?js$/.test(path)) return undefined;
  return dirname(path) === here ? undefined : path;
}

/** A path of this machine; `undefined` for `node:fs`, `evalmachine.<anonymous>`, `webpack-internal:///…`. */
export function plainPath(scriptName: string): string | undefined {
  if (scriptName.startsWith('file:')) return fileURLToPath(scriptName);
  return /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(scriptName) ? scriptName.replace(/\?.*$/, '') : undefined;
}
