import type { Node } from '@vscode/tree-sitter-wasm';
import type { TextPattern } from './fileFacts.ts';
import type { Constants } from './namedTexts.ts';
import { nameText, partsOf } from './place.ts';
import { fewTexts, textOfSum } from './textOfSum.ts';
import { joined, patternOfFormat, unescaped, unknownText } from './textPattern.ts';

const texts = /^(?:string|encapsed_string|heredoc|nowdoc)$/;

/** The text that an expression of PHP makes, as far as the file tells. */
export function phpText(node: Node, constants: Constants): TextPattern {
  return textOfSum(node, partsOfSum, (part) => leafText(part, constants), fewTexts);
}

/** Whether an expression is a text, or a sum of them. */
export function isText(node: Node): boolean {
  return texts.test(node.type) || isJoin(node);
}

function partsOfSum(node: Node): readonly Node[] | undefined {
  return isJoin(node) || /^(?:parenthesized_expression|argument)$/.test(node.type)
    ? partsOf(node)
    : undefined;
}

function isJoin(node: Node): boolean {
  return node.type === 'binary_expression' && node.childForFieldName('operator')?.type === '.';
}

function leafText(node: Node, constants: Constants): TextPattern {
  switch (node.type) {
    case 'string':
      return [node.text.slice(1, -1).replace(/\\([\\'])/g, '$1')];
    case 'encapsed_string':
      return pieces(node, constants);
    case 'heredoc':
    case 'nowdoc':
      return pieces(node.childForFieldName('value') ?? node, constants);
    case 'integer':
      return [node.text];
    case 'name':
      return constants(node.text) ?? unknownText;
    case 'variable_name':
      return constants(nameText(node).slice(1)) ?? unknownText;
    case 'class_constant_access_expression':
      return constants(constantName(node)) ?? unknownText;
    case 'function_call_expression':
      return callText(node, constants);
    default:
      return unknownText;
  }
}

/** `self::NAME` is NAME, `Foo::class` is itself. */
function constantName(node: Node): string {
  const [owner, name] = partsOf(node);
  return name?.text === 'class' ? `${nameText(owner)}::class` : nameText(name);
}

function pieces(node: Node, constants: Constants): TextPattern {
  return joined(
    partsOf(node).map((part): TextPattern => {
      switch (part.type) {
        case 'string_content':
        case 'nowdoc_string':
          return [part.text];
        case 'escape_sequence':
          return [unescaped(part.text)];
        default:
          return leafText(part, constants);
      }
    }),
  );
}

/** `sprintf('%s publish', $topic)`, also where `vsprintf` and `trim` are used. */
function callText(node: Node, constants: Constants): TextPattern {
  const callee = nameText(node.childForFieldName('function')).replace(/^\\/, '');
  const [first] = partsOf(node.childForFieldName('arguments'));
  const value = first === undefined ? undefined : partsOf(first).at(-1);
  if (value === undefined || !/^(?:v?sprintf|trim)$/.test(callee)) return unknownText;
  const format = texts.test(value.type) ? leafText(value, constants) : undefined;
  if (format?.length !== 1) return format ?? unknownText;
  return callee === 'trim' ? format : patternOfFormat(format[0] ?? '', 'percent');
}
