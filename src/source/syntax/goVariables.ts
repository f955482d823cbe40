import type { Node } from '@vscode/tree-sitter-wasm';
import { dotted, lastNameOf, literalType } from './goCall.ts';
import { type GoFile, type GoVariable, parametersOf, typeName, variablesHere } from './goFile.ts';
import { assignedRouter, isRouterType } from './goRouters.ts';
import { nameText, partsOf } from './place.ts';
import type { StatementFinder } from './statementFinder.ts';

/** One name with the value that it is given. */
export interface Assigned {
  readonly target: Node;
  readonly value: Node;
}

/** Names and values of a declaration or assignment, as far as they stand one to one. */
export function pairsOf(node: Node): readonly Assigned[] {
  const isSpec = node.type === 'const_spec' || node.type === 'var_spec';
  const targets = isSpec
    ? node.childrenForFieldName('name').filter((name) => name?.isNamed === true)
    : partsOf(node.childForFieldName('left'));
  const values = partsOf(node.childForFieldName(isSpec ? 'value' : 'right'));
  // `x, err := f()`: what comes first is nearly always what the variable is.
  return targets.flatMap((target, index) => {
    const value = values[index];
    return target === null || value === undefined ? [] : [{ target, value }];
  });
}

export function tellVariables(node: Node, file: GoFile, statements: StatementFinder): void {
  const type = node.type === 'var_spec' ? typeName(node.childForFieldName('type')) : '';
  for (const { target, value } of pairsOf(node)) {
    const name = lastNameOf(target);
    if (target.type === 'identifier') variablesHere(file).set(name, variableFrom(file, name, value));
    if (mayBeText(value)) statements.addVariable(name, value);
  }
  const [first] = pairsOf(node);
  if (first === undefined && type !== '') declare(node, file, type);
  if (first === undefined || !isSingle(node)) return;
  const name = lastNameOf(first.target);
  file.scopes.open(node, [], { type: 'assignment', name, node, variables: new Map() });
}

/** Whether one variable is set, and nothing else. */
function isSingle(node: Node): boolean {
  const isSpec = node.type === 'const_spec' || node.type === 'var_spec';
  return (isSpec ? node.childrenForFieldName('name') : partsOf(node.childForFieldName('left'))).length === 1;
}

/** `var r *mux.Router`. */
function declare(node: Node, file: GoFile, type: string): void {
  for (const target of node.childrenForFieldName('name')) {
    const name = nameText(target);
    const router = isRouterType(type) ? { router: { root: name, prefix: [''] } } : {};
    variablesHere(file).set(name, { type, ...router });
  }
}

function variableFrom(file: GoFile, name: string, value: Node): GoVariable {
  const router = assignedRouter(file, name, value);
  const type = literalType(value) || typeOfCall(file, value);
  return { value, ...(router === undefined ? {} : { router }), ...(type === '' ? {} : { type }) };
}

/** What a function of this file gives back; of another package's `NewOrders` it is `Orders`, as is the custom. */
function typeOfCall({ functions }: GoFile, value: Node): string {
  if (value.type !== 'call_expression') return '';
  const name = dotted(value.childForFieldName('function') ?? undefined);
  const known = functions.get(name);
  if (known !== undefined)
    return /^\w+$/.test(known) && !/^(?:error|string|u?int\d*|bool|any)$/.test(known) ? known : '';
  const made = /^(\w+)\.New([A-Z]\w*)$/.exec(name);
  const isType =
    made !== null &&
    !/^(?:Router|Mux|ServeMux|Server|Client|Request|Handler|Reader|Writer)$/.test(made[2] ?? '');
  return isType ? `${made[1]}.${made[2]}` : '';
}

/** Parameters of a function, as the variables that they are. */
export function parameterVariables(node: Node): Map<string, GoVariable> {
  return new Map(
    parametersOf(node).map(({ name, type }) => {
      const router = isRouterType(type) ? { router: { root: name, prefix: [''] } } : {};
      return [name, { type, ...router }];
    }),
  );
}

/** Whether a value or argument may be a statement of SQL. */
export function mayBeText({ type }: Node): boolean {
  return /^(?:identifier|interpreted_string_literal|raw_string_literal|binary_expression|call_expression)$/.test(
    type,
  );
}
