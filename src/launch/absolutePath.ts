import { isAbsolute, resolve } from 'node:path';

/** A relative path means the folder; `undefined` where there is none. */
export function absolutePath(path: string, folder: string | undefined): string | undefined {
  if (isAbsolute(path)) return path;
  return folder === undefined ? undefined : resolve(folder, path);
}
