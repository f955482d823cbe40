import type { Node } from '@vscode/tree-sitter-wasm';
import type { Analyser, Facts, SyntaxSource } from './analyser.ts';
import { argumentsOf, attributesOf, CsharpFile, calleeOf, callPlace, plainName } from './csharpFile.ts';
import { actionRoutes, callRoutes, controllerRouter, mountGroup } from './csharpRoutes.ts';
import { annotatedConsumers, callConsumer, callSpan, madeOf, massTransitConsumer } from './csharpSpans.ts';
import { isText } from './csharpTexts.ts';
import { definitionPlace } from './factsFile.ts';
import { nameText, partsOf, placeOf } from './place.ts';

const types = /^(?:class|struct|interface|record|enum)_declaration$/;
const methods =
  /^(?:method_declaration|constructor_declaration|local_function_statement|property_declaration)$/;

/** C#: types and members, what attributes say of them, and calls of activity sources, endpoints and databases. */
export const csharpFacts: Analyser = {
  markers:
    /ActivitySource|StartActivity|CreateActivity|StartActiveSpan|StartSpan|StartRootSpan|GetTracer|new Activity\(|\[Http(?:Get|Post|Put|Delete|Patch|Head|Options)|\[Route|Controller\b|\.Map[A-Z(]|ServiceBase|IConsumer<|BasicConsume|\.Subscribe\(|CreateProcessor|Trigger\(|CapSubscribe|Endpoint</,
  nodeTypes: [
    'using_directive',
    'namespace_declaration',
    'file_scoped_namespace_declaration',
    'class_declaration',
    'struct_declaration',
    'interface_declaration',
    'record_declaration',
    'enum_declaration',
    'method_declaration',
    'constructor_declaration',
    'local_function_statement',
    'property_declaration',
    'variable_declaration',
    'assignment_expression',
    'invocation_expression',
    'object_creation_expression',
    'binary_expression',
    'string_literal',
    'verbatim_string_literal',
    'raw_string_literal',
    'interpolated_string_expression',
  ],
  analyse,
};

function analyse({ root, nodes }: SyntaxSource): Facts {
  const file = new CsharpFile();
  file.facts.module = moduleOf(root);
  for (const node of nodes) if (node.type === 'variable_declaration') readConstants(node, file);
  for (const node of nodes) {
    file.scopes.moveTo(node);
    visit(node, file);
  }
  file.finishStatements();
  return file.facts;
}

/** The namespace of everything in the file; empty where it has several. */
function moduleOf(root: Node): string {
  const names = partsOf(root)
    .filter(({ type }) => /^(?:file_scoped_)?namespace_declaration$/.test(type))
    .map((node) => nameText(node.childForFieldName('name')));
  const [only, ...others] = new Set(names);
  return others.length > 0 ? '' : (only ?? '');
}

function visit(node: Node, file: CsharpFile): void {
  if (types.test(node.type)) visitType(node, file);
  else if (methods.test(node.type)) visitMember(node, file);
  else if (isText(node)) visitText(node, file);
  else visitOther(node, file);
}

function visitOther(node: Node, file: CsharpFile): void {
  switch (node.type) {
    case 'using_directive':
      visitUsing(node, file);
      break;
    case 'namespace_declaration':
      visitNamespace(node, file);
      break;
    case 'variable_declaration':
      visitVariables(node, file);
      break;
    case 'assignment_expression':
      visitAssignment(node, file);
      break;
    case 'invocation_expression':
      visitCall(node, file);
      break;
    case 'object_creation_expression':
      visitCreation(node, file);
      break;
  }
}

function visitUsing(node: Node, file: CsharpFile): void {
  const parts = partsOf(node);
  const module = nameText(parts.at(-1));
  const alias = parts.length > 1 ? nameText(parts[0]) : '';
  if (module === '') return;
  if (alias === '') file.facts.imports.push({ local: '*', module, name: '*' });
  else file.facts.imports.push({ local: alias, module, name: module.replace(/^.*\./, '') });
}

/** What is not the file's one namespace is a container. */
function visitNamespace(node: Node, file: CsharpFile): void {
  const name = nameText(node.childForFieldName('name'));
  if (name === file.facts.module && file.scopes.names.length === 0) return;
  const scope = {
    type: 'prefix',
    name,
    place: placeOf(node),
    attributes: [],
    bases: [],
    local: false,
  } as const;
  file.scopes.open(node, name.split('.'), scope);
}

function visitType(node: Node, file: CsharpFile): void {
  const nameNode = node.childForFieldName('name');
  if (nameNode === null) return;
  const attributes = attributesOf(node);
  const written = basesOf(node);
  const bases = written.map((base) => base.replace(/<.*$/s, '').replace(/\(.*$/s, ''));
  const place = definitionPlace(node, nameNode);
  file.addSymbol(node, nameNode, { isType: true, ...(bases.length > 0 ? { bases } : {}) });
  controllerRouter(nameNode.text, place, attributes, file);
  for (const { node: attribute } of attributes) file.markRead(attribute);
  const scope = { type: 'class', name: nameNode.text, place, attributes, bases, local: false } as const;
  file.scopes.open(node, [nameNode.text], { ...scope, bases: [...bases, ...written] });
}

function basesOf(node: Node): readonly string[] {
  const list = node.namedChildren.find((child) => child?.type === 'base_list');
  return partsOf(list)
    .filter(({ type }) => type !== 'argument_list')
    .map((base) => nameText(base))
    .filter((base) => base !== '');
}

function visitMember(node: Node, file: CsharpFile): void {
  const nameNode = node.childForFieldName('name');
  if (nameNode === null) return;
  const name = nameNode.text;
  const isProperty = node.type === 'property_declaration';
  const local = node.type === 'local_function_statement';
  if (isProperty) readProperty(node, name, file);
  file.addSymbol(node, nameNode);
  const attributes = attributesOf(node);
  const place = definitionPlace(node, nameNode);
  if (node.type === 'method_declaration') readMethod(node, name, file);
  for (const { node: attribute } of attributes) file.markRead(attribute);
  if (!local && !isProperty) file.texts.forgetLocals();
  file.scopes.open(node, [name], { type: 'method', name, place, attributes, bases: [], local });
}

function readMethod(node: Node, name: string, file: CsharpFile): void {
  const place = definitionPlace(node, node.childForFieldName('name') ?? node);
  const handler = { type: 'here', place, name: [...file.scopes.names, name].join('.') } as const;
  const words = node.namedChildren.filter((child) => child?.type === 'modifier').map((child) => child?.text);
  const isPublic = words.includes('public') && !words.includes('static') && !words.includes('abstract');
  actionRoutes(name, attributesOf(node), handler, isPublic, file);
  annotatedConsumers(node, handler, file);
  const generics = file.nearest('class')?.bases.filter((base) => base.includes('<')) ?? [];
  massTransitConsumer(name, handler, generics, file);
}

/** `static ActivitySource Source { get; } = new("x")`. */
function readProperty(node: Node, name: string, file: CsharpFile): void {
  const value = node.childForFieldName('value');
  if (value !== null) readMaking(value, nameText(node.childForFieldName('type')), name, file);
}

function readConstants(node: Node, file: CsharpFile): void {
  for (const declarator of partsOf(node).filter(({ type }) => type === 'variable_declarator')) {
    const value = initialValue(declarator);
    const name = nameText(declarator.childForFieldName('name'));
    // Before the functions are read, so that what they hide is hidden only in them.
    if (value !== undefined && isText(value) && isFieldName(name))
      file.texts.addConstant(name, file.text(value), value);
  }
}

/** Variables of functions begin with a small letter. */
function isFieldName(name: string): boolean {
  return /^[_A-Z]/.test(name);
}

function initialValue(declarator: Node): Node | undefined {
  const parts = partsOf(declarator);
  const value = parts.at(-1);
  return parts.length < 2 || value?.type === 'bracketed_argument_list' ? undefined : value;
}

function visitVariables(node: Node, file: CsharpFile): void {
  const type = nameText(node.childForFieldName('type'));
  for (const declarator of partsOf(node).filter(({ type: one }) => one === 'variable_declarator')) {
    const value = initialValue(declarator);
    const name = nameText(declarator.childForFieldName('name'));
    if (value === undefined) continue;
    readMaking(value, type, name, file);
    if (!isText(value)) continue;
    if (!isFieldName(name)) file.texts.addLocal(name, file.text(value), value, file.scopes.dotted);
    // Its text is told of where it is used.
    if (file.texts.lookup(name) !== undefined) file.markRead(value);
  }
}

function visitAssignment(node: Node, file: CsharpFile): void {
  const left = nameText(node.childForFieldName('left')).replace(/^.*\./, '');
  const right = node.childForFieldName('right');
  if (right === null) return;
  if (/^(?:CommandText|Sql)$/.test(left) && isText(right)) {
    file.addStatement(file.text(right), placeOf(node));
    file.markRead(right);
  }
  readMaking(right, '', left, file);
}

/** Tracers and groups of routes are known by the variable they are in. */
function readMaking(value: Node, type: string, variable: string, file: CsharpFile): void {
  const [first] = argumentsOf(value);
  const creation = /^(?:implicit_)?object_creation_expression$/.test(value.type);
  if (creation) {
    const made = value.type.startsWith('implicit') ? type : nameText(value.childForFieldName('type'));
    if (made.replace(/^.*\./, '') === 'ActivitySource')
      madeOf('ActivitySource', value, first?.value, variable, file);
    return;
  }
  if (value.type !== 'invocation_expression') return;
  if (plainName(calleeOf(value).name) === 'GetTracer')
    madeOf('GetTracer', value, first?.value, variable, file);
  mountGroup(variable, value, file);
}

function visitCall(call: Node, file: CsharpFile): void {
  const { name: nameNode, receiver } = calleeOf(call);
  const name = plainName(nameNode);
  const args = argumentsOf(call);
  callSpan(call, name, receiver, args, file);
  callConsumer(call, name, args, file);
  callRoutes(call, name, args, file);
  readArguments(call, file);
}

function visitCreation(node: Node, file: CsharpFile): void {
  const type = nameText(node.childForFieldName('type')).replace(/^.*\./, '');
  const [first] = argumentsOf(node);
  if (type === 'Activity') madeOf(type, node, first?.value, '', file);
  readArguments(node, file);
}

/** Statements that are arguments stand where the call does. */
function readArguments(call: Node, file: CsharpFile): void {
  for (const { value } of argumentsOf(call)) {
    if (file.isRead(value)) continue;
    const named = /^(?:identifier|member_access_expression)$/.test(value.type);
    if (!named && !isText(value)) continue;
    const text = named ? file.texts.use(nameText(value).replace(/^.*\./, '')) : file.text(value);
    if (text !== undefined) file.addStatement(text, callPlace(call));
    if (!named) file.markRead(value);
  }
}

function visitText(node: Node, file: CsharpFile): void {
  if (file.isRead(node)) return;
  file.markRead(node);
  file.addStatement(file.text(node), placeOf(node));
}
