import type { Node } from '@vscode/tree-sitter-wasm';
import type { TextPattern } from './fileFacts.ts';
import type { Constants } from './namedTexts.ts';
import { nameText, partsOf } from './place.ts';
import { fewTexts, textOfSum } from './textOfSum.ts';
import { joined, patternOfFormat, unescaped, unknownText } from './textPattern.ts';

/** What a text of Ruby is read with. */
export interface RubyTextSources {
  readonly constants: Constants;
  /** The body of a heredoc, which stands below the line that it begins on. */
  readonly heredoc: (beginning: Node) => Node | undefined;
}

const texts = /^(?:string|chained_string|heredoc_beginning)$/;

/** The text that an expression of Ruby makes, as far as the file tells; symbols are texts. */
export function rubyText(node: Node, sources: RubyTextSources): TextPattern {
  return textOfSum(node, innerParts, (part) => leafText(part, sources), fewTexts);
}

/** Whether an expression is a text, a sum of them, or one that is only trimmed. */
export function isText(node: Node): boolean {
  return texts.test(node.type) || isJoin(node) || (node.type === 'call' && isTrimmed(node));
}

function isJoin(node: Node): boolean {
  return node.type === 'binary' && node.childForFieldName('operator')?.type === '+';
}

function isTrimmed(node: Node): boolean {
  const receiver = node.childForFieldName('receiver');
  if (receiver === null || !texts.test(receiver.type)) return false;
  return /^(?:freeze|strip|squish|strip_heredoc|chomp|dup|html_safe|to_s)$/.test(
    nameText(node.childForFieldName('method')),
  );
}

function innerParts(node: Node): readonly Node[] | undefined {
  if (isJoin(node) || /^(?:parenthesized_statements|chained_string)$/.test(node.type)) return partsOf(node);
  if (node.type !== 'call' || !isTrimmed(node)) return undefined;
  return partsOf(node).slice(0, 1);
}

function leafText(node: Node, sources: RubyTextSources): TextPattern {
  switch (node.type) {
    case 'string':
    case 'delimited_symbol':
    case 'bare_string':
    case 'bare_symbol':
      return pieces(node, sources);
    case 'heredoc_beginning': {
      const body = sources.heredoc(node);
      return body === undefined ? unknownText : pieces(body, sources);
    }
    case 'simple_symbol':
      return [node.text.slice(1)];
    case 'hash_key_symbol':
    case 'integer':
      return [node.text];
    case 'constant':
    case 'identifier':
      return sources.constants(node.text) ?? unknownText;
    case 'scope_resolution':
      return sources.constants(nameText(node.childForFieldName('name'))) ?? unknownText;
    case 'binary':
      return formatted(
        node.childForFieldName('left'),
        node.childForFieldName('operator')?.type === '%',
        sources,
      );
    case 'call':
      return callText(node, sources);
    default:
      return unknownText;
  }
}

function pieces(node: Node, sources: RubyTextSources): TextPattern {
  return joined(
    partsOf(node).map((part): TextPattern => {
      switch (part.type) {
        case 'string_content':
        case 'heredoc_content':
          return [part.text];
        case 'escape_sequence':
          return [unescaped(part.text)];
        case 'interpolation':
          return interpolation(part, sources);
        default:
          return [''];
      }
    }),
  );
}

function interpolation(node: Node, sources: RubyTextSources): TextPattern {
  const [only] = partsOf(node);
  if (only?.type === 'call') return callText(only, sources);
  const isName = only !== undefined && /^(?:constant|identifier)$/.test(only.type);
  return isName ? (sources.constants(only.text) ?? unknownText) : unknownText;
}

/** `format('%s publish', topic)`, `self.class.name`. */
function callText(node: Node, sources: RubyTextSources): TextPattern {
  const method = nameText(node.childForFieldName('method'));
  const [first] = partsOf(node.childForFieldName('arguments'));
  if (/^(?:format|sprintf)$/.test(method)) return formatted(first ?? null, true, sources);
  const isOwnName = /^self\.class\.name$|^self\.name$|^self\.class\.to_s$/.test(nameText(node));
  return isOwnName ? (sources.constants('self.class.name') ?? unknownText) : unknownText;
}

function formatted(node: Node | null, isFormat: boolean, sources: RubyTextSources): TextPattern {
  if (node === null || !isFormat || !texts.test(node.type)) return unknownText;
  const format = rubyText(node, sources);
  return format.length === 1 ? patternOfFormat(format[0] ?? '', 'percent') : format;
}
