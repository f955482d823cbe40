import { messageOf } from './assert.ts';
import type { Disposable } from './disposable.ts';
import { Emitter } from './event.ts';
import type { Transport } from './rpc.ts';

/** The part of a socket that frames need. */
export interface ByteStream {
  write(bytes: Uint8Array): void;
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Called once, with the reason as a sentence. */
  onClose(listener: (reason: string) => void): void;
  close(): void;
}

/** How a value becomes bytes; `v8.serialize` and `v8.deserialize` on the private socket. */
export interface Codec {
  encode(value: unknown): Uint8Array;
  decode(bytes: Uint8Array): unknown;
}

/** Longest frame that is read: a trace of a few million spans fits, a length that is really text does not. */
const maxFrameBytes = 1 << 30;
const headerBytes = 4;

/**
 * Messages over a byte stream: each is a 4-byte little-endian length and that many bytes. A frame that cannot
 * be decoded closes the stream, since nothing after it can be trusted.
 */
export class FrameTransport implements Transport, Disposable {
  readonly #stream: ByteStream;
  readonly #codec: Codec;
  readonly #messages = new Emitter<unknown>();
  readonly #closes = new Emitter<string>();
  readonly #chunks: Uint8Array[] = [];
  #buffered = 0;
  #closed = false;

  readonly onMessage = this.#messages.event;
  readonly onClose = this.#closes.event;

  constructor(stream: ByteStream, codec: Codec) {
    this.#stream = stream;
    this.#codec = codec;
    stream.onData((bytes) => this.#receive(bytes));
    stream.onClose((reason) => this.#end(reason));
  }

  send(message: unknown): void {
    if (this.#closed) return;
    const body = this.#codec.encode(message);
    const frame = new Uint8Array(headerBytes + body.length);
    new DataView(frame.buffer).setUint32(0, body.length, true);
    frame.set(body, headerBytes);
    this.#stream.write(frame);
  }

  dispose(): void {
    this.#end('The connection was closed.');
    this.#stream.close();
  }

  #receive(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
    this.#buffered += bytes.length;
    try {
      for (let body = this.#takeFrame(); body !== undefined; body = this.#takeFrame()) {
        this.#messages.fire(this.#codec.decode(body));
      }
    } catch (error) {
      this.#end(`The other end sent what cannot be read: ${messageOf(error)}`);
      this.#stream.close();
    }
  }

  #takeFrame(): Uint8Array | undefined {
    if (this.#closed || this.#buffered < headerBytes) return undefined;
    const head = this.#gather(headerBytes);
    const length = new DataView(head.buffer, head.byteOffset).getUint32(0, true);
    if (length > maxFrameBytes) throw new Error(`a frame of ${length} bytes is too long.`);
    if (this.#buffered < headerBytes + length) return undefined;
    const frame = this.#gather(headerBytes + length);
    this.#drop(headerBytes + length);
    return frame.subarray(headerBytes, headerBytes + length);
  }

  /** Makes the first chunk hold at least `length` bytes; joins only when a frame spans chunks. */
  #gather(length: number): Uint8Array {
    const first = this.#chunks[0] ?? new Uint8Array();
    if (first.length >= length) return first;
    const joined = new Uint8Array(this.#buffered);
    let offset = 0;
    for (const chunk of this.#chunks) {
      joined.set(chunk, offset);
      offset += chunk.length;
    }
    this.#chunks.splice(0, this.#chunks.length, joined);
    return joined;
  }

  #drop(length: number): void {
    const first = this.#chunks[0] ?? new Uint8Array();
    this.#buffered -= length;
    if (first.length === length) this.#chunks.shift();
    else this.#chunks[0] = first.subarray(length);
  }

  #end(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#closes.fire(reason);
    this.#messages.dispose();
    this.#closes.dispose();
  }
}
