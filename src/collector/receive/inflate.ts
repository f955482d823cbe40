import { gunzip } from 'node:zlib';
import { MalformedError } from '../otlp/wireReader.ts';

/** Longest request, after decompression. */
export const maxBodyBytes = 20 << 20;

/** A body that is longer than `maxBodyBytes`. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';

  constructor() {
    super(`A request may be ${maxBodyBytes >> 20} MiB at most, after decompression. Send smaller batches.`);
  }
}

/** Decompresses; stops as soon as more than `maxBodyBytes` came out. */
export function inflate(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    gunzip(
      bytes,
      { maxOutputLength: maxBodyBytes, chunkSize: 1 << 16 },
      (error: NodeJS.ErrnoException | null, result) => {
        if (error === null) resolve(result);
        else if (error.code === 'ERR_BUFFER_TOO_LARGE') reject(new TooLargeError());
        else reject(new MalformedError(`the body is not gzip (${error.message})`));
      },
    );
  });
}
