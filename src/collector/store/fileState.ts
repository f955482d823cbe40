import { messageOf } from '../../shared/assert.ts';
import type { Mended } from './damagedFiles.ts';
import type { DiskReserve } from './diskReserve.ts';
import { type Trouble, troubleOf, troubleText } from './sqliteTrouble.ts';

/** How often, at most, a disk that was full is looked at again, in milliseconds. */
const retryMillis = 250;

/** The open file has no name any more: what is written to it ends with the process. */
export class VanishedError extends Error {
  override readonly name = 'VanishedError';

  constructor(path: string) {
    super(`${path} was removed while it was used.`);
  }
}

/** What was wrong a moment ago still is. */
class StillWrongError extends Error {
  override readonly name = 'StillWrongError';
}

/** What is wrong with the store's file now, and what was wrong since the start: for people, and for what must be done about it. */
export class FileState {
  readonly #path: string;
  readonly #reserve: DiskReserve;
  readonly #lasting: string[] = [];
  #trouble: Trouble | 'vanished' | undefined;
  #retryAt = 0;
  #gaveReserve = false;
  #asked = false;
  /** Blocks that could not be unpacked since the file was opened. */
  unreadableBlocks = 0;
  /** Told, once and not at once, that the file must be mended. Whoever reads the file's blocks has to begin anew then. */
  onBroken: () => void = () => undefined;

  constructor(path: string, reserve: DiskReserve) {
    this.#path = path;
    this.#reserve = reserve;
  }

  get trouble(): Trouble | 'vanished' | undefined {
    return this.#trouble;
  }

  /** Sentences. */
  get notices(): readonly string[] {
    const unread = this.unreadableBlocks;
    return [
      ...(this.#trouble === undefined ? [] : [this.#textNow(this.#trouble)]),
      ...this.#lasting,
      ...(unread === 0 ? [] : [unreadText(unread)]),
    ];
  }

  /** What went wrong, for senders and for people. */
  textOf(error: unknown): string {
    const trouble = troubleOf(error) ?? this.#trouble;
    return trouble === undefined ? `${this.#path} cannot be written.` : this.#textNow(trouble);
  }

  /** Whether a write may succeed that failed before. */
  get isWorthTrying(): boolean {
    if (this.#trouble === undefined || this.#trouble === 'damaged' || this.#trouble === 'vanished')
      return false;
    if (performance.now() < this.#retryAt) return false;
    this.#retryAt = performance.now() + retryMillis;
    // A small write that fits says nothing of the next block.
    return this.#trouble !== 'full' || this.#reserve.hold();
  }

  /** Throws while the disk is known to have no room, so that nothing new takes what was given up for deleting. */
  checkRoom(): void {
    if (!this.#gaveReserve || this.isWorthTrying) return;
    throw new StillWrongError(this.#textNow('full'));
  }

  /** Throws while the file must not be used. */
  checkWhole(): void {
    if (this.#trouble !== 'damaged') return;
    this.#askForMending();
    throw new StillWrongError(this.#textNow('damaged'));
  }

  succeeded(): void {
    // Deleting succeeds while there is no room for anything new.
    if (this.#trouble === undefined || (this.#gaveReserve && this.#reserve.bytes === 0)) return;
    this.#trouble = undefined;
    this.#gaveReserve = false;
  }

  /** Something could not be read or written; `makeRoom` is tried with the reserve given up. */
  failed(error: unknown, makeRoom: () => void): void {
    const trouble = error instanceof VanishedError ? 'vanished' : troubleOf(error);
    if (trouble === undefined) return;
    if (trouble !== this.#trouble) process.stderr.write(`${this.#textNow(trouble)}\n`);
    this.#trouble = trouble;
    if (trouble === 'full') this.#giveReserve(makeRoom);
    if (trouble === 'damaged' || trouble === 'vanished') this.#askForMending();
  }

  mended({ aside, blocks }: Mended): void {
    const saved =
      blocks === undefined ? 'Nothing of it could be read.' : `${blocks} of its blocks could be taken over.`;
    this.#keep(`The store was damaged. It was kept aside as ${aside}, and a new one was started. ${saved}`);
  }

  /** A new file stands where the old one was removed. */
  replaced(): void {
    this.#keep(
      `${this.#path} was removed while it was used. A new one was started; the traces that were kept are gone.`,
    );
  }

  /** All blocks were removed. */
  forget(): void {
    this.#trouble = undefined;
    this.#gaveReserve = false;
    this.unreadableBlocks = 0;
  }

  #keep(notice: string): void {
    this.forget();
    this.#asked = false;
    this.#lasting.push(notice);
    process.stderr.write(`${notice}\n`);
  }

  #textNow(trouble: Trouble | 'vanished'): string {
    if (trouble === 'vanished')
      return `${this.#path} was removed while it was used; a new one is being made.`;
    return troubleText(trouble, this.#path);
  }

  #giveReserve(makeRoom: () => void): void {
    if (this.#reserve.bytes === 0) return;
    this.#reserve.release();
    this.#gaveReserve = true;
    this.#retryAt = performance.now() + retryMillis;
    try {
      makeRoom();
    } catch {
      // What is deleted later makes room.
    }
  }

  #askForMending(): void {
    if (this.#asked) return;
    this.#asked = true;
    setImmediate(() => {
      this.#asked = false;
      try {
        this.onBroken();
      } catch (error) {
        // The next one who writes asks again.
        process.stderr.write(`The store could not be mended: ${messageOf(error)}\n`);
      }
    });
  }
}

function unreadText(blocks: number): string {
  if (blocks === 1) return '1 block of the store cannot be read and is left out.';
  return `${blocks} blocks of the store cannot be read and are left out.`;
}
