import { MalformedError } from '../otlp/wireReader.ts';

const frameMagic = 0xfd2fb528;
/** Sixteen numbers from this one on begin a frame whose content is to be skipped. */
const skippableMagic = 0x184d2a50;
/** Nobody needs more, and each costs a decoder. */
const mostFrames = 64;
const cutOff = 'the body is not zstd: it ends too early';
const dictionaryBytes = [0, 1, 2, 4] as const;
const contentSizeBytes = [0, 2, 4, 8] as const;

/**
 * The frames of zstd data one after the other (RFC 8878 §3.1): Node's decoder reads the first one only and keeps silent about the rest.
 * Throws `MalformedError`.
 */
export function zstdFrames(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const frames: Uint8Array[] = [];
  let pos = 0;
  try {
    while (pos < bytes.length) {
      const magic = view.getUint32(pos, true);
      if (magic >= skippableMagic && magic < skippableMagic + 16) {
        pos += 8 + view.getUint32(pos + 4, true);
        continue;
      }
      if (magic !== frameMagic) throw new MalformedError('the body is not zstd');
      const end = frameEnd(view, pos);
      // Some versions of Node take a frame that is cut off for the whole of it.
      if (end > bytes.length) throw new MalformedError(cutOff);
      frames.push(bytes.subarray(pos, end));
      if (frames.length > mostFrames)
        throw new MalformedError(`the body has more than ${mostFrames} zstd frames`);
      pos = end;
    }
  } catch (error) {
    if (error instanceof RangeError) throw new MalformedError(cutOff);
    throw error;
  }
  if (pos > bytes.length) throw new MalformedError(cutOff);
  return frames;
}

function frameEnd(view: DataView, start: number): number {
  const descriptor = view.getUint8(start + 4);
  const hasOneSegment = (descriptor & 0x20) !== 0;
  const contentSize = contentSizeBytes[descriptor >> 6] as number;
  let pos = start + 5 + (hasOneSegment ? 0 : 1) + (dictionaryBytes[descriptor & 3] as number);
  pos += contentSize === 0 && hasOneSegment ? 1 : contentSize;
  for (let isLast = false; !isLast; ) {
    const head = view.getUint16(pos, true) | (view.getUint8(pos + 2) << 16);
    isLast = (head & 1) !== 0;
    // A block of one repeated byte has that byte only.
    pos += 3 + (((head >> 1) & 3) === 1 ? 1 : head >>> 3);
  }
  const hasChecksum = (descriptor & 4) !== 0;
  return pos + (hasChecksum ? 4 : 0);
}
