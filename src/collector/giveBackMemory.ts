/** Not worth the call. */
const smallBytes = 8 << 10;

/**
 * Gives the memory of bytes back at once, which must not be looked at any more: `bytes` begins at the start of its buffer, and
 * nobody else uses the rest of that. Left to the garbage collector, memory that is used for a moment makes it run
 * every few blocks. Small ones stay, which may be of Node's shared pool.
 */
export function giveBackMemory(bytes: Uint8Array): void {
  const { buffer, byteOffset } = bytes;
  const isPool = buffer.byteLength === Buffer.poolSize && bytes.length < Buffer.poolSize;
  if (byteOffset === 0 && !isPool && buffer.byteLength > smallBytes && buffer instanceof ArrayBuffer) {
    buffer.transfer(0);
  }
}
