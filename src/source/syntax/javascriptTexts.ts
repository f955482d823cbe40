import type { Node } from '@vscode/tree-sitter-wasm';
import type { TextPattern } from './fileFacts.ts';
import { dottedName, entriesOf, unwrapped } from './javascriptNodes.ts';
import { nameText, partsOf } from './place.ts';
import { joined, unescaped, unknownText } from './textPattern.ts';

/** Constants of constants, texts in texts: deeper than this nobody writes them. */
const maxDepth = 8;
const maxCharacters = 50_000;
const maxOperands = 500;

/** Texts of JavaScript's expressions, with the constants of the file put in. */
export class JavaScriptTexts {
  /** `undefined` for a name that stands for several. */
  readonly #constants = new Map<string, Node | undefined>();

  /** `const A = …`, `var A = …`, and the properties of objects under `A.b`. */
  learnDeclaration(declaration: Node): void {
    if (declaration.childForFieldName('kind')?.text === 'let') return;
    for (const declarator of partsOf(declaration)) {
      const name = declarator.childForFieldName('name');
      const value = unwrapped(declarator.childForFieldName('value'));
      if (name?.type === 'identifier' && value !== undefined) this.#learn(nameText(name), value);
    }
  }

  /** `enum A { B = 'b' }`. */
  learnEnum(declaration: Node): void {
    const name = nameText(declaration.childForFieldName('name'));
    for (const member of partsOf(declaration.childForFieldName('body'))) {
      const value = member.childForFieldName('value');
      if (value !== null) this.#note(`${name}.${nameText(member.childForFieldName('name'))}`, value);
    }
  }

  /** The constants, with their names. */
  constants(): readonly (readonly [string, Node])[] {
    return [...this.#constants].flatMap(([name, node]) =>
      node === undefined ? [] : [[name, node] as const],
    );
  }

  /** What a name, or names with dots, stand for. */
  constant(name: string): Node | undefined {
    return this.#constants.get(name);
  }

  /** The text of an expression; unknown for what is computed. */
  textOf(expression: Node | undefined, depth = 0): TextPattern {
    const node = unwrapped(expression);
    if (node === undefined || depth > maxDepth || node.endIndex - node.startIndex > maxCharacters)
      return unknownText;
    switch (node.type) {
      case 'string':
        return [unescaped(node.text.slice(1, -1))];
      case 'template_string':
        return this.#templateText(node, depth);
      case 'number':
        return [node.text];
      case 'binary_expression':
        return this.#sumText(node, depth);
      case 'identifier':
      case 'member_expression':
      case 'shorthand_property_identifier': {
        const name = node.type === 'member_expression' ? dottedName(node) : nameText(node);
        return this.textOf(this.#constants.get(name), depth + 1);
      }
      default:
        return unknownText;
    }
  }

  /** The texts that an expression may have: both of `a ? 'x' : 'y'`. */
  textsOf(expression: Node | undefined): readonly TextPattern[] {
    const node = unwrapped(expression);
    if (node?.type !== 'ternary_expression') return [this.textOf(node)];
    return ['consequence', 'alternative'].map((field) =>
      this.textOf(node.childForFieldName(field) ?? undefined),
    );
  }

  /** `'x'`, or each of `['x', 'y']`. */
  listOf(expression: Node | undefined): readonly TextPattern[] {
    const node = unwrapped(expression);
    return node?.type === 'array' ? partsOf(node).map((part) => this.textOf(part)) : [this.textOf(node)];
  }

  #learn(name: string, value: Node): void {
    if (value.type === 'object' || value.type === 'call_expression') this.#learnObject(name, value);
    else if (/string$|^binary_expression$|^identifier$|^member_expression$/.test(value.type))
      this.#note(name, value);
  }

  /** `{ … }`, `Object.freeze({ … })`. */
  #learnObject(name: string, value: Node): void {
    const object = value.type === 'object' ? value : value.childForFieldName('arguments')?.namedChild(0);
    for (const { key, value: text } of entriesOf(object ?? undefined)) {
      if (/string$/.test(text.type)) this.#note(`${name}.${key}`, text);
    }
  }

  #note(name: string, value: Node): void {
    this.#constants.set(name, this.#constants.has(name) ? undefined : value);
  }

  #templateText(node: Node, depth: number): TextPattern {
    const pieces = partsOf(node).map((part) =>
      part.type === 'template_substitution'
        ? this.textOf(part.namedChild(0) ?? undefined, depth + 1)
        : [unescaped(part.text)],
    );
    return joined(pieces);
  }

  #sumText(node: Node, depth: number): TextPattern {
    const operands = operandsOf(node);
    if (operands === undefined) return unknownText;
    return joined(operands.map((operand) => this.textOf(operand, depth + 1)));
  }
}

/** What is added, from the left; `undefined` for what is no sum, or too long a one. */
function operandsOf(sum: Node): readonly Node[] | undefined {
  const operands: Node[] = [];
  let rest: Node | undefined = sum;
  while (rest?.type === 'binary_expression') {
    const right = rest.childForFieldName('right');
    if (rest.childForFieldName('operator')?.text !== '+' || right === null || operands.length > maxOperands)
      return undefined;
    operands.unshift(right);
    rest = unwrapped(rest.childForFieldName('left'));
  }
  return rest === undefined ? undefined : [rest, ...operands];
}
