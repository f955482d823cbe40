import type { Node } from '@vscode/tree-sitter-wasm';
import type { TextPattern } from './fileFacts.ts';
import type { Constants } from './namedTexts.ts';
import { partsOf } from './place.ts';
import { fewTexts, textOfSum } from './textOfSum.ts';
import { joined, patternOf, patternOfFormat, unescaped, unknownText } from './textPattern.ts';

/** The text that an expression of Java makes, as far as the file tells. */
export function javaText(node: Node, constants: Constants): TextPattern {
  return textOfSum(node, innerParts, (part) => leafText(part, constants), fewTexts);
}

/** Whether an expression is a sum of texts. */
export function isJoin(node: Node): boolean {
  return node.type === 'binary_expression' && node.childForFieldName('operator')?.type === '+';
}

function innerParts(node: Node): readonly Node[] | undefined {
  if (node.type === 'parenthesized_expression') return partsOf(node);
  return isJoin(node) ? partsOf(node) : undefined;
}

function leafText(node: Node, constants: Constants): TextPattern {
  switch (node.type) {
    case 'string_literal':
      return [literalText(node.text)];
    case 'character_literal':
      return [unescaped(node.text.slice(1, -1))];
    case 'decimal_integer_literal':
      return [node.text];
    case 'identifier':
      return constants(node.text) ?? unknownText;
    case 'field_access':
      return constants(node.childForFieldName('field')?.text ?? '') ?? unknownText;
    case 'method_invocation':
      return callText(node, constants);
    default:
      return unknownText;
  }
}

function literalText(text: string): string {
  if (!text.startsWith('"""')) return unescaped(text.slice(1, -1));
  return unescaped(text.slice(3, -3)).replace(/^[ \t]*\r?\n/, '');
}

/** `Foo.class.getName()`, `String.format("…", x)`, `"…".formatted(x)`, `"…".trim()`. */
function callText(node: Node, constants: Constants): TextPattern {
  const object = node.childForFieldName('object');
  const name = node.childForFieldName('name')?.text ?? '';
  if (object === null) return unknownText;
  if (/^get(?:Canonical|Simple)?Name$/.test(name) && object.type === 'class_literal') {
    return [(partsOf(object)[0]?.text ?? '').replace(/^.*\./, '')];
  }
  const literal =
    name === 'format' && object.text === 'String' ? partsOf(node.childForFieldName('arguments'))[0] : object;
  if (literal === undefined || !/^format(?:ted)?$/.test(name)) {
    return /^(?:trim|strip|stripIndent|intern)$/.test(name) && object.type === 'string_literal'
      ? [literalText(object.text)]
      : unknownText;
  }
  const format = literal.type === 'string_literal' ? [literalText(literal.text)] : constants(literal.text);
  return format === undefined ? unknownText : joined(patternsOfFormat(format));
}

function patternsOfFormat(format: TextPattern): readonly TextPattern[] {
  return format.flatMap((piece, index) => {
    const pattern = patternOfFormat(piece, 'percent');
    return index === 0 ? [pattern] : [unknownText, pattern];
  });
}

/** With Spring's placeholders: `${api.prefix:/api}` is its default, `${api.prefix}` and `#{expressions}` are unknown. */
export function withPlaceholders(pattern: TextPattern): TextPattern {
  if (pattern.some((piece) => piece.includes('#{'))) return unknownText;
  const patterns = pattern.flatMap((piece, index) => {
    const pieces = piece.split(/\$\{([^{}]{0,200})\}/);
    // The odd ones are what stood in braces.
    const plain = pieces.map((part, at) => (at % 2 === 0 ? part : defaultOf(part)));
    return index === 0 ? [patternOf(plain)] : [unknownText, patternOf(plain)];
  });
  return joined(patterns);
}

function defaultOf(placeholder: string): string | undefined {
  const colon = placeholder.indexOf(':');
  return colon < 0 ? undefined : placeholder.slice(colon + 1);
}
