import type { Node } from '@vscode/tree-sitter-wasm';
import type { TextPattern } from './fileFacts.ts';
import type { Constants } from './namedTexts.ts';
import { nameText, partsOf } from './place.ts';
import { fewTexts, textOfSum } from './textOfSum.ts';
import { joined, patternOfFormat, unescaped, unknownText } from './textPattern.ts';

const texts =
  /^(?:string_literal|verbatim_string_literal|raw_string_literal|interpolated_string_expression)$/;

/** The text that an expression of C# makes, as far as the file tells. */
export function csharpText(node: Node, constants: Constants): TextPattern {
  return textOfSum(node, partsOfSum, (part) => leafText(part, constants), fewTexts);
}

/** Whether an expression is a text, or a sum of them. */
export function isText(node: Node): boolean {
  return texts.test(node.type) || isJoin(node);
}

function partsOfSum(node: Node): readonly Node[] | undefined {
  return isJoin(node) || node.type === 'parenthesized_expression' ? partsOf(node) : undefined;
}

function isJoin(node: Node): boolean {
  return node.type === 'binary_expression' && node.childForFieldName('operator')?.type === '+';
}

function leafText(node: Node, constants: Constants): TextPattern {
  switch (node.type) {
    case 'string_literal':
      return [unescaped(node.text.replace(/u8$/, '').slice(1, -1))];
    case 'verbatim_string_literal':
      return [node.text.replace(/u8$/, '').slice(2, -1).replaceAll('""', '"')];
    case 'raw_string_literal':
      return [node.text.replace(/^"+\r?\n?|\s*"+(?:u8)?$/g, '')];
    case 'interpolated_string_expression':
      return interpolated(node, constants);
    case 'integer_literal':
      return [node.text];
    case 'identifier':
      return constants(node.text) ?? unknownText;
    case 'member_access_expression':
      return memberText(node, constants);
    case 'invocation_expression':
      return callText(node, constants);
    default:
      return unknownText;
  }
}

function interpolated(node: Node, constants: Constants): TextPattern {
  const verbatim = partsOf(node)[0]?.text.includes('@') === true;
  const pieces = partsOf(node).map((part): TextPattern => {
    if (part.type === 'interpolation') return interpolation(part, constants);
    if (part.type === 'escape_sequence') return [unescaped(part.text)];
    if (part.type !== 'string_content') return [''];
    const plain = part.text.replaceAll('{{', '{').replaceAll('}}', '}');
    return [verbatim ? plain.replaceAll('""', '"') : unescaped(plain)];
  });
  return joined(pieces);
}

function interpolation(node: Node, constants: Constants): TextPattern {
  const inner = partsOf(node).find(({ type }) => type !== 'interpolation_brace');
  if (inner?.type === 'identifier') return constants(inner.text) ?? unknownText;
  return inner?.type === 'invocation_expression' ? callText(inner, constants) : unknownText;
}

/** `Names.Get`, `typeof(Orders).FullName`. */
function memberText(node: Node, constants: Constants): TextPattern {
  const owner = node.childForFieldName('expression');
  const name = nameText(node.childForFieldName('name'));
  if (owner?.type === 'typeof_expression' && /^(?:FullName|Name)$/.test(name)) {
    return [nameText(partsOf(owner)[0]).replace(/^.*\./, '')];
  }
  return constants(name) ?? unknownText;
}

/** `nameof(Orders.Get)`, `string.Format("{0} publish", topic)`. */
function callText(node: Node, constants: Constants): TextPattern {
  const callee = nameText(node.childForFieldName('function'));
  const [first] = partsOf(node.childForFieldName('arguments'));
  const value = first === undefined ? undefined : partsOf(first).at(-1);
  if (value === undefined) return unknownText;
  if (callee === 'nameof') return [nameText(value).replace(/^.*\./, '').replace(/<.*$/, '')];
  if (!/^[Ss]tring\.Format$/.test(callee)) return unknownText;
  const format = texts.test(value.type) ? leafText(value, constants) : constants(value.text);
  return format?.length === 1 ? patternOfFormat(format[0] ?? '', 'braces') : unknownText;
}
