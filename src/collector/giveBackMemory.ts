/**
 * Gives the memory of bytes back at once, which must not be looked at any more: `bytes` begins at the start of its buffer, and
 * nobody else uses the rest of that. Left to the garbage collector, memory that is used for a moment makes it run
 * every few blocks. What Node deals from its shared pool stays.
 */
export function giveBackMemory(bytes: Uint8Array): void {
  const { buffer, byteOffset } = bytes;
  if (byteOffset === 0 && buffer.byteLength > Buffer.poolSize && buffer instanceof ArrayBuffer)
    buffer.transfer(0);
}
