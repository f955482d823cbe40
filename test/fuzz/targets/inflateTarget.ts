import * as zlib from 'node:zlib';
import { MalformedError } from '../../../src/collector/otlp/wireReader.ts';
import { BodyBuffer } from '../../../src/collector/receive/bodyBuffer.ts';
import type { Coding } from '../../../src/collector/receive/contentCoding.ts';
import { inflate } from '../../../src/collector/receive/inflate.ts';
import { ReceiveBudget } from '../../../src/collector/receive/receiveBudget.ts';
import { maxBodyBytes, TooLargeError } from '../../../src/collector/receive/tooLargeError.ts';
import { otlpMessages } from '../corpus.ts';
import type { FuzzTarget } from '../fuzzTarget.ts';
import { mutateBytes } from '../mutateBytes.ts';
import { hexOf } from '../otlpMessages.ts';

const codings = ['gzip', 'deflate', 'zstd'] as const;
const plain = [...otlpMessages('traces').slice(0, 2), new Uint8Array(), new Uint8Array(100_000)];
const packed = plain.flatMap((bytes) => [
  [0, zlib.gzipSync(bytes)] as const,
  [1, zlib.deflateSync(bytes)] as const,
  [1, zlib.deflateRawSync(bytes)] as const,
  [2, zlib.zstdCompressSync(bytes)] as const,
  [2, Buffer.concat([zlib.zstdCompressSync(bytes), zlib.zstdCompressSync(bytes)])] as const,
]);

/** The first byte of an input says how the others are packed. Against zlib at one go: the same bytes, or both refuse. */
export const inflateTarget: FuzzTarget = {
  name: 'inflate',
  share: 30,
  make: (random) => {
    const [coding, bytes] = random.pick(packed);
    const changed = random.once(10) ? bytes : mutateBytes(random, bytes, random.pick(packed)[1]);
    return Buffer.concat([Buffer.from([coding]), changed]);
  },
  check: async (input) => {
    const coding = codings[(input[0] ?? 0) % 3] ?? 'gzip';
    const bytes = input.subarray(1);
    const budget = new ReceiveBudget();
    const ours = await unpacked(bytes, coding, budget);
    if (roomOf(budget) !== wholeRoom) throw new Error('memory was taken and not given back');
    const theirs = bytes.length === 0 ? '' : reference(bytes, coding);
    if (ours !== undefined && theirs === undefined) throw new Error('unpacked what zlib refuses');
    // At one go only the first frame of zstd is read, and what is behind it is passed over, whatever it is.
    const isFirstFrame = coding === 'zstd' && theirs !== undefined && ours?.startsWith(theirs) !== false;
    if (ours !== theirs && !isFirstFrame) throw new Error('other bytes than zlib, or none');
  },
};

/** How many MiB a budget has to give; it is used up by that. */
function roomOf(budget: ReceiveBudget): number {
  for (let room = 0; ; room++) {
    try {
      budget.take(1 << 20);
    } catch {
      return room;
    }
  }
}

const wholeRoom = roomOf(new ReceiveBudget());

async function unpacked(
  bytes: Uint8Array,
  coding: Coding,
  budget: ReceiveBudget,
): Promise<string | undefined> {
  const source = new BodyBuffer(budget);
  source.add(bytes);
  try {
    const body = await inflate(source, coding, budget);
    const text = hexOf(body.toBytes());
    body.release();
    return text;
  } catch (error) {
    if (error instanceof MalformedError || error instanceof TooLargeError) return undefined;
    throw error;
  } finally {
    source.release();
  }
}

function reference(bytes: Uint8Array, coding: Coding): string | undefined {
  const options = { maxOutputLength: maxBodyBytes };
  try {
    if (coding === 'gzip') return hexOf(zlib.gunzipSync(bytes, options));
    if (coding === 'zstd') return hexOf(zlib.zstdDecompressSync(bytes, options));
    const isWrapped = ((bytes[0] ?? 0) & 15) === 8 && (((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)) % 31 === 0;
    return hexOf(isWrapped ? zlib.inflateSync(bytes, options) : zlib.inflateRawSync(bytes, options));
  } catch {
    return undefined;
  }
}
