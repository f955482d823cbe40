import type { Node } from '@vscode/tree-sitter-wasm';
import type { CodeSymbol } from '../codeSymbol.ts';
import type { ImportFact } from './fileFacts.ts';
import { typeName } from './goFile.ts';
import { lastLineOf, nameText, partsOf } from './place.ts';

/** A function, method or type; a method is in the type of its receiver. */
export function goSymbol(node: Node, containers: readonly string[]): CodeSymbol | undefined {
  const name = node.childForFieldName('name');
  if (name === null) return undefined;
  const isType = node.type === 'type_spec' || node.type === 'type_alias';
  const bases = isType ? basesOf(node.childForFieldName('type')) : [];
  return {
    name: nameText(name),
    containers,
    line: name.startPosition.row + 1,
    column: name.startPosition.column + 1,
    startLine: node.startPosition.row + 1,
    endLine: lastLineOf(node),
    ...(isType ? { isType } : {}),
    ...(bases.length > 0 ? { bases } : {}),
  };
}

/** What a struct or an interface embeds. */
function basesOf(type: Node | null): readonly string[] {
  if (type?.type === 'interface_type') {
    return partsOf(type).flatMap((part) => (part.type === 'type_elem' ? named(partsOf(part)[0]) : []));
  }
  if (type?.type !== 'struct_type') return [];
  return partsOf(partsOf(type)[0])
    .filter((field) => field.childForFieldName('name') === null)
    .flatMap((field) => named(field.childForFieldName('type')));
}

function named(type: Node | null | undefined): readonly string[] {
  const name = typeName(type);
  return name === '' ? [] : [name];
}

/** The type of a method's receiver, and what the method calls it; empty for none. */
export function receiverOf(method: Node): { readonly name: string; readonly type: string } {
  const [receiver] = partsOf(method.childForFieldName('receiver'));
  const type = typeName(receiver?.childForFieldName('type'));
  return { name: nameText(receiver?.childForFieldName('name')), type };
}

/** Fields of a struct with the names of their types. */
export function fieldsOf(spec: Node): readonly (readonly [name: string, type: string])[] {
  const type = spec.childForFieldName('type');
  if (type?.type !== 'struct_type') return [];
  return partsOf(partsOf(type)[0]).flatMap((field) => {
    const fieldType = typeName(field.childForFieldName('type'));
    const names = field
      .childrenForFieldName('name')
      .map((name): [string, string] => [nameText(name), fieldType]);
    // An embedded field is called as its type.
    return names.length > 0 ? names : [[fieldType.replace(/^.*\./, ''), fieldType] as const];
  });
}

/** `pb "github.com/acme/pb"` is local pb; without a name it is called as its path ends, less the version. */
export function goImport(spec: Node): ImportFact {
  const module = nameText(spec.childForFieldName('path')).slice(1, -1);
  const local = nameText(spec.childForFieldName('name')) || packageName(module);
  return { local, module, name: '*' };
}

function packageName(path: string): string {
  const segments = path.split('/');
  const last = segments.at(-1) ?? '';
  const name = /^v\d+$/.test(last) ? (segments.at(-2) ?? last) : last;
  return name.replace(/\.v\d+$/, '').replace(/^go-|[-.]go$/g, '');
}
