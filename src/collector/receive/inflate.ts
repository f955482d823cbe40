import type { Buffer } from 'node:buffer';
import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { MalformedError } from '../otlp/wireReader.ts';
import { BodyBuffer } from './bodyBuffer.ts';
import type { Coding } from './contentCoding.ts';
import type { ReceiveBudget } from './receiveBudget.ts';
import { TooLargeError } from './tooLargeError.ts';
import { zstdFrames } from './zstdFrames.ts';

/** A frame that wants a wider window than the longest body cannot be one of ours: 2^25 is the next power of two. */
const widestZstdWindow = 25;
const smallBody = 4 << 10;

/**
 * Unpacks a body into another one, counted while it grows: it stops at the first byte too many, of this body or of all. Throws
 * `TooLargeError`, `RefusedError` or `MalformedError`. Whoever asked for it releases it.
 */
export async function inflate(
  packed: BodyBuffer,
  coding: Coding,
  budget: ReceiveBudget,
): Promise<BodyBuffer> {
  const bytes = packed.toBytes();
  const body = new BodyBuffer(budget);
  try {
    if (bytes.length === 0) return body;
    const parts = coding === 'zstd' ? zstdFrames(bytes) : [bytes];
    for (const part of parts) await run(decoderOf(coding, part), part, body);
    return body;
  } catch (error) {
    body.release();
    throw explained(error, coding);
  }
}

function decoderOf(coding: Coding, bytes: Uint8Array): Transform {
  const options = { chunkSize: bytes.length < smallBody ? 16 << 10 : 64 << 10 };
  switch (coding) {
    case 'gzip':
      return zlib.createGunzip(options);
    case 'deflate':
      return hasZlibHead(bytes) ? zlib.createInflate(options) : zlib.createInflateRaw(options);
    case 'zstd':
      return zlib.createZstdDecompress({
        ...options,
        params: { [zlib.constants.ZSTD_d_windowLogMax]: widestZstdWindow },
      });
    case 'identity':
      throw new Error('There is nothing to unpack.');
  }
}

/** RFC 1950 §2.2: method 8, and the first two bytes are a multiple of 31. */
function hasZlibHead(bytes: Uint8Array): boolean {
  const first = bytes[0] ?? 0;
  return (first & 0x0f) === 8 && ((first << 8) | (bytes[1] ?? 0)) % 31 === 0;
}

function run(decoder: Transform, packed: Uint8Array, body: BodyBuffer): Promise<void> {
  return new Promise((resolve, reject) => {
    decoder.on('data', (chunk: Buffer) => {
      try {
        body.add(chunk);
      } catch (error) {
        decoder.destroy();
        reject(error);
      }
    });
    decoder.on('end', resolve);
    decoder.on('error', reject);
    decoder.end(packed);
  });
}

function explained(error: unknown, coding: Coding): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ZSTD_error_frameParameter_windowTooLarge') return new TooLargeError();
  const isDecoders = /^(Z|ZSTD|ERR)_/.test(code) && error instanceof Error;
  return isDecoders ? new MalformedError(`the body is not ${coding} (${error.message})`) : error;
}
