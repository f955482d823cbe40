import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Where generated and other people's files lie; a path that names one of them exactly still resolves. */
const ignoredFolders: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  'jspm_packages',
  'site-packages',
  'dist-packages',
  '__pypackages__',
  '__pycache__',
  'vendor',
  'venv',
  'dist',
  'build',
  'out',
  'target',
  'coverage',
  'Pods',
]);

const parallel = 16;

/** Whether the index leaves a folder of this name out. Folders with a dot are tools' own. */
export function isIgnoredFolder(name: string): boolean {
  return name.startsWith('.') || ignoredFolders.has(name);
}

/**
 * Hands every file below a folder to `add`, several folders at a time, until it answers false. Links are not
 * followed: they would make cycles, and a second path of the same file. Folders that cannot be read are empty.
 */
export async function walkFiles(folder: string, add: (path: string) => boolean): Promise<void> {
  const pending = [folder];
  let more = true;
  while (more && pending.length > 0) {
    const batch = pending.splice(-parallel);
    const listings = await Promise.all(batch.map(list));
    for (const [index, entries] of listings.entries()) {
      const parent = batch[index] as string;
      for (const entry of entries) {
        if (entry.isDirectory() && !isIgnoredFolder(entry.name)) pending.push(join(parent, entry.name));
        else if (entry.isFile() && more) more = add(join(parent, entry.name));
      }
    }
  }
}

async function list(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    // Not readable for us, or gone since its parent was listed: there is nothing of the user's to find in it.
    return [];
  }
}
