import type { Node } from '@vscode/tree-sitter-wasm';
import {
  argumentOf,
  decoratedHandler,
  dottedName,
  lastName,
  type PythonCall,
  type PythonDefinition,
} from './pythonCall.ts';
import { classAround, originOf, type PythonFile } from './pythonFile.ts';

/** Resolvers as what takes a field of the schema, `Query.userById`. Ariadne: `@query.field("userById")`. */
export function addResolver(file: PythonFile, call: PythonCall, definition: PythonDefinition): void {
  if (call.name === 'field' && file.packages.has('ariadne') && call.receiver !== '') {
    const field = file.texts.textOf(argumentOf(call, 0, 'name'), file.scopes.names);
    if (field.length === 1) pushField(file, schemaType(file, call), field[0] ?? '', definition);
  }
  if (isStrawberry(file, `${call.receiver}.${call.name}`)) {
    const name = call.keywords.get('name');
    const text = name === undefined ? [definition.name] : file.texts.textOf(name, file.scopes.names);
    addField(file, text[0] ?? '', definition);
  }
}

/** Strawberry's `@strawberry.field` without a call. */
export function addPlainResolver(file: PythonFile, decorator: Node, definition: PythonDefinition): void {
  if (isStrawberry(file, dottedName(decorator))) addField(file, definition.name, definition);
}

/** Graphene's `resolve_user_by_id`. */
export function addSchemaField(file: PythonFile, definition: PythonDefinition): void {
  const field = /^resolve_(\w+)$/.exec(definition.name)?.[1];
  if (field === undefined || !file.packages.has('graphene')) return;
  addField(file, field, definition);
}

function isStrawberry(file: PythonFile, dotted: string): boolean {
  const origin = originOf(file, dotted.replace(/^\./, ''));
  return origin.startsWith('strawberry.') && /^(?:field|mutation|subscription)$/.test(lastName(origin));
}

/** Schemas call `user_by_id` `userById`, where they are not told otherwise. */
function addField(file: PythonFile, name: string, definition: PythonDefinition): void {
  const camel = name.replace(/(?<=\w)_(\w)/g, (_all, letter: string) => letter.toUpperCase());
  for (const field of new Set([name, camel])) pushField(file, classAround(file), field, definition);
}

/** `User` of `user = ObjectType("User")`; `Query` of a variable that is called so. */
function schemaType(file: PythonFile, call: PythonCall): string {
  const variable = call.node.childForFieldName('function')?.childForFieldName('object');
  const known = file.texts.textOf(variable ?? undefined, file.scopes.names);
  if (known.length === 1 && known[0] !== '') return known[0] ?? '';
  const name = lastName(call.receiver);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function pushField(file: PythonFile, type: string, field: string, definition: PythonDefinition): void {
  if (type === '' || field === '') return;
  const { place } = definition;
  file.facts.consumers.push({
    destination: [`${type}.${field}`],
    handler: decoratedHandler(definition),
    place,
  });
}
