import type { Node } from '@vscode/tree-sitter-wasm';
import type { HandlerRef, ServiceFact, TextPattern } from './fileFacts.ts';
import type { JavaScriptFile } from './javascriptFile.ts';
import { handlerOf, unknownHandler } from './javascriptHandlers.ts';
import {
  dottedName,
  entriesOf,
  isFunction,
  type JavaScriptCall,
  propertyOf,
  unwrapped,
} from './javascriptNodes.ts';
import { nameText, placeOf } from './place.ts';
import { isUnknown, unknownText } from './textPattern.ts';

/** What runs tasks or takes messages of a queue that its first argument names. */
const takers = /^(?:consume|subscribe|process|work|define|addWorker|registerWorker|pSubscribe|sSubscribe)$/;

interface Run {
  readonly receiver: string;
  readonly handler: HandlerRef;
  readonly call: JavaScriptCall;
}

/** RPC services, consumers of messages, and resolvers of GraphQL. */
export class JavaScriptServices {
  readonly #file: JavaScriptFile;
  /** Object literals by the variable that holds them. */
  readonly #objects = new Map<string, Node>();
  /** What a consumer or a queue is of, by its variable. */
  readonly #destinations = new Map<string, TextPattern[]>();
  readonly #runs: Run[] = [];

  constructor(file: JavaScriptFile) {
    this.#file = file;
  }

  /** Before everything else: what is registered may be declared below. */
  learnObject(name: string, value: Node): void {
    if (value.type === 'object') this.#objects.set(name, value);
  }

  /** `const queue = new Queue('mail')`. */
  visitAssigned(name: string, call: JavaScriptCall): void {
    if (/Queue$/.test(call.name)) this.#addDestinations(name, call.args[0]);
  }

  visitCall(call: JavaScriptCall): void {
    const { name, receiver, args } = call;
    const on = dottedName(receiver);
    if (receiver === undefined) return;
    if ((name === 'addService' || name === 'service') && args.length >= 2) this.#addService(call);
    else if (name === 'run' && args[0]?.type === 'object') this.#addRun(on, call);
    else if (name === 'subscribe' && unwrapped(args[0])?.type === 'object')
      this.#subscribe(on, unwrapped(args[0]));
    else if (takers.test(name)) this.#addTaker(on, call);
    else if (name === 'create' && /Consumer$/.test(on)) this.#addSqs(call);
  }

  /** BullMQ: `new Worker('mail', async (job) => …)`. */
  visitNew(call: JavaScriptCall): void {
    const [queue, handler] = call.args;
    if (/Worker$/.test(call.name) && handler !== undefined) this.#addConsumer(queue, handler, call);
  }

  /** Kafka: what a consumer runs is for what it has subscribed to, wherever that stands. */
  finish(): void {
    for (const { receiver, handler, call } of this.#runs) {
      for (const destination of this.#destinations.get(receiver) ?? [unknownText]) {
        this.#file.facts.consumers.push({ destination, handler, place: call.place });
      }
    }
  }

  /** Maps of resolvers: `{ Query: { orders() {} }, Order: { items() {} } }`. */
  visitObject(object: Node): void {
    if (object.namedChildCount > maxTypes) return;
    const entries = entriesOf(object);
    if (!entries.some(({ key }) => /^(?:Query|Mutation|Subscription)$/.test(key))) return;
    for (const { key, value } of entries) {
      const fields =
        value.type === 'object' ? value : this.#objects.get(dottedName(value) || nameText(value));
      this.#addFields(key, fields);
    }
  }

  #addFields(parent: string, fields: Node | undefined): void {
    if (!/^[A-Z]\w*$/.test(parent)) return;
    for (const { key, value, node } of entriesOf(fields)) {
      const subscribed =
        value.type === 'object' ? (propertyOf(value, 'subscribe') ?? propertyOf(value, 'resolve')) : value;
      const handler = handlerOf(this.#file, subscribed);
      if (handler === undefined) continue;
      this.#file.facts.consumers.push({ destination: [`${parent}.${key}`], handler, place: placeOf(node) });
    }
  }

