/** Longest request, after decompression. */
export const maxBodyBytes = 20 << 20;

/** A body that is longer than `maxBodyBytes`. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';

  constructor() {
    super(`A request may be ${maxBodyBytes >> 20} MiB at most, after decompression. Send smaller batches.`);
  }
}
