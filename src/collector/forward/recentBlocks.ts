/** Smaller blocks are read from the file again: few bytes cost little. */
const leastBytes = 128 << 10;
/** As large as a full block gets, so that a buffer fits the next one too. */
const bufferBytes = 2 << 20;
const mostBuffers = 6;
/** When nothing has come for so long, the memory is given back. */
const idleMillis = 5_000;

interface Entry {
  readonly buffer: Uint8Array<ArrayBuffer>;
  readonly length: number;
  /** Parcels that send from it. */
  users: number;
  isLost: boolean;
}

/**
 * Copies of the blocks that were just written, for forwards that keep up: sending from here spares reading and unpacking, and since the
 * same few buffers are used again and again, the garbage of a megabyte for each block.
 */
export class RecentBlocks {
  readonly #entries = new Map<number, Entry>();
  #free: Uint8Array<ArrayBuffer>[] = [];
  #idle: NodeJS.Timeout | undefined;

  /** Keeps a copy where there is room: the oldest that nobody uses goes. */
  keep(rowId: number, bytes: Uint8Array): void {
    if (bytes.length < leastBytes || bytes.length > bufferBytes) return;
    const buffer = this.#free.pop() ?? this.#oldest() ?? this.#another();
    if (buffer === undefined) return;
    buffer.set(bytes);
    this.#entries.set(rowId, { buffer, length: bytes.length, users: 0, isLost: false });
    if (this.#idle === undefined) this.#idle = setTimeout(() => this.dispose(), idleMillis).unref();
    else this.#idle.refresh();
  }

  /** The block, which stays as it is until it is given back. */
  take(rowId: number): Uint8Array<ArrayBuffer> | undefined {
    const entry = this.#entries.get(rowId);
    if (entry === undefined) return undefined;
    entry.users++;
    return entry.buffer.subarray(0, entry.length);
  }

  /** `isRead`: nobody reads it any more; otherwise a socket still may, and its buffer is not used again. */
  giveBack(rowId: number, isRead: boolean): void {
    const entry = this.#entries.get(rowId);
    if (entry === undefined || entry.users === 0) return;
    entry.users--;
    entry.isLost ||= !isRead;
    if (entry.users > 0) return;
    this.#entries.delete(rowId);
    if (!entry.isLost) this.#free.push(entry.buffer);
  }

  /** Lets go all that nobody uses. */
  dispose(): void {
    clearTimeout(this.#idle);
    this.#idle = undefined;
    this.#free = [];
    for (const [rowId, { users }] of this.#entries) if (users === 0) this.#entries.delete(rowId);
  }

  #oldest(): Uint8Array<ArrayBuffer> | undefined {
    if (this.#entries.size < mostBuffers) return undefined;
    for (const [rowId, { users, buffer }] of this.#entries) {
      if (users > 0) continue;
      this.#entries.delete(rowId);
      return buffer;
    }
    return undefined;
  }

  #another(): Uint8Array<ArrayBuffer> | undefined {
    return this.#entries.size < mostBuffers ? new Uint8Array(bufferBytes) : undefined;
  }
}
