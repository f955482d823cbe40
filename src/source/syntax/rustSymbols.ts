import type { Node } from '@vscode/tree-sitter-wasm';
import type { CodeSymbol } from '../codeSymbol.ts';
import type { ImportFact } from './fileFacts.ts';
import { lastLineOf, nameText, partsOf } from './place.ts';
import { lastSegment } from './rustFile.ts';

/** A function, type, trait or module. The first line is of its attributes. */
export function rustSymbol(
  node: Node,
  containers: readonly string[],
  startLine: number,
): CodeSymbol | undefined {
  const name = node.childForFieldName('name');
  if (name === null) return undefined;
  const isType = !node.type.startsWith('function_');
  const bases = node.type === 'trait_item' ? partsOf(node.childForFieldName('bounds')).map(typePath) : [];
  return symbolAt(name, nameText(name), node, containers, startLine, isType, bases);
}

/** `impl Shop for MyShop` says what `MyShop` is: once more the type, with its base. `undefined` for an `impl` of no trait. */
export function implSymbol(
  node: Node,
  containers: readonly string[],
  startLine: number,
): CodeSymbol | undefined {
  const type = node.childForFieldName('type');
  const trait = node.childForFieldName('trait');
  if (type === null || trait === null) return undefined;
  return symbolAt(type, implName(node), node, containers, startLine, true, [typePath(trait)]);
}

/** The name of the type that an `impl` is of. */
export function implName(node: Node): string {
  return lastSegment(typePath(node.childForFieldName('type')));
}

/** Without type arguments and references: `shop_server::Shop`. */
function typePath(node: Node | null): string {
  const inner = node?.type === 'reference_type' ? node.childForFieldName('type') : node;
  const bare = inner?.type === 'generic_type' ? inner.childForFieldName('type') : inner;
  return nameText(bare).replace(/\s+/g, '');
}

function symbolAt(
  at: Node,
  name: string,
  definition: Node,
  containers: readonly string[],
  startLine: number,
  isType: boolean,
  bases: readonly string[],
): CodeSymbol {
  const { row, column } = at.startPosition;
  const lines = { line: row + 1, column: column + 1, startLine, endLine: lastLineOf(definition) };
  const extras = { ...(isType ? { isType } : {}), ...(bases.length > 0 ? { bases } : {}) };
  return { name, containers, ...lines, ...extras };
}

/**
 * `use crate::orders::{self, show as s}` is local orders, module `crate`, name orders, and local s, module
 * `crate::orders`, name show. A stack holds what is still to come.
 */
export function rustImports(node: Node): readonly ImportFact[] {
  const facts: ImportFact[] = [];
  const rest: { readonly node: Node | null; readonly path: string }[] = [
    { node: node.childForFieldName('argument'), path: '' },
  ];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { node: tree, path } = next;
    if (tree === null) continue;
    if (tree.type === 'scoped_use_list') {
      rest.push({
        node: tree.childForFieldName('list'),
        path: under(path, nameText(tree.childForFieldName('path'))),
      });
    } else if (tree.type === 'use_list') {
      rest.push(
        ...partsOf(tree)
          .toReversed()
          .map((part) => ({ node: part, path })),
      );
    } else facts.push(importOf(tree, path));
  }
  return facts;
}

function importOf(tree: Node, path: string): ImportFact {
  if (tree.type === 'use_wildcard') {
    return { local: '*', module: under(path, nameText(tree.firstNamedChild)), name: '*' };
  }
  const isRenamed = tree.type === 'use_as_clause';
  const own = nameText(isRenamed ? tree.childForFieldName('path') : tree).replace(/\s+/g, '');
  // `orders::{self}` is `orders`.
  const whole = own === 'self' ? path : under(path, own);
  const name = lastSegment(whole);
  const local = isRenamed ? nameText(tree.childForFieldName('alias')) : name;
  return { local, module: whole.slice(0, Math.max(whole.length - name.length - 2, 0)), name };
}

function under(path: string, own: string): string {
  return path === '' || own === '' ? path + own : `${path}::${own}`;
}
