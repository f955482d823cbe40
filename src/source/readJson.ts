import { parse } from 'jsonc-parser';

/**
 * The data of a JSON text with comments and trailing commas, as far as it can be made out; `undefined` for what is
 * nested so deeply that nobody wrote it.
 */
export function readJson(text: string): unknown {
  try {
    return parse(text, [], { allowTrailingComma: true });
  } catch {
    // The parser recurses, and has no other way to fail.
    return undefined;
  }
}
