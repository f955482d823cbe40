import type { Node } from '@vscode/tree-sitter-wasm';
import { nameText, partsOf } from './place.ts';
import { dottedName, lastName, type PythonCall } from './pythonCall.ts';
import type { PythonFile } from './pythonFile.ts';
import { StatementFinder } from './statementFinder.ts';

const textual = new Set([
  'string',
  'concatenated_string',
  'binary_operator',
  'identifier',
  'attribute',
  'parenthesized_expression',
]);
const mostWrappers = 4;

/** Finds statements where the file's scopes are. */
export function pythonStatements({ facts, texts, scopes }: PythonFile): StatementFinder {
  const source = {
    textsOf: (node: Node) => texts.textsOf(node, scopes.names),
    variableOf: (node: Node) => lastName(dottedName(node)),
    get within() {
      return scopes.dotted;
    },
  };
  return new StatementFinder(source, facts.statements);
}

/** Arguments that may be statements, out of what they are wrapped in: `"…"` of `text("…")` and of `sql.SQL("…")`. */
export function statementArguments(call: PythonCall): readonly Node[] {
  return [...call.positional, ...call.keywords.values()].flatMap((node) => unwrapped(node) ?? []);
}

/** Whether an assigned value may be a statement. */
export function statementValue(node: Node): Node | undefined {
  return unwrapped(node);
}

function unwrapped(node: Node): Node | undefined {
  let text = node;
  for (let wrapped = 0; wrapped < mostWrappers; wrapped++) {
    if (textual.has(text.type)) return text;
    if (text.type !== 'call') return undefined;
    const callee = text.childForFieldName('function');
    if (callee?.type === 'attribute' && callee.childForFieldName('attribute')?.text === 'format') return text;
    if (!/(?:^|\.)(?:text|SQL|dedent|cleandoc|TextClause)$/.test(nameText(callee))) return undefined;
    const [first] = partsOf(text.childForFieldName('arguments'));
    if (first === undefined) return undefined;
    text = first;
  }
  return undefined;
}
