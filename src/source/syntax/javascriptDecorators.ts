import type { Node } from '@vscode/tree-sitter-wasm';
import type { HandlerRef, TextPattern } from './fileFacts.ts';
import { membersOf } from './javascriptDefinitions.ts';
import type { JavaScriptFile } from './javascriptFile.ts';
import { writtenHandler } from './javascriptHandlers.ts';
import {
  type Decorator,
  decoratorOf,
  decoratorsOf,
  dottedName,
  isFunction,
  keyText,
  propertyOf,
  unwrapped,
} from './javascriptNodes.ts';
import type { JavaScriptSpans } from './javascriptSpans.ts';
import { nameText, partsOf, placeOf } from './place.ts';
import { isUnknown } from './textPattern.ts';

const routeMethods: Readonly<Record<string, readonly string[]>> = {
  Get: ['GET'],
  Post: ['POST'],
  Put: ['PUT'],
  Patch: ['PATCH'],
  Delete: ['DELETE'],
  Options: ['OPTIONS'],
  Head: ['HEAD'],
  Sse: ['GET'],
  All: [],
};

/** LoopBack writes them small. */
const smallMethods = /^(?:get|post|put|patch|del)$/;

/** A method with one of its decorators. */
interface Decorated {
  readonly className: string;
  readonly member: Node;
  readonly name: string;
  readonly handler: HandlerRef;
  readonly decorator: Decorator;
}

/** What decorators of a class and of its methods say: NestJS, routing-controllers, TypeGraphQL, LoopBack, tracing. */
export function visitClass(
  file: JavaScriptFile,
  spans: JavaScriptSpans,
  node: Node,
  before: readonly Node[],
): void {
  const className = nameText(node.childForFieldName('name'));
  const own = [...before, ...decoratorsOf(node)].map(decoratorOf);
  for (const decorator of own) addRouter(file, className, decorator);
  const resolver = own.find(({ name }) => name === 'Resolver');
  const processor = own.find(({ name }) => name === 'Processor');
  for (const { member, decorators } of membersOf(node)) {
    const nameNode = member.childForFieldName('name') ?? member.childForFieldName('property');
    if (nameNode === null) continue;
    const name = keyText(nameNode);
    const handler = handlerOfMember(member, nameNode, name);
    if (processor !== undefined && name === 'process')
      addProcessor(file, processor, undefined, handler, nameNode);
    for (const one of decorators) {
      const decorator = decoratorOf(one);
      const decorated = { className, member, name, handler, decorator };
      addRoute(file, decorated);
      addMessage(file, decorated);
      if (resolver !== undefined) addField(file, decorated, resolver);
      if (processor !== undefined && decorator.name === 'Process') {
        addProcessor(file, processor, decorator, handler, one);
      }
      spans.visitDecorator(decorator, className, member);
    }
  }
}

function handlerOfMember(member: Node, nameNode: Node, name: string): HandlerRef {
  if (isFunction(member)) return writtenHandler(member);
  return { type: 'here', place: { ...placeOf(nameNode), endLine: placeOf(member).endLine }, name };
}

/** `@Controller('x')`, `@Controller(['x', 'y'])`, `@Controller({ path: 'x' })`. */
function addRouter(file: JavaScriptFile, className: string, { name, args, node }: Decorator): void {
  if (!/^(?:Json)?Controller$|^RestController$/.test(name)) return;
  for (const prefix of pathsOf(file, args[0])) {
    file.facts.routers.push({ name: className, prefix, place: placeOf(node) });
  }
}

