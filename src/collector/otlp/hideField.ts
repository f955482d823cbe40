/** Number 15 with a length: one byte, and a field of none of the messages in which something is hidden. */
const unusedTag = 0x7a;

/**
 * Makes a field with a length unknown to every reader, ours and those behind us, without moving a byte. `at` is where its tag
 * starts. A tag may be written longer than it must be: only its first byte differs then.
 */
export function hideField(bytes: Uint8Array, at: number): void {
  bytes[at] = ((bytes[at] as number) & 0x80) | unusedTag;
}
