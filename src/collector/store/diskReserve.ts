import { randomBytes } from 'node:crypto';
import { rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const mostBytes = 12 << 20;
const leastBytes = 256 << 10;
/** What is random takes its room on disks that compress as well, also where it comes again and again. */
const pieceBytes = 256 << 10;
/** Of what is free, the reserve takes at most this part. */
const part = 8;

/**
 * Room on the disk that is given up when the disk is full. SQLite needs some to delete: what is in its log cannot go into a file that
 * cannot grow, and until it is there the log cannot be used again.
 */
export class DiskReserve {
  readonly #path: string;
  /** What was held before. */
  #wanted = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** 0 where there is none. */
  get bytes(): number {
    return statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Takes the room; answers whether it has it. */
  hold(): boolean {
    if (this.bytes >= leastBytes) return true;
    const free = freeBytes(dirname(this.#path));
    const wanted = this.#wanted || Math.min(mostBytes, Math.floor(free / part));
    // Taking it again at once when there is little more would leave nothing for what comes.
    if (wanted < leastBytes || free < 2 * wanted) return false;
    try {
      const piece = randomBytes(pieceBytes);
      writeFileSync(this.#path, Buffer.alloc(wanted, piece), { mode: 0o600 });
      this.#wanted = wanted;
      return true;
    } catch {
      this.release();
      return false;
    }
  }

  release(): void {
    rmSync(this.#path, { force: true });
  }
}

function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return 0;
  }
}
