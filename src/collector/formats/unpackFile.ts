import * as zlib from 'node:zlib';
import { messageOf } from '../../shared/assert.ts';
import { UserError } from '../../shared/userError.ts';

/** Largest file, after decompression. */
const maxFileBytes = 1 << 30;

export interface Unpacked {
  readonly bytes: Uint8Array;
  /** Why what is packed in the file is not whole. */
  readonly problem: string | undefined;
}

/**
 * The content of a file: gzip and zstd are unpacked, UTF-16 becomes UTF-8, a byte order mark goes. Of what is
 * cut off, all before the break comes out. Throws a `UserError` where it is too large or cannot be unpacked.
 */
export async function unpackFile(file: Uint8Array, most = maxFileBytes): Promise<Unpacked> {
  const packing = packingOf(file);
  if (packing === undefined) return { bytes: asUtf8(limited(file, most)), problem: undefined };
  const { bytes, problem } = await unpacked(file, packing, most);
  // A download that was packed on the way is sometimes packed twice.
  const inner = packingOf(bytes);
  const last = inner === undefined ? { bytes, problem: undefined } : await unpacked(bytes, inner, most);
  return { bytes: asUtf8(last.bytes), problem: problem ?? last.problem };
}

export type Packing = 'gzip' | 'zstd';

export function packingOf(bytes: Uint8Array): Packing | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  const isZstd = bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd;
  return isZstd ? 'zstd' : undefined;
}

function unpacked(file: Uint8Array, packing: Packing, most: number): Promise<Unpacked> {
  const stream = decompressor(packing);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length <= most) return;
      stream.destroy();
      reject(tooLarge(most));
    });
    stream.on('end', () => resolve({ bytes: joined(chunks, length), problem: undefined }));
    stream.on('error', (error) => {
      const reason = messageOf(error);
      if (length === 0) reject(new UserError(`The file is no whole ${packing} (${reason}). Pack it anew.`));
      const problem = `The ${packing} breaks off (${reason}); what came out of it before, ${length} bytes, was read.`;
      resolve({ bytes: joined(chunks, length), problem });
    });
    stream.end(file);
  });
}

function decompressor(packing: Packing): zlib.Gunzip | zlib.ZstdDecompress {
  const chunkSize = 1 << 20;
  if (packing === 'gzip') return zlib.createGunzip({ chunkSize });
  // Compiled against types that have it; a runtime from before Node 22.15 has not.
  if (typeof zlib.createZstdDecompress !== 'function') {
    throw new UserError(
      'This file is packed with zstd, which needs Node 22.15 or newer. Unpack it first: zstd -d FILE',
    );
  }
  return zlib.createZstdDecompress({ chunkSize });
}

/** Chunks of one allocation are not copied. */
function joined(chunks: readonly Buffer[], length: number): Uint8Array {
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, length);
}

function limited(file: Uint8Array, most: number): Uint8Array {
  if (file.length > most) throw tooLarge(most);
  return file;
}

function tooLarge(most: number): UserError {
  return new UserError(
    `The file is larger than ${most >> 20} MiB when unpacked. Split it into smaller files.`,
  );
}

function asUtf8(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decoded(bytes, 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decoded(bytes, 'utf-16be');
  return bytes;
}

/** In parts, since a text of a gigabyte is longer than texts may be. */
function decoded(bytes: Uint8Array, encoding: string): Uint8Array {
  const decoder = new TextDecoder(encoding);
  const parts: Buffer[] = [];
  const step = 16 << 20;
  for (let at = 0; at < bytes.length; at += step) {
    parts.push(Buffer.from(decoder.decode(bytes.subarray(at, at + step), { stream: true })));
  }
  return Buffer.concat([...parts, Buffer.from(decoder.decode())]);
}
