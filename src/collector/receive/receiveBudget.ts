import { RefusedError } from '../store/intake.ts';

/** Bodies that are being received or unpacked may take this much memory together: three of the largest, or ten thousand usual ones. */
const budgetBytes = 64 << 20;

/** Counts the bytes of all bodies that were received and not yet answered. */
export class ReceiveBudget {
  #taken = 0;

  /** Throws a `RefusedError` that may be tried again where there is no room. */
  take(bytes: number): void {
    if (this.#taken + bytes > budgetBytes) {
      throw new RefusedError('Too many requests arrive at once; send this again later.', true);
    }
    this.#taken += bytes;
  }

  giveBack(bytes: number): void {
    this.#taken -= bytes;
  }
}
