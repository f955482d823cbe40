import type { Node } from '@vscode/tree-sitter-wasm';
import type { Analyser, Facts, SyntaxSource } from './analyser.ts';
import { definitionPlace } from './factsFile.ts';
import { nameText, partsOf, placeOf } from './place.ts';
import { type RubyCall, RubyFile, rubyCall, rubyCallPlace, rubyVariable } from './rubyFile.ts';
import { isDraw, railsCall } from './rubyRails.ts';
import { blockRoute } from './rubyRoutes.ts';
import { callConsumer, callSpan, callTracer } from './rubySpans.ts';
import { isText } from './rubyTexts.ts';

/** Ruby: classes and methods, and calls of tracers, routers and databases. */
export const rubyFacts: Analyser = {
  markers:
    /in_span|start_span|start_root_span|tracer_provider|routes\.draw|Grape::|[sS]inatra|\b(?:get|post|put|patch|delete) ['"(:]|subscribes_to|from_queue|\.subscribe\b|\btopic[ (]|::Service\b|Sidekiq|ApplicationJob|ActiveJob/,
  nodeTypes: [
    'class',
    'module',
    'method',
    'singleton_method',
    'assignment',
    'operator_assignment',
    'call',
    'binary',
    'string',
    'chained_string',
    'heredoc_beginning',
    'heredoc_body',
  ],
  analyse,
};

/** Files that `draw(:admin)` in `config/routes.rb` reads. */
const routeFile = /[\\/]config[\\/]routes[\\/][^\\/]+\.rb$/;

function analyse({ root, nodes, path }: SyntaxSource): Facts {
  const file = new RubyFile();
  file.pairHeredocs(nodes);
  for (const node of nodes) if (node.type === 'assignment') readConstant(node, file);
  if (routeFile.test(path)) file.openScope(root, [], { type: 'prefix', framework: 'rails' });
  for (const node of nodes) {
    file.scopes.moveTo(node);
    visit(node, file);
  }
  file.finishStatements();
  nameMounts(file);
  return file.facts;
}

/** A mounted class of this file is known by its name, one of another file by where Ruby looks for it. */
function nameMounts({ facts }: RubyFile): void {
  for (const [index, mount] of facts.mounts.entries()) {
    const name = mount.child.replace(/^.*::/, '');
    const isHere = facts.symbols.some((symbol) => symbol.isType === true && symbol.name === name);
    facts.mounts[index] = { ...mount, child: isHere ? name : underscored(mount.child) };
  }
}

/** `Api::UsersRoot` is in `api/users_root.rb`. */
function underscored(name: string): string {
  return name
    .replace(/^::/, '')
    .replaceAll('::', '/')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

function visit(node: Node, file: RubyFile): void {
  switch (node.type) {
    case 'class':
    case 'module':
      visitType(node, file);
      break;
    case 'method':
    case 'singleton_method':
      visitMethod(node, file);
      break;
    case 'assignment':
    case 'operator_assignment':
      visitAssignment(node, file);
      break;
    case 'call':
      visitCall(node, file);
      break;
    case 'heredoc_body':
      file.markRead(node);
      break;
    default:
      visitText(node, file);
  }
}

function visitType(node: Node, file: RubyFile): void {
  const nameNode = node.childForFieldName('name');
  if (nameNode === null) return;
  const superclass = partsOf(node.childForFieldName('superclass'))[0];
  const bases = superclass === undefined ? [] : [baseName(superclass)];
  openType(node, nameNode, bases, file);
}

/** `ActiveRecord::Migration[7.1]` is without its version, `Struct.new(:a)` is Struct. */
function baseName(node: Node): string {
  return nameText(node).replace(/[[(.].*$/s, '');
}

function openType(node: Node, nameNode: Node, bases: readonly string[], file: RubyFile): void {
  const names = nameText(nameNode)
    .split('::')
    .filter((name) => name !== '');
  const name = names.at(-1);
  if (name === undefined) return;
  const last = nameNode.childForFieldName('name') ?? nameNode;
  const place = definitionPlace(node, last);
  const containers = [...file.scopes.names, ...names.slice(0, -1)];
  file.addSymbol(node, last, { containers, isType: true, ...(bases.length > 0 ? { bases } : {}) });
  file.openScope(node, names, { type: 'class', name, place, bases, framework: frameworkOf(bases) });
}

function frameworkOf(bases: readonly string[]): string {
  if (bases.some((base) => /^(?:::)?Grape::API/.test(base))) return 'grape';
  return bases.some((base) => /^(?:::)?Sinatra::/.test(base)) ? 'sinatra' : '';
}

function visitMethod(node: Node, file: RubyFile): void {
  const nameNode = node.childForFieldName('name');
  if (nameNode === null) return;
  file.addSymbol(node, nameNode);
  file.texts.forgetLocals();
  file.openScope(node, [nameNode.text], { type: 'method', place: definitionPlace(node, nameNode) });
}

function readConstant(node: Node, file: RubyFile): void {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  if (left?.type !== 'constant' || right === null || !isText(right)) return;
  file.texts.addConstant(left.text, file.text(right), right);
}

function visitAssignment(node: Node, file: RubyFile): void {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  const variable = rubyVariable(left);
  if (left === null || right === null || variable === '') return;
  if (right.type === 'call') {
    callTracer(rubyCall(right), variable, file);
    visitMadeType(node, left, right, file);
  }
  if (!isText(right)) return;
  if (left.type !== 'constant') file.texts.addLocal(variable, file.text(right), right, file.scopes.dotted);
  // Its text is told of where it is used.
  if (file.texts.lookup(variable) !== undefined) file.markRead(right);
}

/** `Point = Struct.new(:x) do … end`. */
function visitMadeType(node: Node, left: Node, right: Node, file: RubyFile): void {
  const call = rubyCall(right);
  const isType =
    left.type === 'constant' && /^(?:new|define)$/.test(call.name) && call.receiver?.type === 'constant';
  if (isType) openType(node, left, [nameText(call.receiver)], file);
}

function visitCall(node: Node, file: RubyFile): void {
  const call = rubyCall(node);
  callSpan(call, file);
  callTracer(call, '', file);
  callConsumer(call, file);
  visitDefinition(call, file);
  visitRoute(call, file);
  readArguments(call, file);
}

/** `include Sidekiq::Job`, `define_method(:name)`. */
function visitDefinition(call: RubyCall, file: RubyFile): void {
  const [first] = call.arguments;
  if (first === undefined || call.receiver !== undefined) return;
  if (call.name === 'define_method' && first.type === 'simple_symbol') {
    const { line, column } = placeOf(first);
    const containers = file.scopes.names;
    const { endLine } = placeOf(call.node);
    file.facts.symbols.push({
      name: first.text.slice(1),
      containers,
      line,
      column,
      endLine,
      startLine: line,
    });
  }
  if (/^(?:include|prepend|extend)$/.test(call.name)) addBases(call, file);
}

function addBases(call: RubyCall, file: RubyFile): void {
  const owner = file.scopes.innermost;
  if (owner?.type !== 'class') return;
  const index = file.facts.symbols.findLastIndex(
    ({ isType, name, line }) => isType && name === owner.name && line === owner.place.line,
  );
  const symbol = file.facts.symbols[index];
  const names = call.arguments.map((node) => nameText(node)).filter((name) => /^[A-Z:]/.test(name));
  if (symbol === undefined || names.length === 0) return;
  file.facts.symbols[index] = { ...symbol, bases: [...(symbol.bases ?? []), ...names] };
}

function visitRoute(call: RubyCall, file: RubyFile): void {
  if (isDraw(call)) {
    if (call.block !== undefined) file.openScope(call.block, [], { type: 'prefix', framework: 'rails' });
    return;
  }
  const framework = file.framework;
  if (framework === 'none' || file.nearest('method') !== undefined) return;
  if (framework === 'rails') railsCall(call, file);
  else blockRoute(call, file);
}

/** Statements that are arguments stand where the call does. */
function readArguments(call: RubyCall, file: RubyFile): void {
  for (const value of [...call.arguments, ...call.pairs.map((pair) => pair.value)]) {
    if (file.isRead(value)) continue;
    const variable = isText(value) ? '' : rubyVariable(value);
    if (variable === '' && !isText(value)) continue;
    const text = variable === '' ? file.text(value) : file.texts.use(variable);
    if (text !== undefined) file.addStatement(text, rubyCallPlace(call));
    if (variable === '') file.markRead(value);
  }
}

function visitText(node: Node, file: RubyFile): void {
  if (file.isRead(node) || !isText(node)) return;
  file.markRead(node);
  file.addStatement(file.text(node), placeOf(node));
}
