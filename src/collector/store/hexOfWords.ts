/** Big-endian words as lower-case hexadecimal digits, eight a word. */
export function hexOfWords(words: Uint32Array): string {
  let text = '';
  for (const word of words) text += word.toString(16).padStart(8, '0');
  return text;
}

/** The inverse: `text` has a multiple of eight digits. */
export function wordsOfHex(text: string): Uint32Array {
  const words = new Uint32Array(text.length / 8);
  for (let i = 0; i < words.length; i++) words[i] = Number.parseInt(text.slice(8 * i, 8 * i + 8), 16);
  return words;
}
