import type { Node } from '@vscode/tree-sitter-wasm';
import { type Analyser, type Facts, newFacts, type SyntaxSource } from './analyser.ts';
import type { ImportFact } from './fileFacts.ts';
import { nameText, partsOf, placeOf } from './place.ts';
import { targetOf, tellAssignment } from './pythonAssignments.ts';
import {
  argumentOf,
  callInFront,
  definitionPlace,
  type PythonCall,
  type PythonDefinition,
  pythonCall,
} from './pythonCall.ts';
import { addConsumer, addDecoratedConsumer, namedDestination } from './pythonConsumers.ts';
import { pythonImports, pythonSymbol } from './pythonDefinitions.ts';
import { type PythonFile, type PythonFrame, variableAround } from './pythonFile.ts';
import { addPlainResolver, addResolver, addSchemaField } from './pythonGraphql.ts';
import { addMount, addRouter } from './pythonRouters.ts';
import { addDecoratedRoute, addRegisteredRoute } from './pythonRoutes.ts';
import {
  addManagedSpan,
  addPlainDecorator,
  addSpan,
  findWrapper,
  type PythonWrappers,
  parametersOf,
} from './pythonSpans.ts';
import { pythonStatements, statementArguments } from './pythonStatements.ts';
import { PythonTexts } from './pythonTexts.ts';
import { addTornadoRoute, addUrls } from './pythonUrls.ts';
import { Scopes } from './scopes.ts';
import type { StatementFinder } from './statementFinder.ts';
import { isUnknown } from './textPattern.ts';

