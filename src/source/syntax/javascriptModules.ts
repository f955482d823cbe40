import type { Node } from '@vscode/tree-sitter-wasm';
import type { JavaScriptFile } from './javascriptFile.ts';
import { callOf, dottedName, entriesOf, isFunction, keyText, unwrapped } from './javascriptNodes.ts';
import { nameText, partsOf } from './place.ts';

/** `import …`: what the file calls what it takes from where. */
export function addImports(file: JavaScriptFile, node: Node): void {
  const required = partsOf(node).find(({ type }) => type === 'import_require_clause');
  const module = moduleOf(node.childForFieldName('source') ?? required?.childForFieldName('source') ?? null);
  if (module === undefined || /^import\s+type\b/.test(node.text.slice(0, 20))) return;
  const add = (local: string, name: string): void => addImport(file, local, module, name);
  if (required !== undefined) add(nameText(required.namedChild(0)), '*');
  const clause = partsOf(node).find(({ type }) => type === 'import_clause');
  for (const part of partsOf(clause)) {
    if (part.type === 'identifier') add(nameText(part), 'default');
    else if (part.type === 'namespace_import') add(nameText(part.namedChild(0)), '*');
    else for (const { name, alias } of specifiersOf(part)) add(alias, name);
  }
}

/** `const a = require('m')`, `const { a, b: c } = require('m')`, `= require('m').a`, `= await import('m')`. */
export function addRequires(file: JavaScriptFile, declarator: Node): void {
  const target = declarator.childForFieldName('name');
  let value = unwrapped(declarator.childForFieldName('value'));
  let taken = '*';
  if (value?.type === 'member_expression') {
    taken = nameText(value.childForFieldName('property'));
    value = unwrapped(value.childForFieldName('object'));
  }
  const module = requiredModule(value);
  if (target === null || module === undefined) return;
  if (target.type === 'identifier') addImport(file, nameText(target), module, taken);
  else if (taken === '*')
    for (const [local, name] of takenApart(target)) addImport(file, local, module, name);
}

/** The module of `require('m')` or `import('m')`. */
export function requiredModule(node: Node | undefined): string | undefined {
  const call = node?.type === 'call_expression' ? callOf(node) : undefined;
  if (call === undefined || call.receiver !== undefined || !/^(?:require|import)$/.test(call.name))
    return undefined;
  return moduleOf(call.args[0] ?? null);
}

/** `export …`: what others call what is here. */
export function addExports(file: JavaScriptFile, node: Node): void {
  const module = moduleOf(node.childForFieldName('source'));
  const parts = partsOf(node);
  const clause = parts.find(({ type }) => type === 'export_clause');
  const namespace = parts.find(({ type }) => type === 'namespace_export');
  if (clause !== undefined) {
    for (const { name, alias } of specifiersOf(clause)) addExport(file, alias, name, module);
  } else if (namespace !== undefined) addExport(file, nameText(namespace.namedChild(0)), '*', module);
  else if (module !== undefined) addExport(file, '*', '*', module);
  else addPlainExport(file, node);
}

function addPlainExport(file: JavaScriptFile, node: Node): void {
  const declaration = node.childForFieldName('declaration');
  if (declaration !== null) {
    if (/^export\s+default\b/.test(node.text.slice(0, 4000).replace(/^@[\s\S]*?(?=\bexport\b)/, ''))) {
      addExport(file, 'default', nameText(declaration.childForFieldName('name')) || 'default');
    }
    for (const declarator of partsOf(declaration)) addMade(file, declarator);
    return;
  }
  const value = unwrapped(
    node.childForFieldName('value') ?? partsOf(node).find(({ type }) => type === 'identifier'),
  );
  if (value !== undefined) addValue(file, value);
}

/** `export const users = new UsersController()`: others mean the class by that name. */
function addMade(file: JavaScriptFile, declarator: Node): void {
  const value =
    declarator.type === 'variable_declarator' ? unwrapped(declarator.childForFieldName('value')) : undefined;
  if (value?.type !== 'new_expression') return;
  const made = dottedName(value.childForFieldName('constructor') ?? undefined);
  if (made !== '') addExport(file, nameText(declarator.childForFieldName('name')), made);
}

/** What is exported as the only thing: `export default x`, `module.exports = x`. */
function addValue(file: JavaScriptFile, value: Node): void {
  const own = isFunction(value) ? nameText(value.childForFieldName('name')) || 'default' : localOf(value);
  if (value.type === 'object') addEntries(file, value);
  else if (own !== '') addExport(file, 'default', own);
}

function addEntries(file: JavaScriptFile, object: Node): void {
  for (const { key, value } of entriesOf(object)) {
    const local = localOf(value);
    const module = requiredModule(value);
    if (module !== undefined) addExport(file, key, '*', module);
    else if (isFunction(value)) addExport(file, key, key);
    else if (local !== '') addExport(file, key, local);
  }
}

/** `module.exports = …`, `exports.a = …`. */
export function addCommonExports(file: JavaScriptFile, assignment: Node): void {
  const target = dottedName(assignment.childForFieldName('left') ?? undefined);
  const name = /^(?:module\.)?exports(?:\.(\w+))?$/.exec(target);
  const value = unwrapped(assignment.childForFieldName('right'));
  if (name === null || value === undefined) return;
  const module = requiredModule(value);
  const key = name[1];
  if (key !== undefined) {
    const local = isFunction(value) ? key : localOf(value);
    if (module !== undefined) addExport(file, key, '*', module);
    else if (local !== '') addExport(file, key, local);
  } else if (module !== undefined) addExport(file, '*', '*', module);
  else if (isFunction(value))
    addExport(file, 'default', nameText(value.childForFieldName('name')) || 'exports');
  else addValue(file, value);
}

/** The name behind a value: of a variable, or of the class that it is one of. */
function localOf(value: Node): string {
  if (value.type === 'new_expression') return dottedName(value.childForFieldName('constructor') ?? undefined);
  if (value.type === 'shorthand_property_identifier') return nameText(value);
  if (value.type === 'call_expression') return callOf(value)?.args.some(isFunction) === true ? 'default' : '';
  return dottedName(value);
}

function addImport(file: JavaScriptFile, local: string, module: string, name: string): void {
  if (local !== '') file.facts.imports.push({ local, module, name });
}

/** From another module it is an import of that name as well. */
function addExport(file: JavaScriptFile, name: string, local: string, module?: string): void {
  if (name === '') return;
  if (module !== undefined) addImport(file, name, module, local);
  file.facts.exports.push({ name, local: module === undefined ? local : name });
}

function moduleOf(node: Node | null): string | undefined {
  return node?.type === 'string' ? node.text.slice(1, -1) : undefined;
}

/** `a as b` in braces; what is taken for its type alone is left out. */
function specifiersOf(list: Node): readonly { name: string; alias: string }[] {
  return partsOf(list)
    .filter((one) => /_specifier$/.test(one.type) && !/^type\s/.test(one.text))
    .map((one) => {
      const name = keyText(one.childForFieldName('name'));
      return { name, alias: keyText(one.childForFieldName('alias')) || name };
    });
}

/** `{ a, b: c, d = 1 }`: local name and name. */
function takenApart(pattern: Node): readonly (readonly [string, string])[] {
  if (pattern.type !== 'object_pattern') return [];
  return partsOf(pattern).map((part) => {
    if (part.type === 'pair_pattern')
      return [nameText(part.childForFieldName('value')), keyText(part.childForFieldName('key'))];
    const name = nameText(part.type === 'object_assignment_pattern' ? part.childForFieldName('left') : part);
    return [part.type === 'rest_pattern' ? '' : name, name];
  });
}
