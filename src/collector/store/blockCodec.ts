import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { giveBackMemory } from '../giveBackMemory.ts';

/** How a block's bytes are compressed, as the file keeps it. */
export const codec = { none: 0, gzip: 1, zstd: 2 } as const;
export type Codec = (typeof codec)[keyof typeof codec];

/** Below this, compressing costs more than it saves. */
const smallBlock = 128;

export interface PackedBlock {
  readonly codec: Codec;
  readonly bytes: Uint8Array;
}

/** Compresses for speed: zstd where the runtime has it, else gzip. */
export function packBlock(bytes: Uint8Array): PackedBlock {
  if (bytes.length < smallBlock) return { codec: codec.none, bytes };
  const packed = hasZstd() ? packZstd(bytes) : packGzip(bytes);
  return packed.bytes.length < bytes.length ? packed : { codec: codec.none, bytes };
}

/** For a block that was written: its bytes must not be looked at any more. */
export function releaseBlock(packed: PackedBlock): void {
  if (packed.codec !== codec.none) giveBackMemory(packed.bytes);
}

/** The bytes as they came; `length` is how many there are. */
export function unpackBlock(packed: PackedBlock, length: number): Uint8Array<ArrayBuffer> {
  switch (packed.codec) {
    case codec.none:
      return new Uint8Array(packed.bytes);
    case codec.gzip:
      return zlib.gunzipSync(packed.bytes, roomOf(length));
    case codec.zstd:
      return zlib.zstdDecompressSync(packed.bytes, roomOf(length));
  }
}

/** The same in another thread. */
export function unpackAside(packed: PackedBlock, length: number): Promise<Uint8Array<ArrayBuffer>> {
  switch (packed.codec) {
    case codec.none:
      return Promise.resolve(new Uint8Array(packed.bytes));
    case codec.gzip:
      return promisify(zlib.gunzip)(packed.bytes, roomOf(length));
    case codec.zstd:
      return promisify(zlib.zstdDecompress)(packed.bytes, roomOf(length));
  }
}

/** One output buffer of the right size spares the joining of many small ones. */
function roomOf(length: number): { readonly chunkSize: number; readonly maxOutputLength: number } {
  return { chunkSize: Math.max(64, length + 1), maxOutputLength: Math.max(1, length) };
}

function hasZstd(): boolean {
  return typeof zlib.zstdCompressSync === 'function';
}

/**
 * Spans repeat a few hundred bytes back as well as a few hundred thousand. A large table and a window over the
 * whole block find that; with them, level −3 takes two thirds of the time of level 1 and a tenth more room.
 */
function packZstd(bytes: Uint8Array): PackedBlock {
  const { ZSTD_c_compressionLevel, ZSTD_c_hashLog, ZSTD_c_windowLog } = zlib.constants;
  const params = { [ZSTD_c_compressionLevel]: -3, [ZSTD_c_hashLog]: 16, [ZSTD_c_windowLog]: 21 };
  return { codec: codec.zstd, bytes: zlib.zstdCompressSync(bytes, { chunkSize: roomFor(bytes), params }) };
}

function packGzip(bytes: Uint8Array): PackedBlock {
  return { codec: codec.gzip, bytes: zlib.gzipSync(bytes, { level: 1, chunkSize: roomFor(bytes) }) };
}

/**
 * Room for whatever comes out (zstd's `ZSTD_compressBound`), so that nothing is copied on the way; and more than Node deals from
 * its shared pool, so that the memory is the block's own.
 */
function roomFor(bytes: Uint8Array): number {
  return Math.max(bytes.length + (bytes.length >> 8) + 512, 2 * Buffer.poolSize);
}
