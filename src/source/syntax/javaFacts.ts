import type { Node } from '@vscode/tree-sitter-wasm';
import type { Analyser, Facts, SyntaxSource } from './analyser.ts';
import { definitionPlace } from './factsFile.ts';
import { type Annotation, annotationsOf } from './javaAnnotations.ts';
import { annotatedConsumers, annotatedStatements, callConsumers } from './javaConsumers.ts';
import { callPlace, JavaFile } from './javaFile.ts';
import { callRoutes } from './javaRouteCalls.ts';
import { classRouter, isClient, methodRoutes, servletRoutes } from './javaRoutes.ts';
import { annotatedSpans, callSpans, tracerOf } from './javaSpans.ts';
import { isJoin } from './javaTexts.ts';
import { nameText, partsOf, placeOf } from './place.ts';

const types = /^(?:class|interface|enum|record|annotation_type)_declaration$/;
const methods = /^(?:method|constructor|compact_constructor)_declaration$/;

/** Java: classes and methods, what annotations say of them, and calls of tracers, routers and databases. */
export const javaFacts: Analyser = {
  markers:
    /spanBuilder|buildSpan|WithSpan|@NewSpan|@Observed|Observation\b|nextSpan|[tT]racerBuilder|getTracer|Mapping\b|@Path\b|@(?:GET|POST|PUT|DELETE|PATCH)\b|@Controller|@Route\b|@\w*Listener|@\w*Incoming|@Topic|@WebServlet|addServlet|createContext|RouterFunction|[rR]outer\b|[jJ]avalin|spark\.|ImplBase|@\w*Query|@Dgs|@(?:Select|Insert|Update|Delete)\b|\.subscribe\(|@Scheduled/,
  nodeTypes: [
    'package_declaration',
    'import_declaration',
    'class_declaration',
    'interface_declaration',
    'enum_declaration',
    'record_declaration',
    'annotation_type_declaration',
    'method_declaration',
    'constructor_declaration',
    'compact_constructor_declaration',
    'field_declaration',
    'local_variable_declaration',
    'assignment_expression',
    'formal_parameter',
    'method_invocation',
    'object_creation_expression',
    'binary_expression',
    'string_literal',
  ],
  analyse,
};

/** Where the texts stand that are read together with something else. */
interface Walk {
  readonly file: JavaFile;
  /** Calls whose tracer was read with its variable. */
  readonly tracers: Set<number>;
}

function analyse({ nodes }: SyntaxSource): Facts {
  const file = new JavaFile();
  const walk: Walk = { file, tracers: new Set() };
  for (const node of nodes) {
    if (node.type === 'field_declaration') for (const one of declarators(node)) file.addField(one);
  }
  for (const node of nodes) {
    file.scopes.moveTo(node);
    visit(node, walk);
  }
  file.finishStatements();
  return file.facts;
}

function visit(node: Node, walk: Walk): void {
  const { file } = walk;
  if (types.test(node.type)) {
    visitType(node, walk);
    return;
  }
  if (methods.test(node.type)) {
    visitMethod(node, walk);
    return;
  }
  switch (node.type) {
    case 'package_declaration':
      file.facts.module = nameText(partsOf(node).at(-1));
      return;
    case 'import_declaration':
      visitImport(node, file);
      return;
    case 'field_declaration':
    case 'local_variable_declaration':
      visitVariable(node, walk);
      return;
    case 'assignment_expression': {
      visitAssignment(node, walk);
      return;
    }
    case 'formal_parameter':
      file.addType(nameText(node.childForFieldName('name')), nameText(node.childForFieldName('type')));
      return;
    case 'method_invocation':
      visitCall(node, walk);
      return;
    case 'object_creation_expression':
      visitArguments(node, partsOf(node.childForFieldName('arguments')), walk);
      return;
    default:
      visitText(node, file);
      return;
  }
}

function visitType(node: Node, walk: Walk): void {
  const { file } = walk;
  const nameNode = node.childForFieldName('name');
  if (nameNode === null) return;
  const name = nameNode.text;
  const annotations = annotationsOf(node);
  const place = definitionPlace(node, nameNode);
  const bases = basesOf(node);
  file.addSymbol(node, nameNode, { isType: true, ...(bases.length > 0 ? { bases } : {}) });
  const calls = isClient(annotations);
  if (!calls) classRouter(name, place, annotations, file);
  skipModifiers(node, file);
  file.scopes.open(node, [name], { type: 'class', name, place, annotations, prefix: [''], calls });
}

function visitMethod(node: Node, walk: Walk): void {
  const { file } = walk;
  const nameNode = node.childForFieldName('name');
  if (nameNode === null) return;
  const name = nameNode.text;
  const annotations = annotationsOf(node);
  const place = definitionPlace(node, nameNode);
  file.addSymbol(node, nameNode);
  readMethod(node, name, annotations, walk);
  skipModifiers(node, file);
  file.texts.forgetLocals();
  file.scopes.open(node, [name], { type: 'method', name, place, annotations, prefix: [''], calls: false });
}

function readMethod(node: Node, name: string, annotations: readonly Annotation[], { file }: Walk): void {
  const nameNode = node.childForFieldName('name') as Node;
  const place = definitionPlace(node, nameNode);
  const within = [...file.scopes.names, name].join('.');
  const handler = { type: 'here', place, name: within } as const;
  annotatedStatements(annotations, handler, file);
  const isClientMethod = file.nearest('class')?.calls === true;
  if (node.childForFieldName('body') === null) {
    // Who implements the method is elsewhere; it is registered here.
    if (!isClientMethod) methodRoutes(annotations, { type: 'name', name: within, abstract: true }, file);
    return;
  }
  const firstSpan = file.facts.spans.length;
  annotatedSpans(annotations, name, place, file);
  for (let index = firstSpan; index < file.facts.spans.length; index++) {
    const span = file.facts.spans[index];
    if (span !== undefined) file.facts.spans[index] = { ...span, within };
  }
  annotatedConsumers(annotations, name, handler, file);
  if (isClientMethod) return;
  methodRoutes(annotations, handler, file);
  servletRoutes(name, handler, file);
}

function basesOf(node: Node): readonly string[] {
  const clauses = node.namedChildren.filter((child) =>
    /^(?:superclass|super_interfaces|extends_interfaces)$/.test(child?.type ?? ''),
  );
  const bases = clauses.flatMap((clause) => {
    const parts = partsOf(clause);
    return parts[0]?.type === 'type_list' ? partsOf(parts[0]) : parts;
  });
  return bases.map((base) => nameText(base).replace(/<.*$/s, '')).filter((name) => name !== '');
}

function visitImport(node: Node, file: JavaFile): void {
  const path = nameText(partsOf(node)[0]);
  if (path === '') return;
  const [first, second] = path.split('.');
  file.imports.add(`${first}.${second}`);
  if (node.namedChildren.some((child) => child?.type === 'asterisk')) {
    file.facts.imports.push({ local: '*', module: path, name: '*' });
    return;
  }
  const dot = path.lastIndexOf('.');
  const name = path.slice(dot + 1);
  file.facts.imports.push({ local: name, module: path.slice(0, Math.max(dot, 0)), name });
}

function visitVariable(node: Node, walk: Walk): void {
  const { file } = walk;
  const type = nameText(node.childForFieldName('type'));
  for (const declarator of declarators(node)) {
    const name = nameText(declarator.childForFieldName('name'));
    const value = declarator.childForFieldName('value');
    if (type !== 'var') file.addType(name, type);
    else if (value?.type === 'object_creation_expression')
      file.addType(name, nameText(value.childForFieldName('type')));
    if (node.type === 'local_variable_declaration') file.addLocal(declarator);
    if (value === null) continue;
    // Its text is told of where it is used.
    if (isText(value) && file.texts.lookup(name) !== undefined) file.markRead(value);
    if (value.type === 'method_invocation' && tracerOf(value, name, file)) walk.tracers.add(value.endIndex);
  }
}

function visitAssignment(node: Node, { file, tracers }: Walk): void {
  const value = node.childForFieldName('right');
  const name = nameText(node.childForFieldName('left')).replace(/^.*\./, '');
  if (value?.type === 'method_invocation' && tracerOf(value, name, file)) tracers.add(value.endIndex);
}

function visitCall(call: Node, walk: Walk): void {
  const { file } = walk;
  const name = nameText(call.childForFieldName('name'));
  const args = partsOf(call.childForFieldName('arguments'));
  callSpans(call, name, args, file);
  callConsumers(call, name, args, file);
  callRoutes(call, name, args, file);
  const isTracer = /^(?:getTracer|tracerBuilder)$/.test(name) && args.length > 0;
  // What ends where a variable's value ended, or in it, was read with it.
  if (isTracer && ![...walk.tracers].some((end) => end >= call.endIndex && end - call.endIndex < 200)) {
    tracerOf(call, '', file);
  }
  visitArguments(call, args, walk);
}

/** Statements that are arguments stand where the call does. */
function visitArguments(call: Node, args: readonly Node[], walk: Walk): void {
  const { file } = walk;
  for (const argument of args) {
    if (file.isRead(argument)) continue;
    const named = argument.type === 'identifier' || argument.type === 'field_access';
    if (!named && !isText(argument)) continue;
    const text = named ? file.texts.use(nameText(argument).replace(/^.*\./, '')) : file.text(argument);
    if (text === undefined) continue;
    file.addStatement(text, callPlace(call));
    if (!named) file.markRead(argument);
  }
}

function visitText(node: Node, file: JavaFile): void {
  if (file.isRead(node) || !isText(node)) return;
  file.markRead(node);
  file.addStatement(file.text(node), placeOf(node));
}

function isText(node: Node): boolean {
  return node.type === 'string_literal' || isJoin(node);
}

function declarators(node: Node): readonly Node[] {
  return partsOf(node).filter(({ type }) => type === 'variable_declarator');
}

/** Texts of annotations are read with them. */
function skipModifiers(node: Node, file: JavaFile): void {
  const modifiers = node.namedChildren.find((child) => child?.type === 'modifiers');
  if (modifiers !== null && modifiers !== undefined) file.markRead(modifiers);
}
