import type { Node, TreeCursor } from '@vscode/tree-sitter-wasm';
import type { Named } from './symbolWalk.ts';

const declarations: ReadonlySet<string> = new Set([
  'function_declaration',
  'generator_function_declaration',
  'function_expression',
  'generator_function',
  'class_declaration',
  'abstract_class_declaration',
  'class',
  'method_definition',
]);

const functionValues: ReadonlySet<string> = new Set([
  'arrow_function',
  'function_expression',
  'generator_function',
  'class',
]);

/** Definitions of JavaScript and TypeScript, by the names that V8 gives them in a stack. */
export function describeJavaScript(type: string, cursor: TreeCursor): Named | undefined {
  if (declarations.has(type)) return named(cursor.currentNode.childForFieldName('name'), true);
  switch (type) {
    case 'internal_module':
    case 'module':
      return named(cursor.currentNode.childForFieldName('name'), false);
    case 'variable_declarator':
      return assigned(cursor.currentNode, 'name', 'value');
    case 'pair':
      return assigned(cursor.currentNode, 'key', 'value');
    case 'public_field_definition':
      return assigned(cursor.currentNode, 'name', 'value');
    case 'field_definition':
      return assigned(cursor.currentNode, 'property', 'value');
    case 'assignment_expression':
      return assigned(cursor.currentNode, 'left', 'right');
    default:
      return undefined;
  }
}

function assigned(node: Node, target: string, source: string): Named | undefined {
  const value = unwrapped(node.childForFieldName(source));
  if (value === undefined) return undefined;
  if (functionValues.has(value.type)) return named(node.childForFieldName(target), true);
  const contains = value.type === 'object' || value.type === 'call_expression';
  return contains ? named(node.childForFieldName(target), false) : undefined;
}

/** Past `(…)`, `as T` and `satisfies T`. */
function unwrapped(value: Node | null): Node | undefined {
  let node = value;
  while (node !== null && /^(?:parenthesized|as|satisfies)_expression$/.test(node.type)) {
    node = node.namedChild(0);
  }
  return node ?? undefined;
}

function named(node: Node | null, defines: boolean): Named | undefined {
  if (node === null) return undefined;
  const parts = namesOf(node);
  const last = parts.at(-1);
  if (last === undefined) return undefined;
  return { names: parts.map((part) => plainText(part)), node: last, defines };
}

/** The parts of `Foo.prototype.bar`, without those that only say how it is exported. */
function namesOf(node: Node): readonly Node[] {
  const parts: Node[] = [];
  let rest: Node | null = node;
  while (rest !== null && rest.type === 'member_expression') {
    const property: Node | null = rest.childForFieldName('property');
    if (property !== null) parts.unshift(property);
    rest = rest.childForFieldName('object');
  }
  if (rest !== null && isName(rest)) parts.unshift(rest);
  return parts.filter(
    (part, index) =>
      index === parts.length - 1 ||
      !/^(?:this|module|exports|prototype|self|window|globalThis)$/.test(part.text),
  );
}

function isName(node: Node): boolean {
  return /(?:identifier|^string|^number)$/.test(node.type);
}

function plainText(node: Node): string {
  return node.type === 'string' ? node.text.slice(1, -1) : node.text.replace(/^#/, '');
}
