import type { Node } from '@vscode/tree-sitter-wasm';
import { type Analyser, type Facts, newFacts, type SyntaxSource } from './analyser.ts';
import { callPlace, type GoCall, goCall, lastNameOf, textAt } from './goCall.ts';
import { addConsumer, addReader } from './goConsumers.ts';
import { type GoFile, type GoFrame, type GoVariable, parametersOf, typeName } from './goFile.ts';
import { addHandedRouters, addMount, nestedRouter } from './goRouters.ts';
import { addRoute, type ChainedMethods, noteMethods } from './goRoutes.ts';
import { addSpan, findWrapper, type GoWrappers, tracerName } from './goSpans.ts';
import { fieldsOf, goImport, goSymbol, receiverOf } from './goSymbols.ts';
import { GoTexts } from './goTexts.ts';
import { mayBeText, pairsOf, parameterVariables, tellVariables } from './goVariables.ts';
import { nameText, partsOf, placeOf } from './place.ts';
import { Scopes } from './scopes.ts';
import { StatementFinder } from './statementFinder.ts';
import { isUnknown } from './textPattern.ts';

export const goFacts: Analyser = {
  markers:
    /[tT]racer\b|[sS]pan\(|SpanFrom|\bSpan\w*\(ctx|HandleFunc\(|\.Handle\(|\.HandlerFunc\(|ServeMux|gin-gonic|labstack\/echo|go-chi|gorilla\/mux|gofiber|httprouter|go-restful|\.(?:GET|POST|PUT|PATCH|DELETE)\(|\.(?:Get|Post|Put|Patch|Delete|Mount)\("\/|Unimplemented\w+Server|Register\w+Server\(|ReaderConfig|Subscribe\w*\(|ConsumePartition|\.Consume\w*\(|asynq|AddNoPublisherHandler/,
  nodeTypes: [
    'package_clause',
    'import_spec',
    'const_spec',
    'var_spec',
    'type_spec',
    'type_alias',
    'function_declaration',
    'method_declaration',
    'func_literal',
    'short_var_declaration',
    'assignment_statement',
    'keyed_element',
    'expression_statement',
    'call_expression',
    'composite_literal',
    'interpreted_string_literal',
    'raw_string_literal',
  ],
  analyse: (source) => new GoReader(source).read(),
};

/** Reads twice: names, types and texts first, since a file uses them above where it says them. */
class GoReader {
  readonly #source: SyntaxSource;
  readonly #facts = newFacts();
  readonly #texts = new GoTexts();
  readonly #wrappers: GoWrappers = new Map();
  readonly #packages = new Map<string, string>();
  readonly #functions = new Map<string, string>();
  readonly #fields = new Map<string, string>();
  readonly #globals = new Map<string, GoVariable>();
  readonly #chained: ChainedMethods = new Map();
  /** Calls whose result nothing is done with, and the calls they are made on. */
  readonly #statements = new Set<number>();
  /** Calls that other calls are made on. */
  readonly #inFront = new Set<number>();
  /** Functions on the spot that are given a router, by their ids. */
  readonly #nested = new Map<number, GoVariable>();

  constructor(source: SyntaxSource) {
    this.#source = source;
  }

  read(): Facts {
    const names = this.#newFile();
    for (const node of this.#source.nodes) this.#learn(node, names);
    this.#globals.clear();
    const file = this.#newFile();
    const statements = new StatementFinder(statementSource(file), this.#facts.statements);
    for (const node of this.#source.nodes) this.#tell(node, file, statements);
    statements.finish();
    return this.#facts;
  }

  #newFile(): GoFile {
    return {
      facts: this.#facts,
      texts: this.#texts,
      scopes: new Scopes<GoFrame>(),
      packages: this.#packages,
      functions: this.#functions,
      fields: this.#fields,
      globals: this.#globals,
    };
  }

  #learn(node: Node, file: GoFile): void {
    file.scopes.moveTo(node);
    switch (node.type) {
      case 'package_clause':
        this.#facts.module = nameText(partsOf(node)[0]);
        break;
      case 'import_spec':
        this.#addImport(node);
        break;
      case 'type_spec':
      case 'type_alias':
        this.#addType(node, file);
        break;
      case 'function_declaration':
      case 'method_declaration':
        this.#addFunction(node, file);
        break;
      case 'func_literal':
        openLiteral(node, file);
        this.#hideParameters(node, file);
        break;
      case 'const_spec':
      case 'var_spec':
      case 'short_var_declaration':
      case 'assignment_statement':
        this.#learnVariables(node, file);
        break;
      case 'call_expression':
        if (lastNameOf(node) === 'Start') this.#learnWrapper(node, file);
        break;
      default:
    }
  }

  #addImport(node: Node): void {
    const fact = goImport(node);
    this.#facts.imports.push(fact);
    this.#packages.set(fact.local, fact.module);
  }

  #addType(node: Node, { scopes, facts }: GoFile): void {
    const symbol = goSymbol(node, scopes.names);
    if (symbol === undefined) return;
    facts.symbols.push(symbol);
    for (const [field, type] of fieldsOf(node)) this.#fields.set(`${symbol.name}.${field}`, type);
  }

  #addFunction(node: Node, file: GoFile): void {
    const { type } = receiverOf(node);
    const symbol = goSymbol(node, type === '' ? [] : [type]);
    if (symbol === undefined) return;
    this.#facts.symbols.push(symbol);
    this.#functions.set([...symbol.containers, symbol.name].join('.'), resultType(node));
    openFunction(node, file);
    this.#hideParameters(node, file);
  }

  #hideParameters(node: Node, { scopes }: GoFile): void {
    for (const { name } of parametersOf(node)) this.#texts.hide(scopes.names, name);
  }

  #learnVariables(node: Node, file: GoFile): void {
    const isAddition =
      node.type === 'assignment_statement' && node.childForFieldName('operator')?.type === '+=';
    for (const { target, value } of pairsOf(node)) {
      if (target.type !== 'identifier') continue;
      const name = nameText(target);
      if (isAddition) this.#texts.append(file.scopes.names, name, value);
      else this.#texts.assign(file.scopes.names, name, value);
      if (value.type === 'func_literal') this.#addNamedLiteral(target, value, file);
    }
  }

  #addNamedLiteral(target: Node, value: Node, { scopes, facts }: GoFile): void {
    const name = nameText(target);
    const { line, column } = placeOf(target);
    const { endLine } = placeOf(value);
    facts.symbols.push({ name, containers: scopes.names, line, column, startLine: line, endLine });
  }

  #learnWrapper(node: Node, file: GoFile): void {
    const call = goCall(node);
    if (call !== undefined) findWrapper(file, call, this.#wrappers);
  }

  #tell(node: Node, file: GoFile, statements: StatementFinder): void {
    file.scopes.moveTo(node);
    switch (node.type) {
      case 'function_declaration':
      case 'method_declaration':
        openFunction(node, file);
        break;
      case 'func_literal':
        openLiteral(node, file, this.#nested.get(node.id));
        break;
      case 'const_spec':
      case 'var_spec':
      case 'short_var_declaration':
      case 'assignment_statement':
        tellVariables(node, file, statements);
        break;
      case 'keyed_element':
        openKey(node, file);
        break;
      case 'expression_statement':
        this.#noteStatement(node);
        break;
      case 'call_expression':
        this.#tellCall(node, file, statements);
        break;
      case 'composite_literal':
        addReader(file, node);
        break;
      case 'interpreted_string_literal':
      case 'raw_string_literal':
        statements.addLiteral(node);
        break;
      default:
    }
  }

  /** Marks a statement's call and the calls it is made on: routers give themselves back. */
  #noteStatement(node: Node): void {
    let call: Node | undefined = partsOf(node)[0];
    for (let length = 0; call?.type === 'call_expression' && length < 200; length++) {
      this.#statements.add(call.id);
      call = call.childForFieldName('function')?.childForFieldName('operand') ?? undefined;
    }
  }

  #tellCall(node: Node, file: GoFile, statements: StatementFinder): void {
    const call = goCall(node);
    if (call === undefined) return;
    if (call.receiver?.type === 'call_expression') this.#inFront.add(call.receiver.id);
    statements.addCall(callPlace(call), call.name, call.parts.filter(mayBeText));
    if (call.name === 'Tracer') addTracer(file, call, this.#inFront.has(node.id));
    addSpan(file, call, this.#wrappers);
    noteMethods(file, call, this.#chained);
    const nested = nestedRouter(file, call);
    if (nested !== undefined) this.#nested.set(nested.literal.id, { router: nested.router });
    addRoute(file, call, this.#statements.has(node.id), this.#chained);
    addMount(file, call);
    addHandedRouters(file, call);
    addConsumer(file, call);
  }
}

function statementSource({ texts, scopes }: GoFile) {
  return {
    textsOf: (node: Node) => texts.textsOf(node, scopes.names),
    variableOf: (node: Node) => (node.type === 'identifier' ? nameText(node) : ''),
    get within() {
      return scopes.dotted;
    },
  };
}

function openFunction(node: Node, { scopes }: GoFile): void {
  const name = nameText(node.childForFieldName('name'));
  const receiver = receiverOf(node);
  const variables = parameterVariables(node);
  if (receiver.name !== '') variables.set(receiver.name, { type: receiver.type });
  const names = receiver.type === '' ? [name] : [receiver.type, name];
  scopes.open(node, names, { type: 'function', name, node, variables });
}

/** The first parameter of a literal that is given a router is that router. */
function openLiteral(node: Node, { scopes }: GoFile, first?: GoVariable): void {
  const variables = parameterVariables(node);
  const [name] = variables.keys();
  if (first !== undefined && name !== undefined) variables.set(name, first);
  scopes.open(node, [], { type: 'literal', name: '', node, variables });
}

/** The type of what a function gives back first. */
function resultType(node: Node): string {
  const result = node.childForFieldName('result');
  if (result?.type !== 'parameter_list') return typeName(result);
  return typeName(partsOf(result)[0]?.childForFieldName('type'));
}

function openKey(node: Node, file: GoFile): void {
  const name = nameText(node.childForFieldName('key'));
  if (!/^\w+$/.test(name)) return;
  file.scopes.open(node, [], { type: 'assignment', name, node, variables: new Map() });
}

function addTracer(file: GoFile, call: GoCall, isInFront: boolean): void {
  const scope = textAt(file, call.parts[0]);
  if (isUnknown(scope)) return;
  const variable = isInFront ? tracerName(call.node) : variableAround(file);
  file.facts.tracers.push({ variable, scope, place: callPlace(call) });
}

/** The variable or key that is set, else the function that gives the value back; empty for a literal's. */
function variableAround(file: GoFile): string {
  for (const { type, name } of file.scopes.values()) {
    if (type !== 'statement') return name;
  }
  return '';
}