function addRoute(file: JavaScriptFile, { className, handler, decorator }: Decorated): void {
  const { name, args, node } = decorator;
  const small = smallMethods.test(name) && args[0] !== undefined;
  const methods = small ? [name.replace('del', 'delete').toUpperCase()] : routeMethods[name];
  if (methods === undefined || !Object.hasOwn(routeMethods, name) === !small) return;
  const framework = file.imports(/^@nestjs\//) ? 'nestjs' : 'javascript';
  for (const path of pathsOf(file, args[0])) {
    const place = placeOf(node);
    file.facts.routes.push({ methods, path, router: className, within: '', handler, framework, place });
  }
}

/** Nothing, a text, several, or options with a path. */
function pathsOf(file: JavaScriptFile, argument: Node | undefined): readonly TextPattern[] {
  const node = unwrapped(argument);
  if (node === undefined) return [['']];
  const path = node.type === 'object' ? propertyOf(node, 'path') : node;
  return path === undefined ? [['']] : file.texts.listOf(path).filter((text) => !isUnknown(text));
}

/** `@MessagePattern('x')`, `@EventPattern({ cmd: 'x' })`, `@GrpcMethod('Shop', 'getOrder')`, `@RabbitSubscribe({ queue })`. */
function addMessage(file: JavaScriptFile, { className, name, handler, decorator }: Decorated): void {
  const { args, node } = decorator;
  const place = placeOf(node);
  const options = unwrapped(args[0]);
  switch (decorator.name) {
    case 'MessagePattern':
    case 'EventPattern':
    case 'SqsMessageHandler': {
      const pattern = options?.type === 'object' ? propertyOf(options, 'cmd') : options;
      for (const destination of file.texts.listOf(pattern)) {
        if (!isUnknown(destination)) file.facts.consumers.push({ destination, handler, place });
      }
      return;
    }
    case 'RabbitSubscribe':
    case 'RabbitRPC':
      for (const key of ['queue', 'routingKey']) {
        const destination = file.texts.textOf(propertyOf(options, key));
        if (!isUnknown(destination)) file.facts.consumers.push({ destination, handler, place });
      }
      return;
    case 'GrpcMethod':
    case 'GrpcStreamMethod':
    case 'GrpcStreamCall': {
      const service = literalOr(file, args[0], className);
      const method = literalOr(file, args[1], name);
      file.facts.services.push({ service, methods: [{ name: method, handler, place }] });
      return;
    }
  }
}

function literalOr(file: JavaScriptFile, node: Node | undefined, otherwise: string): string {
  const [text, ...more] = file.texts.textOf(node);
  return node === undefined || more.length > 0 || text === undefined ? otherwise : text;
}

/** Fields of GraphQL: `Query.orders`, and of a type that a resolver is of. */
function addField(file: JavaScriptFile, { name, handler, decorator }: Decorated, resolver: Decorator): void {
  const parent = /^(?:Query|Mutation|Subscription)$/.test(decorator.name)
    ? decorator.name
    : /^(?:ResolveField|FieldResolver|ResolveProperty)$/.test(decorator.name)
      ? typeOf(file, resolver.args[0])
      : undefined;
  if (parent === undefined) return;
  const field = fieldName(file, decorator.args) ?? name;
  file.facts.consumers.push({ destination: [`${parent}.${field}`], handler, place: placeOf(decorator.node) });
}

/** `@Query('orders')`, `@Query(() => Order, { name: 'orders' })`. */
function fieldName(file: JavaScriptFile, args: readonly Node[]): string | undefined {
  for (const arg of args) {
    const node = unwrapped(arg);
    const named =
      node?.type === 'object' ? propertyOf(node, 'name') : node?.type === 'string' ? node : undefined;
    if (named !== undefined) return file.texts.textOf(named).join('');
  }
  return undefined;
}

/** `@Resolver('Author')`, `@Resolver(Author)`, `@Resolver(() => Author)`, `@Resolver((of) => Author)`. */
function typeOf(file: JavaScriptFile, argument: Node | undefined): string | undefined {
  const node = unwrapped(argument);
  if (node?.type === 'string') return file.texts.textOf(node).join('');
  const named = node?.type === 'arrow_function' ? unwrapped(node.childForFieldName('body')) : node;
  const name = dottedName(named);
  return name === '' ? undefined : name;
}

/** `@Processor('mail')` of Bull: the queue, or the job that a method is for. */
function addProcessor(
  file: JavaScriptFile,
  processor: Decorator,
  process: Decorator | undefined,
  handler: HandlerRef,
  at: Node,
): void {
  for (const decorator of [processor, process]) {
    const node = unwrapped(decorator?.args[0]);
    const destination = file.texts.textOf(node?.type === 'object' ? propertyOf(node, 'name') : node);
    if (!isUnknown(destination)) file.facts.consumers.push({ destination, handler, place: placeOf(at) });
  }
}

/** The class that decorators before `export` are of, and those decorators. */
export function exportedClass(
  exportNode: Node,
): readonly [classNode: Node, decorators: readonly Node[]] | undefined {
  const declaration = exportNode.childForFieldName('declaration');
  const decorators = decoratorsOf(exportNode);
  if (declaration === null || decorators.length === 0) return undefined;
  return partsOf(declaration).length === 0 ? undefined : [declaration, decorators];
}
