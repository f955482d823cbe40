import type { Node } from '@vscode/tree-sitter-wasm';
import type { FactsDraft } from './analyser.ts';
import type { TextPattern } from './fileFacts.ts';
import type { GoTexts } from './goTexts.ts';
import { nameText, partsOf } from './place.ts';
import type { Scopes } from './scopes.ts';

/** A router as one function sees it: the variable that it came from, and what it was put under since. */
export interface GoRouter {
  readonly root: string;
  readonly prefix: TextPattern;
}

/** What is known of a variable. */
export interface GoVariable {
  readonly router?: GoRouter;
  /** Without `*` and type arguments: `OrderHandler`, `handlers.Orders`. */
  readonly type?: string;
  /** What it was set to first. */
  readonly value?: Node;
}

/** What nodes of Go lie in. */
export interface GoFrame {
  readonly type: 'function' | 'literal' | 'assignment' | 'statement';
  /** Of the function, or the variable or key that is set; empty for the rest. */
  readonly name: string;
  readonly node: Node;
  /** Parameters and variables of a function or literal. */
  readonly variables: Map<string, GoVariable>;
}

/** One file of Go while its facts are read. */
export interface GoFile {
  readonly facts: FactsDraft;
  readonly texts: GoTexts;
  readonly scopes: Scopes<GoFrame>;
  /** Paths of imported packages, by their local names. */
  readonly packages: ReadonlyMap<string, string>;
  /** The file's functions and methods (`server.show`), with the type of what each gives back first. */
  readonly functions: ReadonlyMap<string, string>;
  /** Types of struct fields, by `Type.field`. */
  readonly fields: ReadonlyMap<string, string>;
  /** Of the package: variables outside of functions. */
  readonly globals: Map<string, GoVariable>;
}

/** The variable that a name means here; `undefined` for what the file does not say. */
export function variableOf(file: GoFile, name: string): GoVariable | undefined {
  for (const { variables } of file.scopes.values()) {
    const known = variables.get(name);
    if (known !== undefined) return known;
  }
  return file.globals.get(name);
}

/** Variables of the innermost function, else of the package. */
export function variablesHere(file: GoFile): Map<string, GoVariable> {
  for (const { type, variables } of file.scopes.values()) {
    if (type === 'function' || type === 'literal') return variables;
  }
  return file.globals;
}

/** Whether a package is imported whose path has this in it. */
export function imports(file: GoFile, path: RegExp): boolean {
  for (const imported of file.packages.values()) if (path.test(imported)) return true;
  return false;
}

/** `handlers.Orders` of `*handlers.Orders[T]`; empty for types without a name. */
export function typeName(node: Node | null | undefined): string {
  let type = node ?? undefined;
  for (let depth = 0; type !== undefined && depth < 8; depth++) {
    if (type.type === 'type_identifier' || type.type === 'qualified_type') return nameText(type);
    if (type.type === 'generic_type') type = type.childForFieldName('type') ?? undefined;
    else if (type.type === 'pointer_type' || type.type === 'parenthesized_type') type = partsOf(type)[0];
    else return '';
  }
  return '';
}

/** Parameters of a function with the names of their types; unnamed ones are left out. */
export function parametersOf(node: Node): readonly { readonly name: string; readonly type: string }[] {
  return partsOf(node.childForFieldName('parameters')).flatMap((parameter) => {
    const type = typeName(parameter.childForFieldName('type'));
    return parameter.childrenForFieldName('name').map((name) => ({ name: nameText(name), type }));
  });
}
