import type { Node } from '@vscode/tree-sitter-wasm';
import type { Place, TextPattern } from './fileFacts.ts';
import { placeOf } from './place.ts';
import { isUnknown } from './textPattern.ts';

/** What a name of a constant stands for, where the file says so. */
export type Constants = (name: string) => TextPattern | undefined;

interface NamedText {
  readonly text: TextPattern;
  readonly place: Place;
  readonly within: string;
  used: boolean;
}

/** Texts that a file gives names to, of constants and of the variables of one function at a time. */
export class NamedTexts {
  readonly #constants = new Map<string, NamedText>();
  readonly #locals = new Map<string, NamedText>();
  readonly #unused: NamedText[] = [];

  readonly lookup: Constants = (name) => this.#find(name)?.text;

  addConstant(name: string, text: TextPattern, node: Node): void {
    if (!isUnknown(text)) this.#constants.set(name, { text, place: placeOf(node), within: '', used: false });
  }

  /** A variable that is given something unknown is not what it was before. */
  addLocal(name: string, text: TextPattern, node: Node, within: string): void {
    const before = this.#locals.get(name);
    if (before?.used === false) this.#unused.push(before);
    if (isUnknown(text)) this.#locals.delete(name);
    else this.#locals.set(name, { text, place: placeOf(node), within, used: false });
  }

  /** Another function has other variables. */
  forgetLocals(): void {
    for (const local of this.#locals.values()) if (!local.used) this.#unused.push(local);
    this.#locals.clear();
  }

  /** The text behind a name that is an argument: it is told of where it is used. */
  use(name: string): TextPattern | undefined {
    const found = this.#find(name);
    if (found !== undefined) found.used = true;
    return found?.text;
  }

  /** Those that nobody used. */
  unused(): readonly { readonly text: TextPattern; readonly place: Place; readonly within: string }[] {
    this.forgetLocals();
    return [...this.#unused, ...[...this.#constants.values()].filter(({ used }) => !used)];
  }

  #find(name: string): NamedText | undefined {
    return this.#locals.get(name) ?? this.#constants.get(name);
  }
}
