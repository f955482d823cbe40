import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own in memory, which only root may make. */
export class SmallDisk {
  readonly folder = mkdtempSync(join(tmpdir(), 'spanline-disk-'));
  readonly #filler = join(this.folder, 'filler');

  constructor(megabytes: number) {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'spanline', this.folder]);
  }

  static isPossible(): boolean {
    try {
      new SmallDisk(1).dispose();
      return true;
    } catch {
      return false;
    }
  }

  /** Somebody else takes what is left. */
  fill(): void {
    const file = openSync(this.#filler, 'w');
    const piece = Buffer.alloc(64 << 10, 1);
    try {
      for (;;) writeSync(file, piece);
    } catch {
      // It is full.
    } finally {
      closeSync(file);
    }
  }

  /** And gives it back. */
  unfill(): void {
    rmSync(this.#filler);
  }

  remount(mode: 'ro' | 'rw'): void {
    execFileSync('mount', ['-o', `remount,${mode}`, this.folder]);
  }

  dispose(): void {
    execFileSync('umount', ['-l', this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
