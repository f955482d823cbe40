import type { Node } from '@vscode/tree-sitter-wasm';
import type { CodeSymbol } from '../codeSymbol.ts';
import type { ImportFact } from './fileFacts.ts';
import { lastLineOf, nameText, partsOf } from './place.ts';

/** A class or function, by the names of `__qualname__`. The first line is of its decorators. */
export function pythonSymbol(
  node: Node,
  containers: readonly string[],
  startLine: number,
): CodeSymbol | undefined {
  const name = node.childForFieldName('name');
  if (name === null) return undefined;
  const isType = node.type === 'class_definition';
  const bases = isType ? basesOf(node) : [];
  return {
    name: nameText(name),
    containers,
    line: name.startPosition.row + 1,
    column: name.startPosition.column + 1,
    startLine,
    endLine: lastLineOf(node),
    ...(isType ? { isType } : {}),
    ...(bases.length > 0 ? { bases } : {}),
  };
}

function basesOf(node: Node): readonly string[] {
  return partsOf(node.childForFieldName('superclasses'))
    .filter(({ type }) => type !== 'keyword_argument')
    .map(nameText);
}

/** `import a.b as c` is local c of all of `a.b`; `from ..x import y as z` is local z, module `..x`, name y. */
export function pythonImports(node: Node): readonly ImportFact[] {
  const module = nameText(node.childForFieldName('module_name')).replace(/\s+/g, '');
  if (node.type === 'import_statement') return node.childrenForFieldName('name').flatMap(wholeModule);
  if (node.namedChildren.some((child) => child?.type === 'wildcard_import')) {
    return [{ local: '*', module, name: '*' }];
  }
  return node.childrenForFieldName('name').flatMap((child) => {
    if (child === null) return [];
    const name = nameText(child.childForFieldName('name') ?? child);
    return [{ local: nameText(child.childForFieldName('alias')) || name, module, name }];
  });
}

function wholeModule(child: Node | null): readonly ImportFact[] {
  if (child === null) return [];
  const module = nameText(child.childForFieldName('name') ?? child);
  return [{ local: nameText(child.childForFieldName('alias')) || module, module, name: '*' }];
}
