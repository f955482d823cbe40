import type { Node } from '@vscode/tree-sitter-wasm';
import type { TextPattern } from './fileFacts.ts';
import { nameText, partsOf } from './place.ts';
import { argumentsOf, macroTree } from './rustTokens.ts';
import { ScopedTexts } from './scopedTexts.ts';
import { isLiteral, joined, patternOfFormat, unescaped, unknownText } from './textPattern.ts';
import { onlyText } from './variableTexts.ts';

/** Texts as they stand in a file of Rust, with its constants and variables put in. */
export class RustTexts extends ScopedTexts {
  constructor() {
    super(partsOfSum);
  }

  /** `&name` is the name's. */
  override textsOf(node: Node, scope: readonly string[]): readonly TextPattern[] {
    const bare = node.type === 'reference_expression' ? (node.childForFieldName('value') ?? node) : node;
    return this.variable(bare, scope) ?? [this.textOf(node, scope)];
  }

  /** What stands in a macro's or an attribute's tokens: `"x"`, `%format!("{} x", y)`, `"a" + "b"`. */
  textOfTokens(tokens: readonly Node[], scope: readonly string[]): TextPattern {
    const format = tokens.findIndex(({ type, text }) => type === 'identifier' && text === 'format');
    if (format !== -1) return formatText(tokens.find(({ type }) => type === 'token_tree'));
    const texts = tokens.filter(({ type }) => !/^[%?&+]$/.test(type));
    if (texts.length === 0) return unknownText;
    return joined(texts.map((token) => this.leaf(token, scope)));
  }

  protected override leaf(node: Node, scope: readonly string[]): TextPattern {
    switch (node.type) {
      case 'string_literal':
      case 'raw_string_literal':
        return literalText(node);
      case 'identifier':
        return onlyText(this.variable(node, scope));
      case 'macro_invocation':
        return macroText(node);
      case 'token_tree':
        return this.#statement(node, scope);
      default:
        return unknownText;
    }
  }

  /** The first argument of a macro that is nothing but literals: the statement of `query_as!(User, "SELECT …", id)`. */
  #statement(tree: Node, scope: readonly string[]): TextPattern {
    const isText = ({ type }: Node) => /^(?:raw_)?string_literal$|^\+$/.test(type);
    const found = argumentsOf(tree).find(({ key, tokens }) => key === '' && tokens.every(isText));
    return found === undefined ? unknownText : this.textOfTokens(found.tokens, scope);
  }
}

/** Without the calls and marks that make another type of text of it: `&"x"`, `"x".to_string()`, `String::from("x")`. */
function partsOfSum(node: Node): readonly Node[] | undefined {
  switch (node.type) {
    case 'parenthesized_expression':
      return partsOf(node);
    case 'reference_expression':
      return [node.childForFieldName('value')].filter((value) => value !== null);
    case 'call_expression':
      return converted(node);
    case 'binary_expression': {
      if (node.childForFieldName('operator')?.type !== '+') return undefined;
      return [node.childForFieldName('left'), node.childForFieldName('right')].filter(
        (side) => side !== null,
      );
    }
    default:
      return undefined;
  }
}

function converted(call: Node): readonly Node[] | undefined {
  const callee = call.childForFieldName('function');
  if (callee?.type === 'field_expression') {
    const name = nameText(callee.childForFieldName('field'));
    const value = callee.childForFieldName('value');
    return value !== null && /^(?:to_string|to_owned|into|as_str|clone)$/.test(name) ? [value] : undefined;
  }
  const isMaker = /^(?:String::from|Cow::(?:from|Borrowed)|std::borrow::Cow::Borrowed)$/.test(
    nameText(callee),
  );
  return isMaker ? partsOf(call.childForFieldName('arguments')) : undefined;
}

function macroText(macro: Node): TextPattern {
  const name = nameText(macro.childForFieldName('macro'));
  if (name === 'format') return formatText(macroTree(macro));
  if (name !== 'concat') return unknownText;
  return joined(argumentsOf(macroTree(macro)).flatMap(({ tokens }) => tokens.map(literalText)));
}

function formatText(tree: Node | undefined): TextPattern {
  const [format] = argumentsOf(tree);
  const text = format?.tokens.length === 1 ? literalText(format.tokens[0]) : unknownText;
  return isLiteral(text) ? patternOfFormat(text[0] ?? '', 'braces') : unknownText;
}

function literalText(node: Node | undefined): TextPattern {
  if (node?.type === 'raw_string_literal') {
    return [partsOf(node).find(({ type }) => type === 'string_content')?.text ?? ''];
  }
  if (node?.type !== 'string_literal' || !node.text.startsWith('"')) return unknownText;
  // A backslash at the end of a line takes the blanks of the next one with it.
  return [unescaped(node.text.slice(1, -1).replace(/\\\r?\n\s*/g, ''))];
}
