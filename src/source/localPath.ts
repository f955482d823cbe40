import { nativePath } from './sourcePath.ts';

/** The folder that a path lies in; empty for a root. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/'), path.lastIndexOf('\\')));
}

/** A path relative to a folder, in the folder's form; `.` and `..` are resolved. */
export function joined(folder: string, relative: string): string {
  const parts: string[] = [];
  let base = folder;
  for (const part of relative.split(/[\\/]/)) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) base = parentOf(base);
  }
  return parts.length === 0 ? base : nativePath(base, parts);
}

/** Whether a path is a folder, or lies in it. */
export function isBelow(path: string, folder: string): boolean {
  return path === folder || (path.startsWith(folder) && /[\\/]/.test(path.charAt(folder.length)));
}
