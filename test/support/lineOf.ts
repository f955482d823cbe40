import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shop } from './paths.mjs';

/** Number of the only line of a file of the shop that contains the text. */
export function lineOf(file: string, text: string): number {
  const lines = readFileSync(join(shop, file), 'utf8').split('\n');
  const found = lines.flatMap((line, index) => (line.includes(text) ? [index + 1] : []));
  const [line] = found;
  if (line === undefined || found.length > 1)
    throw new Error(`${file} has ${found.length} lines with ${text}`);
  return line;
}
