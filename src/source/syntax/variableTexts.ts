import type { Node } from '@vscode/tree-sitter-wasm';
import type { TextPattern } from './fileFacts.ts';
import { joined, unknownText } from './textPattern.ts';

const mostTexts = 16;

/** What the constants and variables of a file have been set to, by the definitions that they are in. */
export class VariableTexts {
  readonly #texts = new Map<string, TextPattern[]>();

  add(scope: readonly string[], name: string, text: TextPattern): void {
    const key = keyOf(scope, name);
    const known = this.#texts.get(key);
    if (known === undefined) this.#texts.set(key, [text]);
    else if (known.length < mostTexts) known.push(text);
  }

  /** `name += …`: what was known is a beginning. */
  append(scope: readonly string[], name: string, text: TextPattern): void {
    const known = this.at(scope, name)?.slice(0, 4) ?? [];
    for (const before of known) this.add(scope, name, joined([before, unknownText, text]));
  }

  /** As it is seen from inside of definitions: the innermost that has the name. */
  lookUp(scope: readonly string[], name: string): readonly TextPattern[] | undefined {
    for (let depth = scope.length; depth >= 0; depth--) {
      const known = this.at(scope.slice(0, depth), name);
      if (known !== undefined) return known;
    }
    return undefined;
  }

  /** Of this very definition. */
  at(scope: readonly string[], name: string): readonly TextPattern[] | undefined {
    return this.#texts.get(keyOf(scope, name));
  }
}

/** One text; unknown where a variable has had several. */
export function onlyText(texts: readonly TextPattern[] | undefined): TextPattern {
  const [only, ...others] = texts ?? [];
  return only === undefined || others.length > 0 ? unknownText : only;
}

/**
 * The text of a sum of expressions. `partsOfSum` takes a sum apart, and says nothing of what is none. A stack holds
 * what is still to come: chains of `+` are deep.
 */
export function textOfSum(
  node: Node,
  partsOfSum: (node: Node) => readonly Node[] | undefined,
  textOf: (node: Node) => TextPattern,
): TextPattern {
  const texts: TextPattern[] = [];
  const rest: Node[] = [node];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const parts = partsOfSum(next);
    if (parts === undefined) texts.push(textOf(next));
    else rest.push(...parts.toReversed());
  }
  return joined(texts);
}

function keyOf(scope: readonly string[], name: string): string {
  return `${scope.join('.')} ${name}`;
}
