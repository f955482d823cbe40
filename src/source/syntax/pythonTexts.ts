import type { Node } from '@vscode/tree-sitter-wasm';
import type { TextPattern } from './fileFacts.ts';
import { nameText, partsOf } from './place.ts';
import { ScopedTexts } from './scopedTexts.ts';
import { isLiteral, joined, patternOfFormat, unescaped, unknownText } from './textPattern.ts';
import { onlyText } from './variableTexts.ts';

/** Texts as they stand in a file of Python, with its constants and local variables put in. */
export class PythonTexts extends ScopedTexts {
  constructor() {
    super(partsOfSum);
  }

  protected override leaf(node: Node, scope: readonly string[]): TextPattern {
    switch (node.type) {
      case 'string':
        return this.#string(node, scope);
      case 'binary_operator':
        return this.#formatted(node.childForFieldName('left'), 'percent', scope);
      case 'call':
        return this.#formatted(formatOf(node), 'braces', scope);
      default:
        return onlyText(this.variable(node, scope));
    }
  }

  #formatted(node: Node | null, style: 'percent' | 'braces', scope: readonly string[]): TextPattern {
    if (node === null) return unknownText;
    const inner = node.type === 'parenthesized_expression' ? partsOf(node)[0] : node;
    const text = inner === undefined ? unknownText : this.#plain(inner, scope);
    return isLiteral(text) ? patternOfFormat(text[0] ?? '', style) : unknownText;
  }

  #plain(node: Node, scope: readonly string[]): TextPattern {
    if (node.type === 'string') return this.#string(node, scope);
    if (node.type === 'concatenated_string') {
      return joined(partsOf(node).map((part) => this.#string(part, scope)));
    }
    return onlyText(this.variable(node, scope));
  }

  /** A string's own text; of what an f-string puts in, constants are known. */
  #string(node: Node, scope: readonly string[]): TextPattern {
    const prefix = node.type === 'string' ? (node.firstChild?.text ?? '').toLowerCase() : 'b';
    if (prefix.includes('b')) return unknownText;
    const pieces: TextPattern[] = [];
    for (const child of node.namedChildren) {
      if (child?.type === 'interpolation') pieces.push(this.#interpolated(child, scope));
      else if (child?.type === 'string_content') pieces.push([contentText(child.text, prefix)]);
    }
    return joined(pieces);
  }

  #interpolated(node: Node, scope: readonly string[]): TextPattern {
    const [expression, ...formats] = partsOf(node);
    if (expression === undefined || formats.length > 0) return unknownText;
    return onlyText(this.variable(expression, scope));
  }

  protected override variable(node: Node, scope: readonly string[]): readonly TextPattern[] | undefined {
    if (node.type === 'identifier') return this.variables.lookUp(scope, nameText(node));
    if (node.type !== 'attribute') return undefined;
    const object = node.childForFieldName('object');
    const name = nameText(node.childForFieldName('attribute'));
    // A member of an enumeration.
    if (name === 'value' && object?.type === 'attribute') return this.#member(object, scope);
    return this.#member(node, scope);
  }

  #member(node: Node, scope: readonly string[]): readonly TextPattern[] | undefined {
    const name = nameText(node.childForFieldName('attribute'));
    const owner = nameText(node.childForFieldName('object'));
    if (owner === 'self' || owner === 'cls') return this.variables.lookUp(scope, name);
    return this.variables.at([owner], name) ?? this.variables.at([...scope.slice(0, -1), owner], name);
  }
}

/** What a sum or a row of literals consists of; `undefined` for everything else. */
function partsOfSum(node: Node): readonly Node[] | undefined {
  if (node.type === 'concatenated_string' || node.type === 'parenthesized_expression') return partsOf(node);
  if (node.type !== 'binary_operator' || node.childForFieldName('operator')?.type !== '+') return undefined;
  return [node.childForFieldName('left'), node.childForFieldName('right')].filter((side) => side !== null);
}

/** `x` of `x.format(…)`. */
function formatOf(call: Node): Node | null {
  const callee = call.childForFieldName('function');
  if (callee?.type !== 'attribute' || callee.childForFieldName('attribute')?.text !== 'format') return null;
  return callee.childForFieldName('object');
}

function contentText(content: string, prefix: string): string {
  const isFormat = prefix.includes('f') || prefix.includes('t');
  const text = isFormat ? content.replace(/\{\{|\}\}/g, (pair) => pair.charAt(0)) : content;
  return prefix.includes('r') ? text : unescaped(text);
}
