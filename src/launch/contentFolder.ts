import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The first 16 hexadecimal digits of a hash over the texts, which tells apart what was made from them. */
export function contentHash(...texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}:`).update(text);
  return hash.digest('hex').slice(0, 16);
}

/**
 * Fills a folder whose name says what is in it, unless it is there. It appears at once and whole, whoever else
 * makes it at the same time.
 */
export async function contentFolder(folder: string, fill: (folder: string) => Promise<void>): Promise<void> {
  if (await exists(folder)) return;
  const draft = `${folder}.${randomUUID()}`;
  try {
    await mkdir(dirname(folder), { recursive: true });
    await mkdir(draft);
    await fill(draft);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another one was quicker.
    if (!(await exists(folder))) throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
