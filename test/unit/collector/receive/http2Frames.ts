import { Buffer } from 'node:buffer';
import { RawConnection } from './rawConnection.ts';

/** Types and flags of RFC 9113 §6. */
export const frameType = {
  data: 0,
  headers: 1,
  reset: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;
export const flag = { endStream: 1, ack: 1, endHeaders: 4 } as const;

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Buffer;
}

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

export function frameOf(
  type: number,
  flags: number,
  stream: number,
  payload: Uint8Array = Buffer.alloc(0),
): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** Header fields as literals without indexing and without Huffman's code (RFC 7541 §6.2.2); names and values under 127 bytes. */
export function headerBlock(fields: Readonly<Record<string, string>>): Buffer {
  return Buffer.concat(
    Object.entries(fields).flatMap(([name, value]) => [
      Buffer.from([0, name.length]),
      Buffer.from(name),
      Buffer.from([Buffer.byteLength(value)]),
      Buffer.from(value),
    ]),
  );
}

export function framesOf(received: Buffer): Frame[] {
  const frames: Frame[] = [];
  for (let at = 0; at + 9 <= received.length; ) {
    const length = received.readUIntBE(at, 3);
    if (at + 9 + length > received.length) break;
    frames.push({
      type: received[at + 3] ?? 0,
      flags: received[at + 4] ?? 0,
      stream: received.readUInt32BE(at + 5) & 0x7fffffff,
      payload: received.subarray(at + 9, at + 9 + length),
    });
    at += 9 + length;
  }
  return frames;
}

/** A connection on which a test writes its HTTP/2 frames itself. */
export class FrameConnection {
  readonly raw: RawConnection;

  static async open(address: string): Promise<FrameConnection> {
    const raw = await RawConnection.open(address);
    raw.send(Buffer.concat([preface, frameOf(frameType.settings, 0, 0)]));
    return new FrameConnection(raw);
  }

  private constructor(raw: RawConnection) {
    this.raw = raw;
  }

  send(...frames: readonly Buffer[]): void {
    this.raw.send(Buffer.concat(frames));
  }

  /** The first frame that is wanted, or `undefined` where the connection ends before. */
  wait(isWanted: (frame: Frame) => boolean): Promise<Frame | undefined> {
    return this.raw.until((received) => framesOf(received).find(isWanted));
  }

  /** Whether a stream came to its end or was reset. */
  async ended(stream: number): Promise<'ended' | 'reset' | 'closed'> {
    const last = await this.wait(
      (frame) =>
        frame.stream === stream &&
        (frame.type === frameType.reset ||
          ((frame.type === frameType.headers || frame.type === frameType.data) &&
            (frame.flags & flag.endStream) !== 0)),
    );
    return last === undefined ? 'closed' : last.type === frameType.reset ? 'reset' : 'ended';
  }
}
