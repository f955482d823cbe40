import type { Node } from '@vscode/tree-sitter-wasm';

/** One argument of a macro or an attribute: what stands before `=` or `:`, and what after it. */
export interface RustArgument {
  /** Empty for an argument without a name: `otel.name` of `otel.name = "x"`. */
  readonly key: string;
  readonly tokens: readonly Node[];
}

const longestKey = 12;

/** Arguments of a macro or attribute, whose insides are tokens and no syntax: parted by commas at the top. */
export function argumentsOf(tree: Node | null | undefined): readonly RustArgument[] {
  if (tree === null || tree === undefined) return [];
  const groups: Node[][] = [[]];
  for (const token of tree.children.slice(1, -1)) {
    if (token === null || token.isExtra) continue;
    if (token.type === ',') groups.push([]);
    else groups.at(-1)?.push(token);
  }
  return groups.filter((group) => group.length > 0).map(argumentOf);
}

function argumentOf(tokens: readonly Node[]): RustArgument {
  const end = tokens.findIndex(({ type }) => type === '=' || type === ':');
  if (end <= 0 || end > longestKey) return { key: '', tokens };
  const key = tokens.slice(0, end).map(({ text }) => text);
  return { key: key.join(''), tokens: tokens.slice(end + 1) };
}

/** The arguments of a macro: its last child. */
export function macroTree(macro: Node): Node | undefined {
  const last = macro.lastNamedChild;
  return last?.type === 'token_tree' ? last : undefined;
}
