import type { Node } from '@vscode/tree-sitter-wasm';
import type { HandlerRef, Place } from './fileFacts.ts';
import { nameText, partsOf, placeOf } from './place.ts';
import { lastSegment, pathText, type RustFile, typeAround } from './rustFile.ts';

/** A call of a function or a method. */
export interface RustCall {
  readonly node: Node;
  /** The last name of what is called: `get` of `routing::get(…)` and of `router.get(…)`. */
  readonly name: string;
  /** `axum::routing::get`; empty for a method. */
  readonly path: string;
  /** Where the name stands: that line counts in a chain of calls. */
  readonly nameNode: Node;
  readonly receiver: Node | undefined;
  readonly parts: readonly Node[];
}

/** `undefined` for calls of what has no name. */
export function rustCall(node: Node): RustCall | undefined {
  const outer = node.childForFieldName('function');
  const callee = outer?.type === 'generic_function' ? outer.childForFieldName('function') : outer;
  if (callee === null || callee === undefined) return undefined;
  const parts = partsOf(node.childForFieldName('arguments'));
  if (callee.type === 'field_expression') {
    const field = callee.childForFieldName('field') ?? callee;
    const receiver = callee.childForFieldName('value') ?? undefined;
    return { node, name: nameText(field), path: '', nameNode: field, receiver, parts };
  }
  const path = pathText(callee);
  if (path === '') return undefined;
  return { node, name: lastSegment(path), path, nameNode: callee, receiver: undefined, parts };
}

export function rustCallPlace({ node, nameNode }: RustCall): Place {
  return { ...placeOf(nameNode), endLine: placeOf(node).endLine };
}

/** What handles requests: a closure, `orders::show`, `Api::show` of `Self::show`, `show` of `show::<Db>` and of `show.layer(x)`. */
export function handlerOf(file: RustFile, node: Node | undefined): HandlerRef {
  if (node?.type === 'closure_expression') return { type: 'here', place: placeOf(node), name: '' };
  const root = rootOf(node);
  const name = ownPath(file, root?.type === 'call_expression' ? root.childForFieldName('function') : root);
  return name === '' ? { type: 'unknown' } : { type: 'name', name };
}

/** A path with the type put in for `Self`. */
export function ownPath(file: RustFile, node: Node | null | undefined): string {
  const type = typeAround(file);
  return pathText(node).replace(/^Self(?=::)/, type === '' ? 'Self' : type);
}

const longestChain = 50_000;

/** What a chain of method calls begins with. */
export function rootOf(node: Node | undefined): Node | undefined {
  let root = node;
  for (let length = 0; root?.type === 'call_expression' && length < longestChain; length++) {
    const callee: Node | null = root.childForFieldName('function');
    const method = callee?.type === 'generic_function' ? callee.childForFieldName('function') : callee;
    if (method?.type !== 'field_expression') return root;
    root = method.childForFieldName('value') ?? undefined;
  }
  return root;
}
