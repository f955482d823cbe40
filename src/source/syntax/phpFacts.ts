import type { Node } from '@vscode/tree-sitter-wasm';
import type { Analyser, Facts, SyntaxSource } from './analyser.ts';
import { definitionPlace } from './factsFile.ts';
import type { Place } from './fileFacts.ts';
import {
  argumentAt,
  elementsOf,
  type PhpArgument,
  type PhpAttribute,
  PhpFile,
  phpArguments,
  phpAttributes,
  phpCallPlace,
  phpVariable,
} from './phpFile.ts';
import { callRoutes } from './phpRoutes.ts';
import { symfonyRouter, symfonyRoutes } from './phpSymfony.ts';
import { isText } from './phpTexts.ts';
import { nameText, partsOf, placeOf } from './place.ts';
import { isUnknown } from './textPattern.ts';

const types = /^(?:class|interface|trait|enum)_declaration$/;
const functions = /^(?:method_declaration|function_definition)$/;

/** PHP: classes and functions, what attributes say of them, and calls of tracers, routers and databases. */
export const phpFacts: Analyser = {
  markers:
    /spanBuilder|WithSpan|getTracer|CachedInstrumentation|Route\b|->(?:get|post|put|patch|delete|any|map|group|addRoute)\(|basic_consume|->subscribe\(/,
  nodeTypes: [
    'namespace_definition',
    'namespace_use_declaration',
    'class_declaration',
    'interface_declaration',
    'trait_declaration',
    'enum_declaration',
    'method_declaration',
    'function_definition',
    'const_element',
    'property_element',
    'assignment_expression',
    'member_call_expression',
    'nullsafe_member_call_expression',
    'scoped_call_expression',
    'function_call_expression',
    'object_creation_expression',
    'binary_expression',
    'string',
    'encapsed_string',
    'heredoc',
    'nowdoc',
  ],
  analyse,
};

function analyse({ root, nodes, path }: SyntaxSource): Facts {
  const file = new PhpFile();
  file.facts.module = moduleOf(root);
  for (const node of nodes) if (node.type === 'const_element') readConstant(node, file);
  for (const node of nodes) {
    file.scopes.moveTo(node);
    visit(node, file);
  }
  file.finishStatements();
  addLaravelPrefix(path, file);
  return file.facts;
}

/** Laravel puts `api` before all that is in `routes/api.php`. */
function addLaravelPrefix(path: string, { facts }: PhpFile): void {
  const isApi =
    /[\\/]routes[\\/]api\.php$/.test(path) && facts.routes.some(({ framework }) => framework === 'laravel');
  if (isApi) facts.routers.push({ name: '', prefix: ['api'], place: { line: 1, column: 1, endLine: 1 } });
}

/** The namespace of everything in the file; empty where it has several. */
function moduleOf(root: Node): string {
  const names = partsOf(root)
    .filter(({ type }) => type === 'namespace_definition')
    .map((node) => nameText(node.childForFieldName('name')));
  const [only, ...others] = new Set(names);
  return others.length > 0 ? '' : (only ?? '');
}

function visit(node: Node, file: PhpFile): void {
  if (types.test(node.type)) visitType(node, file);
  else if (functions.test(node.type)) visitFunction(node, file);
  else if (isText(node)) visitText(node, file);
  else visitOther(node, file);
}

function visitOther(node: Node, file: PhpFile): void {
  switch (node.type) {
    case 'namespace_definition':
      visitNamespace(node, file);
      break;
    case 'namespace_use_declaration':
      visitUse(node, file);
      break;
    case 'const_element':
      file.markRead(node);
      break;
    case 'property_element':
    case 'assignment_expression':
      visitAssignment(node, file);
      break;
    case 'binary_expression':
      break;
    default:
      visitCall(node, file);
  }
}

/** What is not the file's one namespace is a container. */
function visitNamespace(node: Node, file: PhpFile): void {
  const name = nameText(node.childForFieldName('name'));
  if (name === file.facts.module || node.childForFieldName('body') === null) return;
  file.scopes.open(node, name.split('\\'), scopeOf('prefix', '', placeOf(node)));
}

function scopeOf(
  type: 'class' | 'method' | 'prefix',
  name: string,
  place: Place,
  attributes: readonly PhpAttribute[] = [],
) {
  return { type, name, place, attributes, prefix: [''], controller: '' } as const;
}

function visitUse(node: Node, file: PhpFile): void {
  const group = node.childForFieldName('body');
  const before = group === null ? '' : `${nameText(partsOf(node)[0])}\\`;
  for (const clause of partsOf(group ?? node).filter(({ type }) => type === 'namespace_use_clause')) {
    const alias = nameText(clause.childForFieldName('alias'));
    const path = (before + nameText(partsOf(clause)[0])).replace(/^\\/, '');
    const name = path.replace(/^.*\\/, '');
    file.facts.imports.push({ local: alias || name, module: path, name });
  }
}

function visitType(node: Node, file: PhpFile): void {
  const nameNode = node.childForFieldName('name');
  if (nameNode === null) return;
  const bases = node.namedChildren
    .filter((child) => /^(?:base_clause|class_interface_clause)$/.test(child?.type ?? ''))
    .flatMap((clause) => partsOf(clause).map((base) => nameText(base)));
  const attributes = phpAttributes(node);
  const place = definitionPlace(node, nameNode);
  file.addSymbol(node, nameNode, { isType: true, ...(bases.length > 0 ? { bases } : {}) });
  symfonyRouter(nameNode.text, place, attributes, file);
  markAttributes(node, file);
  file.scopes.open(node, [nameNode.text], scopeOf('class', nameNode.text, place, attributes));
}

function visitFunction(node: Node, file: PhpFile): void {
  const nameNode = node.childForFieldName('name');
  if (nameNode === null) return;
  const name = nameNode.text;
  const place = definitionPlace(node, nameNode);
  const attributes = phpAttributes(node);
  const within = [...file.scopes.names, name].join('.');
  file.addSymbol(node, nameNode);
  symfonyRoutes(name, attributes, { type: 'here', place, name: within }, file);
  addAttributeSpan(name, attributes, place, within, file);
  markAttributes(node, file);
  file.texts.forgetLocals();
  file.scopes.open(node, [name], scopeOf('method', name, place, attributes));
}

/** `#[WithSpan]` names the span after the function, with its namespace and class. */
function addAttributeSpan(
  name: string,
  attributes: readonly PhpAttribute[],
  place: Place,
  within: string,
  file: PhpFile,
): void {
  const attribute = attributes.find((one) => one.name === 'WithSpan');
  if (attribute === undefined) return;
  const given = argumentAt(attribute.arguments, 'span_name', 0);
  const owner = file.className === '' ? `${file.facts.module}\\` : `${file.qualifiedClass}::`;
  const text = given === undefined ? [`${owner}${name}`.replace(/^\\/, '')] : file.text(given);
  file.facts.spans.push({ name: text, tracer: '', place, within });
}

function markAttributes(node: Node, file: PhpFile): void {
  const attributes = node.childForFieldName('attributes');
  if (attributes !== null) file.markRead(attributes);
}

function readConstant(node: Node, file: PhpFile): void {
  const [name, value] = partsOf(node);
  if (value !== undefined && isText(value)) file.texts.addConstant(nameText(name), file.text(value), value);
}

function visitAssignment(node: Node, file: PhpFile): void {
  const [first] = partsOf(node);
  const left = node.childForFieldName('left') ?? first;
  const right = node.childForFieldName('right') ?? partsOf(node).at(-1);
  const variable = phpVariable(left);
  if (right === undefined || variable === '') return;
  readTracer(right, variable, file);
  if (!isText(right)) return;
  file.texts.addLocal(variable, file.text(right), right, file.scopes.dotted);
  if (file.texts.lookup(variable) !== undefined) file.markRead(right);
}

/** `$tracer = Globals::tracerProvider()->getTracer('x')`, `new CachedInstrumentation('x')`. */
function readTracer(value: Node, variable: string, file: PhpFile): boolean {
  const made =
    value.type === 'object_creation_expression' ? nameText(partsOf(value)[0]).replace(/^.*\\/, '') : '';
  const called = nameText(value.childForFieldName('name'));
  if (made !== 'CachedInstrumentation' && called !== 'getTracer') return false;
  const first = argumentAt(phpArguments(value), 'name', 0);
  const scope = file.text(first);
  const isKnown = file.facts.tracers.some(({ place }) => place.line === phpCallPlace(value).line);
  if (!isUnknown(scope) && !isKnown) file.facts.tracers.push({ variable, scope, place: phpCallPlace(value) });
  return true;
}

function visitCall(call: Node, file: PhpFile): void {
  const args = phpArguments(call);
  const name = nameText(call.childForFieldName('name'));
  if (name === 'spanBuilder') addSpan(call, args, file);
  readTracer(call, '', file);
  addConsumer(call, name, args, file);
  callRoutes(call, name, args, file);
  readArguments(call, args, file);
}

function addSpan(call: Node, args: readonly PhpArgument[], file: PhpFile): void {
  const first = argumentAt(args, 'spanName', 0);
  if (first === undefined) return;
  const tracer = phpVariable(call.childForFieldName('object'));
  file.facts.spans.push({
    name: file.text(first),
    tracer,
    place: phpCallPlace(call),
    within: file.scopes.dotted,
  });
}

/** `$channel->basic_consume('orders', …)`, `$consumer->subscribe(['orders'])`: the function around it takes them. */
function addConsumer(call: Node, name: string, args: readonly PhpArgument[], file: PhpFile): void {
  const handler = file.enclosingHandler();
  const first = args[0]?.value;
  if (!/^(?:basic_consume|subscribe)$/.test(name) || handler === undefined || first === undefined) return;
  const nodes =
    first.type === 'array_creation_expression' ? elementsOf(first).map(({ value }) => value) : [first];
  for (const node of nodes) {
    const destination = file.text(node);
    if (!isUnknown(destination))
      file.facts.consumers.push({ destination, handler, place: phpCallPlace(call) });
  }
}

/** Statements that are arguments stand where the call does. */
function readArguments(call: Node, args: readonly PhpArgument[], file: PhpFile): void {
  for (const { value } of args) {
    if (file.isRead(value)) continue;
    const variable = phpVariable(value) || constantOf(value);
    if (variable === '' && !isText(value)) continue;
    const text = variable === '' ? file.text(value) : file.texts.use(variable);
    if (text !== undefined) file.addStatement(text, phpCallPlace(call));
    if (variable === '') file.markRead(value);
  }
}

/** NAME of `self::NAME`. */
function constantOf(node: Node): string {
  return node.type === 'class_constant_access_expression' ? nameText(partsOf(node)[1]) : '';
}

function visitText(node: Node, file: PhpFile): void {
  if (file.isRead(node)) return;
  file.markRead(node);
  file.addStatement(file.text(node), placeOf(node));
}
