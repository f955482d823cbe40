import type { Node } from '@vscode/tree-sitter-wasm';
import { nameText, placeOf } from './place.ts';
import type { PythonFile } from './pythonFile.ts';
import { statementValue } from './pythonStatements.ts';
import type { StatementFinder } from './statementFinder.ts';

/** The variable or attribute that is set; `undefined` for several, and for parts of values. */
export function targetOf(assignment: Node): { readonly name: string; readonly isOwn: boolean } | undefined {
  const target = assignment.childForFieldName('left');
  if (target?.type === 'identifier') return { name: nameText(target), isOwn: false };
  if (target?.type !== 'attribute') return undefined;
  const isOwn = /^(?:self|cls)$/.test(nameText(target.childForFieldName('object')));
  return { name: nameText(target.childForFieldName('attribute')), isOwn };
}

/** What an assignment says, and that what comes next is its value. */
export function tellAssignment(node: Node, file: PythonFile, statements: StatementFinder): void {
  const target = targetOf(node);
  const value = node.childForFieldName('right');
  if (target === undefined || value === null) return;
  const isController =
    file.scopes.innermost?.type === 'class' && target.name === 'path' && file.packages.has('litestar');
  if (isController) addControllerPath(file, value);
  const statement = statementValue(value);
  if (statement !== undefined) statements.addVariable(target.name, statement);
  const names = value.type === 'lambda' ? [target.name] : [];
  file.scopes.open(node, names, { type: 'assignment', name: target.name, node });
}

/** Litestar: `path = "/orders"` of a controller is the prefix of its routes. */
function addControllerPath(file: PythonFile, value: Node): void {
  const name = file.scopes.innermost?.name ?? '';
  file.facts.routers.push({
    name,
    prefix: file.texts.textOf(value, file.scopes.names),
    place: placeOf(value),
  });
}
