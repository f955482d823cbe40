import type { Node } from '@vscode/tree-sitter-wasm';
import type { TextPattern } from './fileFacts.ts';
import { nameText } from './place.ts';
import { type PartsOfSum, textOfSum } from './textOfSum.ts';
import { unknownText } from './textPattern.ts';
import { VariableTexts } from './variableTexts.ts';

/** Texts as they stand in a file, with its constants and variables put in; what expressions are is each language's own. */
export abstract class ScopedTexts {
  protected readonly variables = new VariableTexts();
  readonly #partsOfSum: PartsOfSum;

  protected constructor(partsOfSum: PartsOfSum) {
    this.#partsOfSum = partsOfSum;
  }

  /** `name = "…"` in the definitions of `scope`. */
  assign(scope: readonly string[], name: string, value: Node): void {
    this.variables.add(scope, name, this.textOf(value, scope));
  }

  /** `name += "…"`. */
  append(scope: readonly string[], name: string, value: Node): void {
    this.variables.append(scope, name, this.textOf(value, scope));
  }

  /** A parameter: nothing outside of its function is meant by its name. */
  hide(scope: readonly string[], name: string): void {
    this.variables.add(scope, name, unknownText);
  }

  /** One text; unknown also where a variable has had several. */
  textOf(node: Node | undefined, scope: readonly string[]): TextPattern {
    if (node === undefined) return unknownText;
    return textOfSum(node, this.#partsOfSum, (part) => this.leaf(part, scope));
  }

  /** Every text that an expression may be. */
  textsOf(node: Node, scope: readonly string[]): readonly TextPattern[] {
    return this.variable(node, scope) ?? [this.textOf(node, scope)];
  }

  /** What a variable has been set to; `undefined` for what is no name of one. */
  protected variable(node: Node, scope: readonly string[]): readonly TextPattern[] | undefined {
    return node.type === 'identifier' ? this.variables.lookUp(scope, nameText(node)) : undefined;
  }

  /** The text of what is no sum. */
  protected abstract leaf(node: Node, scope: readonly string[]): TextPattern;
}
