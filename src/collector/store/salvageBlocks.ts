import { closeSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type BlockDatabase, blockOf, pageBytes, type StoredBlock } from './blockDatabase.ts';
import { CollectorTables, remember, remembered } from './collectorTables.ts';
import { troubleOf } from './sqliteTrouble.ts';

/** Between what reads from the front and what reads from the back, this many numbers are tried one by one. */
const mostTried = 10_000;
/** Rows of one transaction. */
const rowsAtOnce = 64;

/**
 * Copies what can still be read of a damaged file: its blocks under their numbers, and what it remembers. `template` is a whole file of
 * the same format without blocks, whose beginning stands in for one that is destroyed. Answers how many blocks there were.
 */
export function salvageBlocks(damaged: string, target: BlockDatabase, template: string): number {
  const kept = copyReadable(damaged, target);
  return kept ?? withHeadOf(template, damaged, () => copyReadable(damaged, target)) ?? 0;
}

/** `undefined` where nothing can be read at all. */
function copyReadable(damaged: string, target: BlockDatabase): number | undefined {
  const source = new DatabaseSync(damaged);
  try {
    // Lets SQLite look at a file that is shorter than it says.
    source.exec('PRAGMA writable_schema = ON; PRAGMA locking_mode = EXCLUSIVE');
    source.prepare('SELECT count(*) FROM sqlite_master').get();
    const blocks = new Copy(source, target).run();
    remember(target.tables, remembered(new CollectorTables(source)));
    return blocks;
  } catch (error) {
    if (troubleOf(error) === 'damaged') return undefined;
    throw error;
  } finally {
    source.close();
  }
}

class Copy {
  readonly #source: DatabaseSync;
  readonly #target: BlockDatabase;
  /** What is being walked over. Older runtimes do not keep a statement for its rows. */
  #statement: StatementSync | undefined;
  #waiting: StoredBlock[] = [];
  #count = 0;

  constructor(source: DatabaseSync, target: BlockDatabase) {
    this.#source = source;
    this.#target = target;
  }

  /** From the front up to what is broken, from the back down to it, and between them what still has a way to it. */
  run(): number {
    const front = this.#walk('id > ? ORDER BY id', 0);
    if (!front.isWhole) {
      const back = this.#walk('id > ? ORDER BY id DESC', front.last);
      const end = back.last === front.last ? front.last + mostTried : back.last;
      this.#probe(front.last + 1, Math.min(end, front.last + 1 + mostTried));
    }
    this.#write();
    return this.#count;
  }

  #walk(condition: string, from: number): { readonly last: number; readonly isWhole: boolean } {
    let last = from;
    try {
      this.#statement = this.#source.prepare(`SELECT * FROM block WHERE ${condition}`);
      for (const row of this.#statement.iterate(from)) {
        const block = blockOf(row);
        last = block.rowId;
        this.#keep(block);
      }
      return { last, isWhole: true };
    } catch (error) {
      if (troubleOf(error) !== 'damaged') throw error;
      return { last, isWhole: false };
    }
  }

  #probe(from: number, end: number): void {
    const select = this.#source.prepare('SELECT * FROM block WHERE id = ?');
    for (let rowId = from; rowId < end; rowId++) {
      try {
        const row = select.get(rowId);
        if (row !== undefined) this.#keep(blockOf(row));
      } catch (error) {
        if (troubleOf(error) !== 'damaged') throw error;
      }
    }
  }

  #keep(block: StoredBlock): void {
    this.#waiting.push(block);
    if (this.#waiting.length >= rowsAtOnce) this.#write();
  }

  #write(): void {
    const blocks = this.#waiting.filter(isWhole);
    this.#waiting = [];
    this.#target.transaction(() => {
      for (const block of blocks)
        if (this.#target.select(block.rowId) === undefined) this.#target.insert(block);
    });
    this.#count += blocks.length;
  }
}

/** What is broken may still look like a row. */
function isWhole({ rowId, signal, length, packed }: StoredBlock): boolean {
  return rowId > 0 && signal > 0 && length >= 0 && packed.bytes instanceof Uint8Array;
}

/** The damaged file stays as it was: its first page is put back. */
function withHeadOf<T>(template: string, damaged: string, work: () => T): T | undefined {
  if (statSync(damaged).size < 2 * pageBytes) return undefined;
  const before = readPage(damaged);
  writePage(damaged, headFor(damaged, template));
  try {
    return work();
  } finally {
    writePage(damaged, before);
  }
}

/** The first page names the tables, and a few sizes (https://sqlite.org/fileformat2.html#the_database_header). */
function headFor(damaged: string, template: string): Uint8Array {
  const page = readPage(template);
  const view = new DataView(page.buffer, page.byteOffset);
  view.setUint32(28, Math.floor(statSync(damaged).size / pageBytes));
  // No list of free pages, since where it begins is not known.
  view.setUint32(32, 0);
  view.setUint32(36, 0);
  return page;
}

function readPage(path: string): Uint8Array<ArrayBuffer> {
  const page = new Uint8Array(pageBytes);
  const file = openSync(path, 'r');
  readSync(file, page, 0, page.length, 0);
  closeSync(file);
  return page;
}

function writePage(path: string, page: Uint8Array): void {
  const file = openSync(path, 'r+');
  writeSync(file, page, 0, page.length, 0);
  closeSync(file);
}
