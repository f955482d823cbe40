import type { Node } from '@vscode/tree-sitter-wasm';
import type { Place } from './fileFacts.ts';

/** From a node's first character to its last line. */
export function placeOf(node: Node): Place {
  const { row, column } = node.startPosition;
  return { line: row + 1, column: column + 1, endLine: lastLineOf(node) };
}

/** 1-based; a node that takes the line break after it with it (Python's blocks) ends on the line before. */
export function lastLineOf(node: Node): number {
  const { row, column } = node.endPosition;
  return column === 0 && row > node.startPosition.row ? row : row + 1;
}

const longestName = 200;

/** The text of a name; empty for what is longer than any name, such as a chain of thousands of calls. */
export function nameText(node: Node | null | undefined): string {
  if (node === null || node === undefined) return '';
  return node.endIndex - node.startIndex > longestName ? '' : node.text;
}

/** Named children without comments: what arguments, elements and statements really are. */
export function partsOf(node: Node | null | undefined): readonly Node[] {
  if (node === null || node === undefined) return [];
  return node.namedChildren.filter((child): child is Node => child !== null && !child.isExtra);
}