  /** `server.addService(pb.Shop.service, { getOrder })`, with the methods here or elsewhere. */
  #addService({ args, place }: JavaScriptCall): void {
    const service = dottedName(args[0]);
    const implementation = unwrapped(args[1]);
    if (service === '' || implementation === undefined) return;
    const object =
      implementation.type === 'object' ? implementation : this.#objects.get(dottedName(implementation));
    const methods = entriesOf(object).map(({ key, value, node }) => ({
      name: key,
      handler: handlerOf(this.#file, value) ?? unknownHandler,
      place: placeOf(node),
    }));
    const elsewhere = object === undefined ? implementationOf(this.#file, implementation) : '';
    const all: ServiceFact['methods'] =
      elsewhere === '' ? methods : [{ name: '*', handler: { type: 'name', name: elsewhere }, place }];
    this.#file.facts.services.push({ service, methods: all });
  }

  #addRun(receiver: string, call: JavaScriptCall): void {
    const options = unwrapped(call.args[0]);
    for (const key of ['eachMessage', 'eachBatch']) {
      const handler = handlerOf(this.#file, propertyOf(options, key));
      if (handler !== undefined) this.#runs.push({ receiver, handler, call });
    }
  }

  #subscribe(receiver: string, options: Node | undefined): void {
    this.#addDestinations(receiver, propertyOf(options, 'topic') ?? propertyOf(options, 'topics'));
  }

  #addDestinations(name: string, node: Node | undefined): void {
    const known = this.#file.texts.listOf(node).filter((text) => !isUnknown(text));
    if (known.length > 0) this.#destinations.set(name, [...(this.#destinations.get(name) ?? []), ...known]);
  }

  #addTaker(on: string, call: JavaScriptCall): void {
    const [first, ...rest] = call.args.map((arg) => unwrapped(arg));
    if (first === undefined) return;
    const handler = rest.findLast((arg) => arg !== undefined && handlerNode(arg) !== undefined);
    if (isFunction(first)) this.#addProcess(on, first, call);
    else if (handler !== undefined) this.#addConsumer(first, handlerNode(handler), call);
    else if (call.name === 'process' && this.#destinations.has(on)) this.#addProcess(on, first, call);
    else if (call.name === 'subscribe' && /string$/.test(first.type))
      this.#addConsumer(first, undefined, call);
  }

  /** Bull: `queue.process(fn)`. */
  #addProcess(queue: string, node: Node, { place }: JavaScriptCall): void {
    const handler = handlerOf(this.#file, node);
    if (handler === undefined) return;
    for (const destination of this.#destinations.get(queue) ?? []) {
      this.#file.facts.consumers.push({ destination, handler, place });
    }
  }

  /** sqs-consumer: the queue is the end of its URL. */
  #addSqs(call: JavaScriptCall): void {
    const options = unwrapped(call.args[0]);
    const handler = handlerOf(this.#file, propertyOf(options, 'handleMessage'));
    const queue = /([^/]+)$/.exec(this.#file.texts.textOf(propertyOf(options, 'queueUrl')).at(-1) ?? '')?.[1];
    if (handler === undefined) return;
    const destination = queue === undefined ? unknownText : [queue];
    this.#file.facts.consumers.push({ destination, handler, place: call.place });
  }

  #addConsumer(queue: Node | undefined, handlerAt: Node | undefined, { place }: JavaScriptCall): void {
    const handler =
      handlerAt === undefined ? unknownHandler : (handlerOf(this.#file, handlerAt) ?? unknownHandler);
    for (const destination of this.#file.texts.listOf(queue)) {
      if (!isUnknown(destination)) this.#file.facts.consumers.push({ destination, handler, place });
    }
  }
}

const maxTypes = 500;

/** A function, or what may be one by its name; NATS has it among its options. */
function handlerNode(node: Node): Node | undefined {
  if (node.type === 'object') return propertyOf(node, 'callback');
  return isFunction(node) || /^(?:identifier|member_expression|call_expression)$/.test(node.type)
    ? node
    : undefined;
}

/** `new OrdersService()`, or a variable that holds one. */
function implementationOf(file: JavaScriptFile, node: Node): string {
  if (node.type === 'new_expression') return dottedName(node.childForFieldName('constructor') ?? undefined);
  const name = dottedName(node);
  return file.makers.get(name) ?? name;
}
