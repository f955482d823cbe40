import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What all files below a folder take on the disk, which for sparse files is less than their length. */
export async function diskBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const blocks = await Promise.all(
    // One may have gone since it was listed.
    files.map(
      async ({ parentPath, name }) => (await stat(join(parentPath, name)).catch(() => undefined))?.blocks,
    ),
  );
  return blocks.reduce<number>((sum, count) => sum + 512 * (count ?? 0), 0);
}
