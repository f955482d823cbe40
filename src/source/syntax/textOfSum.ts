import type { Node } from '@vscode/tree-sitter-wasm';
import type { TextPattern } from './fileFacts.ts';
import { joined, unknownText } from './textPattern.ts';

/** What a sum consists of; `undefined` for everything else. */
export type PartsOfSum = (node: Node) => readonly Node[] | undefined;

/** A sum of more texts than these is mostly data. */
export const fewTexts = 500;

/**
 * The text of a sum of expressions. `partsOfSum` takes a sum apart, and says nothing of what is none. A stack holds
 * what is still to come: chains of `+` are deep. Unknown for a sum of more than `mostTexts`.
 */
export function textOfSum(
  node: Node,
  partsOfSum: PartsOfSum,
  textOf: (node: Node) => TextPattern,
  mostTexts = Number.POSITIVE_INFINITY,
): TextPattern {
  const texts: TextPattern[] = [];
  const rest: Node[] = [node];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (texts.length > mostTexts) return unknownText;
    const parts = partsOfSum(next);
    if (parts === undefined) texts.push(textOf(next));
    else rest.push(...parts.toReversed());
  }
  return joined(texts);
}
