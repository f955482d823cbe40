import type { Node } from '@vscode/tree-sitter-wasm';
import type { TextPattern } from './fileFacts.ts';
import { nameText, partsOf } from './place.ts';
import { ScopedTexts } from './scopedTexts.ts';
import { textOfSum } from './textOfSum.ts';
import { isLiteral, patternOfFormat, unescaped, unknownText } from './textPattern.ts';
import { onlyText } from './variableTexts.ts';

/** Texts as they stand in a file of Go, with its constants and variables put in. */
export class GoTexts extends ScopedTexts {
  constructor() {
    super(partsOfSum);
  }

  protected override leaf(node: Node, scope: readonly string[]): TextPattern {
    switch (node.type) {
      case 'interpreted_string_literal':
        return [unescaped(node.text.slice(1, -1))];
      case 'raw_string_literal':
        return [node.text.slice(1, -1)];
      case 'identifier':
        return onlyText(this.variable(node, scope));
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
      part.type === 'call_expression' ? unknownText : this.leaf(part, scope),
    );
  }
}

function partsOfSum(node: Node): readonly Node[] | undefined {
  if (node.type === 'parenthesized_expression') return partsOf(node);
  if (node.type !== 'binary_expression' || node.childForFieldName('operator')?.type !== '+') return undefined;
  return [node.childForFieldName('left'), node.childForFieldName('right')].filter((side) => side !== null);
}
