import type { Node } from '@vscode/tree-sitter-wasm';
import type { HandlerRef, TextPattern } from './fileFacts.ts';
import { partsOf, placeOf } from './place.ts';
import {
  argumentOf,
  decoratedHandler,
  dottedName,
  handlerOf,
  type PythonCall,
  type PythonDefinition,
} from './pythonCall.ts';
import { classAround, type PythonFile } from './pythonFile.ts';
import { isUnknown } from './textPattern.ts';

/** Which argument of a decorator is the queue, topic or task. */
const decorators: ReadonlyMap<string, readonly [position: number, ...names: string[]]> = new Map([
  ['task', [Number.POSITIVE_INFINITY, 'name']],
  ['shared_task', [Number.POSITIVE_INFINITY, 'name']],
  ['periodic_task', [Number.POSITIVE_INFINITY, 'name']],
  ['actor', [Number.POSITIVE_INFINITY, 'queue_name']],
  ['job', [0, 'queue']],
  ['agent', [0, 'channel']],
  ['subscriber', [0, 'queue', 'subject', 'topic', 'channel']],
]);

/** `@app.task(name="x")`, `@app.agent(topic)`, `@broker.subscriber("x")`. */
export function addDecoratedConsumer(file: PythonFile, call: PythonCall, definition: PythonDefinition): void {
  const where = decorators.get(call.name);
  if (where === undefined) return;
  const [position, ...names] = where;
  push(file, argumentOf(call, position, ...names), decoratedHandler(definition), call);
}

/** Where a call that takes messages has its destination, and its callback. */
const consumers: ReadonlyMap<string, { readonly callback: number; readonly names: readonly string[] }> =
  new Map([
    ['subscribe', { callback: 1, names: ['cb', 'callback', 'on_message', 'handler'] }],
    ['basic_consume', { callback: 1, names: ['on_message_callback', 'callback', 'consumer_callback'] }],
    ['KafkaConsumer', { callback: Number.POSITIVE_INFINITY, names: [] }],
    ['AIOKafkaConsumer', { callback: Number.POSITIVE_INFINITY, names: [] }],
  ]);

/** `KafkaConsumer("orders")`, `consumer.subscribe(["orders"])`, `basic_consume(queue=…, on_message_callback=…)`, `queue.consume(f)`. */
export function addConsumer(file: PythonFile, call: PythonCall): void {
  if (call.name === 'consume') addQueueConsumer(file, call);
  const how = consumers.get(call.name);
  if (how === undefined) return;
  const callback = argumentOf(call, how.callback, ...how.names);
  const handler = handlerOf(callback, classAround(file));
  for (const destination of destinationsOf(call)) push(file, destination, handler, call);
}

function destinationsOf(call: PythonCall): readonly Node[] {
  const first = argumentOf(call, 0, 'queue', 'topics', 'topic', 'subject', 'channel');
  if (first === undefined) return [];
  if (first.type === 'list' || first.type === 'tuple') return partsOf(first);
  return call.name.endsWith('KafkaConsumer') ? call.positional : [first];
}

/** aio-pika: the queue was declared with its name before. */
function addQueueConsumer(file: PythonFile, call: PythonCall): void {
  const handler = handlerOf(argumentOf(call, 0, 'callback'), classAround(file));
  const queue = call.node.childForFieldName('function')?.childForFieldName('object');
  if (handler.type !== 'unknown') push(file, queue ?? undefined, handler, call);
}

/** Calls whose result stands for their text: `topic = app.topic("orders")`, `queue = await channel.declare_queue("q")`. */
export function namedDestination(value: Node): Node | undefined {
  const call = value.type === 'await' ? partsOf(value)[0] : value;
  if (call?.type !== 'call') return undefined;
  const name = dottedName(call.childForFieldName('function')).replace(/^.*\./, '');
  if (!/^(?:topic|declare_queue|queue|Queue|ObjectType)$/.test(name)) return undefined;
  const [first] = partsOf(call.childForFieldName('arguments'));
  return first?.type === 'string' ? first : undefined;
}

function push(file: PythonFile, node: Node | undefined, handler: HandlerRef, call: PythonCall): void {
  const destination: TextPattern = file.texts.textOf(node, file.scopes.names);
  if (isUnknown(destination)) return;
  file.facts.consumers.push({ destination, handler, place: placeOf(call.node) });
}
