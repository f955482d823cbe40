import type { Node } from '@vscode/tree-sitter-wasm';
import type { TextPattern } from './fileFacts.ts';
import { nameText, partsOf } from './place.ts';
import { isLiteral, patternOfFormat, unescaped, unknownText } from './textPattern.ts';
import { onlyText, textOfSum, VariableTexts } from './variableTexts.ts';

/** Texts as they stand in a file of Go, with its constants and variables put in. */
export class GoTexts {
  readonly #variables = new VariableTexts();

  assign(scope: readonly string[], name: string, value: Node): void {
    this.#variables.add(scope, name, this.textOf(value, scope));
  }

  append(scope: readonly string[], name: string, value: Node): void {
    this.#variables.append(scope, name, this.textOf(value, scope));
  }

  /** A parameter: nothing outside of its function is meant by its name. */
  hide(scope: readonly string[], name: string): void {
    this.#variables.add(scope, name, unknownText);
  }

  /** One text; unknown also where a variable has had several. */
  textOf(node: Node | undefined, scope: readonly string[]): TextPattern {
    if (node === undefined) return unknownText;
    return textOfSum(node, partsOfSum, (part) => this.#leaf(part, scope));
  }

  /** Every text that an expression may be. */
  textsOf(node: Node, scope: readonly string[]): readonly TextPattern[] {
    const known = node.type === 'identifier' ? this.#variables.lookUp(scope, nameText(node)) : undefined;
    return known ?? [this.textOf(node, scope)];
  }

  #leaf(node: Node, scope: readonly string[]): TextPattern {
    switch (node.type) {
      case 'interpreted_string_literal':
        return [unescaped(node.text.slice(1, -1))];
      case 'raw_string_literal':
        return [node.text.slice(1, -1)];
      case 'identifier':
        return onlyText(this.#variables.lookUp(scope, nameText(node)));
      case 'call_expression':
        return this.#formatted(node, scope);
      default:
        return unknownText;
    }
  }

  #formatted(call: Node, scope: readonly string[]): TextPattern {
    if (!/(?:^|\.)Sprintf$/.test(nameText(call.childForFieldName('function')))) return unknownText;
    const [format] = partsOf(call.childForFieldName('arguments'));
    const text = format === undefined ? unknownText : this.#format(format, scope);
    return isLiteral(text) ? patternOfFormat(text[0] ?? '', 'percent') : unknownText;
  }

  /** A format is no call itself, so that this goes no deeper. */
  #format(node: Node, scope: readonly string[]): TextPattern {
    return textOfSum(node, partsOfSum, (part) =>
      part.type === 'call_expression' ? unknownText : this.#leaf(part, scope),
    );
  }
}

function partsOfSum(node: Node): readonly Node[] | undefined {
  if (node.type === 'parenthesized_expression') return partsOf(node);
  if (node.type !== 'binary_expression' || node.childForFieldName('operator')?.type !== '+') return undefined;
  return [node.childForFieldName('left'), node.childForFieldName('right')].filter((side) => side !== null);
}
