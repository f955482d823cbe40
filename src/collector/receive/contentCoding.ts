import * as zlib from 'node:zlib';

/** How a body is compressed. `deflate` is zlib's form, or bare as some clients send it. */
export type Coding = 'identity' | 'gzip' | 'deflate' | 'zstd';

/** Those that are read, for the words of a refusal and for `grpc-accept-encoding`. zstd is where the runtime has it. */
export const acceptedCodings: readonly Coding[] =
  typeof zlib.createZstdDecompress === 'function'
    ? ['identity', 'gzip', 'deflate', 'zstd']
    : ['identity', 'gzip', 'deflate'];

/** As `content-encoding` and `grpc-encoding` name it; `undefined` where it is not read, or where several were put one into the other. */
export function codingOf(header: string | undefined): Coding | undefined {
  if (header === undefined) return 'identity';
  const name = header.trim().toLowerCase().replace(/^x-/, '');
  return name === '' ? 'identity' : acceptedCodings.find((coding) => coding === name);
}
