import type { Node, Tree, TreeCursor } from '@vscode/tree-sitter-wasm';
import type { CodeSymbol } from './codeSymbol.ts';

/** What a node of the syntax tree gives a name to. */
export interface Named {
  /** From the outermost; more than one for `Foo.prototype.bar = …`. */
  readonly names: readonly string[];
  /** Where the last name stands. */
  readonly node: Node;
  /** False for what only contains: objects, namespaces. */
  readonly defines: boolean;
}

/** Says what a node names, if it does; `type` is the node's, so that most nodes are passed over at once. */
export type Describe = (type: string, cursor: TreeCursor) => Named | undefined;

interface Scope {
  readonly depth: number;
  readonly names: readonly string[];
}

/** Every definition of a file in the order of its text. Walks without recursion: trees of data are deep. */
export function collectSymbols(tree: Tree, describe: Describe): readonly CodeSymbol[] {
  const cursor = tree.walk();
  try {
    return walk(cursor, describe);
  } finally {
    cursor.delete();
  }
}

function walk(cursor: TreeCursor, describe: Describe): readonly CodeSymbol[] {
  const symbols: CodeSymbol[] = [];
  const scopes: Scope[] = [];
  let depth = 0;
  for (;;) {
    const named = describe(cursor.nodeType, cursor);
    if (named !== undefined) {
      const containers = scopes.flatMap((scope) => scope.names);
      if (named.defines) symbols.push(symbolOf(named, containers));
      scopes.push({ depth, names: named.names });
    }
    if (cursor.gotoFirstChild()) {
      depth++;
      continue;
    }
    while (true) {
      if (scopes.at(-1)?.depth === depth) scopes.pop();
      if (cursor.gotoNextSibling()) break;
      if (!cursor.gotoParent()) return symbols;
      depth--;
    }
  }
}

function symbolOf({ names, node }: Named, outer: readonly string[]): CodeSymbol {
  const { row, column } = node.startPosition;
  return {
    name: names.at(-1) ?? '',
    containers: [...outer, ...names.slice(0, -1)],
    line: row + 1,
    column: column + 1,
  };
}
