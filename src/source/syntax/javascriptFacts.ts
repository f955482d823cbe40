import type { Node } from '@vscode/tree-sitter-wasm';
import type { Analyser, Facts, SyntaxSource } from './analyser.ts';
import type { Place } from './fileFacts.ts';
import { exportedClass, visitClass } from './javascriptDecorators.ts';
import { definitionTypes, JavaScriptDefinitions } from './javascriptDefinitions.ts';
import { JavaScriptFile } from './javascriptFile.ts';
import { addFileRoutes } from './javascriptFileRoutes.ts';
import { addCommonExports, addExports, addImports, addRequires } from './javascriptModules.ts';
import { callOf, dottedName, isFunction, type JavaScriptCall, unwrapped } from './javascriptNodes.ts';
import { visitRouteObject } from './javascriptRouteObjects.ts';
import { visitAssignedRouter } from './javascriptRouters.ts';
import { visitModuleCall, visitRouteCall } from './javascriptRoutes.ts';
import { JavaScriptServices } from './javascriptServices.ts';
import { JavaScriptSpans } from './javascriptSpans.ts';
import { JavaScriptStatements } from './javascriptStatements.ts';
import { nameText, placeOf } from './place.ts';

/** Spans and tracers, routes of frameworks, decorators, services, consumers and resolvers, file-system routes. */
const markers = new RegExp(
  [
    String.raw`[sS]pan\(|[sS]tart\w*Span|@\w*(?:Span|Trace)|getTracer|[tT]race[dr]?\(|[iI]nstrument\w*\(|logfire|Effect\.fn`,
    String.raw`\.(?:get|post|put|patch|delete|del|all|any|options|opts|head)(?:<[^>()]*>)?\(\s*(?:['"\x60](?:[/*('"\x60]|\$\{|[\w.-]+['"\x60]\s*,\s*['"\x60]/)|\[\s*['"\x60/]|/[\^\\(.]|[\w.]+\s*,\s*[\w(])`,
    String.raw`\.(?:route|register|group|mount|basePath|on)\(\s*['"\x60{[]|\.(?:use|register)\(|['"](?:hono|fastify|express|@?koa\W?router|restify|@hapi/hapi)\b`,
    String.raw`@(?:Json|Rest)?Controller|@Resolver|@Processor|@(?:Get|Post|Put|Patch|Delete|All)\(|Pattern\(|@Grpc|@Rabbit|@Sqs`,
    String.raw`addService\(|\.service\(|\.(?:subscribe|consume|process|work|define)\(\s*['"\x60{[\w]|new \w*(?:Worker|Queue)\(|\b(?:Query|Mutation|Subscription)\s*[:=,]`,
    String.raw`export\s+(?:async\s+)?(?:function|const)\s+(?:GET|POST|PUT|PATCH|DELETE|loader|action|load)\b|[eE]ventHandler|NextApiRe|['"]?method['"]?\s*:\s*['"[]`,
  ].join('|'),
);

/** JavaScript, TypeScript and TSX. */
export const javascriptFacts: Analyser = {
  markers,
  nodeTypes: [
    ...definitionTypes,
    'call_expression',
    'new_expression',
    'import_statement',
    'string',
    'template_string',
    'binary_expression',
    'object',
    'lexical_declaration',
    'variable_declaration',
    'enum_declaration',
    'required_parameter',
  ],
  analyse: (source) => new JavaScriptReader(source).read(),
};

class JavaScriptReader {
  readonly #source: SyntaxSource;
  readonly #file: JavaScriptFile;
  readonly #definitions: JavaScriptDefinitions;
  readonly #spans: JavaScriptSpans;
  readonly #services: JavaScriptServices;
  readonly #statements: JavaScriptStatements;
  /** Classes that were read with the decorators before their `export`. */
  readonly #classes = new Set<number>();

  constructor(source: SyntaxSource) {
    this.#source = source;
    this.#file = new JavaScriptFile(source);
    this.#definitions = new JavaScriptDefinitions(this.#file);
    this.#spans = new JavaScriptSpans(this.#file);
    this.#services = new JavaScriptServices(this.#file);
    this.#statements = new JavaScriptStatements(this.#file);
  }

