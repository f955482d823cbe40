import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { BlockDatabase } from './blockDatabase.ts';
import { removeDatabase, successorOf } from './openBlockFile.ts';
import { salvageBlocks } from './salvageBlocks.ts';

/** Damaged files that are kept; older ones go. */
const mostKept = 3;

export interface Mended {
  /** Where the damaged file is now. */
  readonly aside: string;
  /** Blocks that were taken over; `undefined` where taking over failed. */
  readonly blocks: number | undefined;
}

/**
 * Puts a file that no process has open aside, and one in its place that has all that can still be read of it. Whenever the process
 * ends, what is there afterwards is one of the two.
 */
export function mendDamagedFile(path: string, now: Date): Mended {
  const blocks = takeOver(path);
  const aside = asideOf(path, now);
  renameSync(path, aside);
  if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, `${aside}-wal`);
  renameSync(successorOf(path), path);
  removeOldest(path);
  return { aside, blocks };
}

function takeOver(path: string): number | undefined {
  const successor = successorOf(path);
  const template = `${path}.template`;
  try {
    emptyFile(template);
    emptyFile(successor);
    const target = new BlockDatabase(successor);
    try {
      const blocks = salvageBlocks(path, target, template);
      target.checkpoint();
      return blocks;
    } finally {
      target.close();
    }
  } catch (error) {
    process.stderr.write(`Nothing could be taken over from ${path}: ${String(error)}\n`);
    emptyFile(successor);
    return undefined;
  } finally {
    removeDatabase(template);
  }
}

/** Only the file is renamed, not its log, which must be in it therefore. */
function emptyFile(path: string): void {
  removeDatabase(path);
  const empty = new BlockDatabase(path);
  empty.checkpoint();
  empty.close();
}

/** `spans.damaged-2026-01-31T12-00-00.db`; the clock may have been there before. */
function asideOf(path: string, now: Date): string {
  const extension = extname(path);
  const time = now.toISOString().slice(0, 19).replaceAll(':', '-');
  const stem = join(dirname(path), `${basename(path, extension)}.damaged-${time}`);
  for (let count = 1; ; count++) {
    const aside = `${stem}${count === 1 ? '' : `-${count}`}${extension}`;
    if (!existsSync(aside)) return aside;
  }
}

function removeOldest(path: string): void {
  const folder = dirname(path);
  const start = `${basename(path, extname(path))}.damaged-`;
  const kept = readdirSync(folder).filter((name) => name.startsWith(start) && name.endsWith(extname(path)));
  for (const name of kept.sort().slice(0, -mostKept)) {
    for (const suffix of ['', '-wal']) rmSync(join(folder, name + suffix), { force: true });
  }
}
