/** Big-endian words as lower-case hexadecimal digits, eight a word. */
export function hexOfWords(words: Uint32Array): string {
  const bytes = Buffer.alloc(4 * words.length);
  for (let i = 0; i < words.length; i++) bytes.writeUInt32BE(words[i] as number, 4 * i);
  return bytes.toString('hex');
}

/** The inverse: `text` has a multiple of eight digits. */
export function wordsOfHex(text: string): Uint32Array {
  const words = new Uint32Array(text.length / 8);
  for (let i = 0; i < words.length; i++) words[i] = Number.parseInt(text.slice(8 * i, 8 * i + 8), 16);
  return words;
}
