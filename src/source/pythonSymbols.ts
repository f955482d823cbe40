import type { TreeCursor } from '@vscode/tree-sitter-wasm';
import type { Named } from './symbolWalk.ts';

/** Definitions of Python, by the names of `__qualname__`. */
export function describePython(type: string, cursor: TreeCursor): Named | undefined {
  if (type === 'function_definition' || type === 'class_definition') {
    const node = cursor.currentNode.childForFieldName('name');
    return node === null ? undefined : { names: [node.text], node, defines: true };
  }
  if (type !== 'assignment') return undefined;
  const target = cursor.currentNode.childForFieldName('left');
  const lambda = cursor.currentNode.childForFieldName('right')?.type === 'lambda';
  return lambda && target?.type === 'identifier'
    ? { names: [target.text], node: target, defines: true }
    : undefined;
}