export const pythonFacts: Analyser = {
  markers:
    /start_(?:as_current_)?span|start_transaction|tracer|logfire|@\w*(?:trace|span|instrument|observe)|@(?:\w+\.)*(?:route|get|post|put|patch|delete|head|options|websocket|api_route|action|view|task|shared_task|actor|job|agent|subscriber|field|mutation|subscription)\b|add_(?:url_rule|api_route|route|resource|get|post|put|patch|delete|view|namespace|router)|(?:include|API)_?[rR]outer|[bB]lueprint|\.mount\(|Namespace|urlpatterns|django\.urls|\b(?:Web[sS]ocket)?Route\(|\bMount\(|tornado|aiohttp\.web|import web|route_handlers|Servicer|KafkaConsumer|\.subscribe\(|basic_consume|declare_queue|graphene/,
  nodeTypes: [
    'import_statement',
    'import_from_statement',
    'class_definition',
    'function_definition',
    'decorated_definition',
    'assignment',
    'augmented_assignment',
    'call',
    'concatenated_string',
    'string',
    'tuple',
    'with_item',
  ],
  analyse: (source) => new PythonReader(source).read(),
};

/** Reads twice: names and texts first, since what a file says may stand above what it says it with. */
class PythonReader {
  readonly #source: SyntaxSource;
  readonly #facts = newFacts();
  readonly #texts = new PythonTexts();
  readonly #wrappers: PythonWrappers = new Map();
  readonly #packages = new Set<string>();
  readonly #imported = new Map<string, string>();
  /** Calls that are decorators: they are read with their definitions. */
  readonly #decorators = new Set<number>();
  /** Calls that `with` enters. */
  readonly #managed = new Set<number>();
  /** Calls that other calls are made on. */
  readonly #inFront = new Set<number>();
  /** First lines of decorated definitions, by the definition. */
  readonly #startLines = new Map<number, number>();

  constructor(source: SyntaxSource) {
    this.#source = source;
  }

  read(): Facts {
    const names = this.#newFile();
    for (const node of this.#source.nodes) this.#learn(node, names);
    const file = this.#newFile();
    const statements = pythonStatements(file);
    for (const node of this.#source.nodes) this.#tell(node, file, statements);
    statements.finish();
    return this.#facts;
  }

  #newFile(): PythonFile {
    const scopes = new Scopes<PythonFrame>();
    const names = { packages: this.#packages, imported: this.#imported };
    return { facts: this.#facts, texts: this.#texts, scopes, ...names };
  }

  #learn(node: Node, file: PythonFile): void {
    file.scopes.moveTo(node);
    switch (node.type) {
      case 'import_statement':
      case 'import_from_statement':
        for (const fact of pythonImports(node)) this.#addImport(fact);
        break;
      case 'class_definition':
      case 'function_definition':
        this.#addSymbol(node, file);
        openDefinition(node, file);
        for (const name of parametersOf(node)) this.#texts.hide(file.scopes.names, name);
        break;
      case 'decorated_definition':
        this.#addStart(node);
        break;
      case 'assignment':
      case 'augmented_assignment':
        this.#learnAssignment(node, file);
        break;
      case 'call':
        if (isStarter(node)) this.#learnCall(node, file);
        break;
      default:
    }
  }

  #addImport(fact: ImportFact): void {
    this.#facts.imports.push(fact);
    const [first = ''] = fact.module.split('.');
    if (first !== '') this.#packages.add(first);
    if (fact.name !== '*') this.#imported.set(fact.local, `${fact.module}.${fact.name}`);
    // `import a.b` makes the name a, and no name of a.b.
    else if (fact.local === fact.module) this.#imported.set(first, first);
    else if (fact.local !== '*') this.#imported.set(fact.local, fact.module);
  }

  #addStart(node: Node): void {
    const definition = node.childForFieldName('definition');
    if (definition !== null) this.#startLines.set(definition.id, node.startPosition.row + 1);
  }

  #addSymbol(node: Node, { scopes, facts }: PythonFile): void {
    const startLine = this.#startLines.get(node.id) ?? node.startPosition.row + 1;
    const symbol = pythonSymbol(node, scopes.names, startLine);
    if (symbol !== undefined) facts.symbols.push(symbol);
  }

  #learnAssignment(node: Node, file: PythonFile): void {
    const target = targetOf(node);
    const value = node.childForFieldName('right');
    if (target === undefined || value === null) return;
    const { names } = file.scopes;
    // What is assigned to `self.x` is the class's.
    const scope = target.isOwn ? names.slice(0, -1) : names;
    if (node.type === 'augmented_assignment') this.#texts.append(scope, target.name, value);
    else this.#texts.assign(scope, target.name, namedDestination(value) ?? value);
    if (value.type === 'lambda') this.#addLambda(node, value, target.name, file);
  }

  #addLambda(node: Node, value: Node, name: string, { scopes, facts }: PythonFile): void {
    const { line, column } = placeOf(node);
    facts.symbols.push({
      name,
      containers: scopes.names,
      line,
      column,
      startLine: line,
      endLine: placeOf(value).endLine,
    });
  }

  #learnCall(node: Node, file: PythonFile): void {
    const call = pythonCall(node);
    if (call !== undefined) findWrapper(file, call, this.#wrappers);
  }

  #tell(node: Node, file: PythonFile, statements: StatementFinder): void {
    file.scopes.moveTo(node);
    switch (node.type) {
      case 'class_definition':
      case 'function_definition':
        addSchemaField(file, definitionOf(node, file));
        openDefinition(node, file);
        break;
      case 'decorated_definition':
        this.#tellDecorators(node, file);
        break;
      case 'assignment':
      case 'augmented_assignment':
        tellAssignment(node, file, statements);
        break;
      case 'call':
        this.#tellCall(node, file, statements);
        break;
      case 'string':
      case 'concatenated_string':
        statements.addLiteral(node);
        break;
      case 'with_item':
        this.#noteManaged(node);
        break;
      case 'tuple':
        addTornadoRoute(file, node);
        break;
      default:
    }
  }

  #tellDecorators(node: Node, file: PythonFile): void {
    const definition = node.childForFieldName('definition');
    if (definition === null) return;
    const decorated = definitionOf(definition, file);
    for (const decorator of partsOf(node)) {
      const [what] = decorator.type === 'decorator' ? partsOf(decorator) : [];
      if (what === undefined) continue;
      this.#decorators.add(what.id);
      if (what.type === 'call') this.#tellDecorator(what, decorated, file);
      else {
        addPlainDecorator(file, what, decorated);
        addPlainResolver(file, what, decorated);
      }
    }
  }

  #tellDecorator(node: Node, decorated: PythonDefinition, file: PythonFile): void {
    const call = pythonCall(node);
    if (call === undefined) return;
    this.#noteInFront(node);
    addSpan(file, call, this.#wrappers, decorated);
    addDecoratedRoute(file, call, decorated);
    addDecoratedConsumer(file, call, decorated);
    addResolver(file, call, decorated);
  }

  #noteManaged(item: Node): void {
    const value = item.childForFieldName('value');
    const managed = value?.type === 'as_pattern' ? value.firstNamedChild : value;
    if (managed?.type === 'call') this.#managed.add(managed.id);
  }

  #noteInFront(call: Node): void {
    const on = callInFront(call);
    if (on !== undefined) this.#inFront.add(on.id);
  }

  #tellCall(node: Node, file: PythonFile, statements: StatementFinder): void {
    if (this.#decorators.has(node.id)) return;
    const call = pythonCall(node);
    if (call === undefined) return;
    this.#noteInFront(node);
    statements.addCall(placeOf(node), call.name, statementArguments(call));
    if (call.name === 'get_tracer') addTracer(file, call, this.#inFront.has(node.id));
    addSpan(file, call, this.#wrappers);
    if (this.#managed.has(node.id)) addManagedSpan(file, call, this.#wrappers);
    addRegisteredRoute(file, call);
    addRouter(file, variableAround(file), call);
    addMount(file, call);
    addUrls(file, call);
    addConsumer(file, call);
  }
}

function openDefinition(node: Node, { scopes }: PythonFile): void {
  const name = nameText(node.childForFieldName('name'));
  scopes.open(node, [name], { type: node.type === 'class_definition' ? 'class' : 'function', name, node });
}

function definitionOf(node: Node, { scopes }: PythonFile): PythonDefinition {
  const name = nameText(node.childForFieldName('name'));
  const qualifiedName = [...scopes.names, name].join('.');
  return {
    node,
    name,
    qualifiedName,
    isClass: node.type === 'class_definition',
    place: definitionPlace(node),
  };
}

/** Whether a call may be of `start_span`: only those say what a wrapper is. */
function isStarter(call: Node): boolean {
  const callee = call.childForFieldName('function');
  return /(?:^|\.)start_/.test(nameText(callee?.childForFieldName('attribute') ?? callee));
}

/** One that a span is started on in place has its text for a name: see `tracerName`. */
function addTracer(file: PythonFile, call: PythonCall, isInFront: boolean): void {
  const name = argumentOf(call, 0, 'instrumenting_module_name', 'name');
  const isModule = name !== undefined && nameText(name) === '__name__';
  const scope = isModule ? ['__name__'] : file.texts.textOf(name, file.scopes.names);
  if (isUnknown(scope)) return;
  const variable = isInFront
    ? nameText(call.node).replace(/\s+/g, '')
    : variableAround(file) || functionAround(file);
  file.facts.tracers.push({ variable, scope, place: placeOf(call.node) });
}

/** Who gives a tracer back: `get_shop_tracer`; empty for none. */
function functionAround(file: PythonFile): string {
  for (const { type, name } of file.scopes.values()) if (type === 'function') return name;
  return '';
}
