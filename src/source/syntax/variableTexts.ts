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

function keyOf(scope: readonly string[], name: string): string {
  return `${scope.join('.')} ${name}`;
}