  read(): Facts {
    for (const node of this.#source.nodes) this.#learn(node);
    this.#statements.learnConstants();
    for (const node of this.#source.nodes) this.#visit(node);
    this.#spans.finish();
    this.#services.finish();
    this.#statements.finish();
    addFileRoutes(this.#file);
    const { facts } = this.#file;
    // Of a chain of calls the last one is the outermost, and came first.
    const routes = facts.routes.sort(byPlace);
    return isTest(this.#file.path) ? { ...facts, routes: [], mounts: [] } : { ...facts, routes };
  }

  /** What may be used above where it stands. */
  #learn(node: Node): void {
    switch (node.type) {
      case 'lexical_declaration':
      case 'variable_declaration':
        this.#file.texts.learnDeclaration(node);
        break;
      case 'enum_declaration':
        this.#file.texts.learnEnum(node);
        break;
      case 'variable_declarator': {
        const value = unwrapped(node.childForFieldName('value'));
        if (value === undefined) return;
        const name = nameText(node.childForFieldName('name'));
        this.#learnMaker(name, value);
        this.#services.learnObject(name, value);
        return;
      }
      case 'public_field_definition':
      case 'required_parameter':
        this.#learnType(node);
        break;
    }
  }

  #learnMaker(name: string, value: Node): void {
    if (!/^(?:new|call)_expression$/.test(value.type)) return;
    const callee = value.childForFieldName(value.type === 'new_expression' ? 'constructor' : 'function');
    const maker = dottedName(callee ?? undefined) || nameText(callee);
    if (maker !== '') this.#file.learnMaker(name, maker);
  }

  /** `constructor(private readonly users: UsersController)`. */
  #learnType(node: Node): void {
    const type = node.childForFieldName('type')?.namedChild(0);
    const name = node.childForFieldName('pattern') ?? node.childForFieldName('name');
    if (type?.type === 'type_identifier' && name !== null) {
      this.#file.learnMaker(nameText(name).replace(/^#/, ''), nameText(type));
    }
    const value = unwrapped(node.childForFieldName('value'));
    if (value !== undefined && name !== null) this.#learnMaker(nameText(name).replace(/^#/, ''), value);
  }

  #visit(node: Node): void {
    this.#file.scopes.moveTo(node);
    this.#file.calls.moveTo(node);
    switch (node.type) {
      case 'call_expression':
        this.#visitCall(node);
        break;
      case 'new_expression':
        this.#visitNew(node);
        break;
      case 'import_statement':
        addImports(this.#file, node);
        break;
      case 'string':
      case 'template_string':
      case 'binary_expression':
        this.#statements.visitText(node);
        break;
      case 'object':
        visitRouteObject(this.#file, node);
        this.#services.visitObject(node);
        break;
      default:
        this.#visitDefinition(node);
        break;
    }
  }

  #visitDefinition(node: Node): void {
    if (isFunction(node)) this.#file.calls.open(node, [], undefined);
    this.#visitAssignment(node);
    this.#definitions.visit(node);
    if (node.type === 'export_statement') {
      addExports(this.#file, node);
      const exported = exportedClass(node);
      if (exported !== undefined) this.#visitClass(...exported);
    }
    if (/^(?:abstract_)?class(?:_declaration)?$/.test(node.type)) this.#visitClass(node, []);
  }

  #visitClass(node: Node, before: readonly Node[]): void {
    if (this.#classes.has(node.id)) return;
    this.#classes.add(node.id);
    visitClass(this.#file, this.#spans, node, before);
  }

  /** What is given a name: modules, tracers, routers, queues. */
  #visitAssignment(node: Node): void {
    const fields = assignments[node.type];
    const value = fields === undefined ? undefined : unwrapped(node.childForFieldName(fields[1]));
    if (fields === undefined || value === undefined) return;
    if (node.type === 'variable_declarator') addRequires(this.#file, node);
    if (node.type === 'assignment_expression') addCommonExports(this.#file, node);
    const target = node.childForFieldName(fields[0]);
    const name = dottedName(target ?? undefined) || nameText(target).replace(/^#/, '');
    if (!/^(?:new|call)_expression$/.test(value.type) || !/^[\w$.]+$/.test(name)) return;
    this.#spans.visitAssigned(name, value);
    visitAssignedRouter(this.#file, name, value);
    const call = callOf(value);
    if (call !== undefined) this.#services.visitAssigned(name, call);
  }

  #visitCall(node: Node): void {
    const call = callOf(node);
    this.#file.calls.open(node, [], call ?? nameless(node));
    if (call === undefined) visitModuleCall(this.#file, node);
    else this.#visitNamedCall(call);
  }

  #visitNamedCall(call: JavaScriptCall): void {
    this.#spans.visitCall(call);
    visitRouteCall(this.#file, call);
    this.#services.visitCall(call);
    this.#statements.visitCall(call);
  }

  #visitNew(node: Node): void {
    const call = callOf(node);
    this.#file.calls.open(node, [], call ?? nameless(node));
    if (call === undefined) return;
    this.#services.visitNew(call);
    this.#statements.visitCall(call);
  }
}

const assignments: Readonly<Record<string, readonly [target: string, source: string]>> = {
  variable_declarator: ['name', 'value'],
  assignment_expression: ['left', 'right'],
  public_field_definition: ['name', 'value'],
  field_definition: ['property', 'value'],
};

function byPlace(a: { readonly place: Place }, b: { readonly place: Place }): number {
  return a.place.line - b.place.line || a.place.column - b.place.column;
}

/** A call of what has no name: `(await import('./x'))(app)`. */
function nameless(node: Node): JavaScriptCall {
  return { node, name: '', receiver: undefined, args: [], place: placeOf(node) };
}

/** Servers of tests answer no requests of the program. */
function isTest(path: string): boolean {
  return /[.-](?:test|spec|e2e|cy)\.[cm]?[jt]sx?$|[\\/](?:__tests__|__mocks__|cypress|e2e)[\\/]/.test(path);
}
