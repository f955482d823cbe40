import type { Node } from '@vscode/tree-sitter-wasm';
import type { HandlerRef } from './fileFacts.ts';
import { callPlace, type GoCall, handlerOf, literalType, textAt } from './goCall.ts';
import { type GoFile, imports, variableOf } from './goFile.ts';
import { elementsOf } from './goRoutes.ts';
import { nameText, partsOf, placeOf } from './place.ts';
import { isUnknown } from './textPattern.ts';

interface Where {
  /** Positions of the destination and of who handles, among the arguments. */
  readonly destination: number;
  readonly handler?: number;
  readonly of: RegExp;
}

const brokers: ReadonlyMap<string, readonly Where[]> = new Map([
  ['Subscribe', [{ destination: 0, handler: 1, of: /nats|mqtt|kafka|pubsub|stan|watermill/ }]],
  ['QueueSubscribe', [{ destination: 0, handler: 2, of: /nats|stan/ }]],
  ['SubscribeTopics', [{ destination: 0, of: /kafka/ }]],
  ['ConsumeTopics', [{ destination: 0, of: /franz-go/ }]],
  ['ConsumePartition', [{ destination: 0, of: /sarama/ }]],
  [
    'Consume',
    [
      { destination: 1, handler: 2, of: /sarama/ },
      { destination: 0, of: /amqp/ },
    ],
  ],
  ['ConsumeWithContext', [{ destination: 1, of: /amqp/ }]],
  ['HandleFunc', [{ destination: 0, handler: 1, of: /asynq/ }]],
  ['Handle', [{ destination: 0, handler: 1, of: /asynq/ }]],
  ['AddNoPublisherHandler', [{ destination: 1, handler: 3, of: /watermill/ }]],
  ['AddHandler', [{ destination: 1, handler: 5, of: /watermill/ }]],
]);

/** Calls that take messages of a queue, topic or subject. */
export function addConsumer(file: GoFile, call: GoCall): void {
  const how = brokers.get(call.name)?.find(({ of }) => imports(file, of));
  if (how === undefined) return;
  const handler = consumerOf(file, how.handler === undefined ? undefined : call.parts[how.handler]);
  for (const node of destinations(call.parts[how.destination])) {
    const destination = textAt(file, node);
    if (isUnknown(destination) || destination[0]?.startsWith('/')) continue;
    file.facts.consumers.push({ destination, handler, place: callPlace(call) });
  }
}

function destinations(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  return node.type === 'composite_literal' ? elementsOf(node) : [node];
}

/** sarama's handlers are values with a `ConsumeClaim`, asynq's have a `ProcessTask`. */
function consumerOf(file: GoFile, node: Node | undefined): HandlerRef {
  if (node === undefined) return { type: 'unknown' };
  const known = node.type === 'identifier' ? variableOf(file, nameText(node))?.type : undefined;
  const type = known || literalType(node);
  if (type === '') return handlerOf(file, node);
  return { type: 'name', name: `${type}.${imports(file, /sarama/) ? 'ConsumeClaim' : 'ProcessTask'}` };
}

/** kafka-go: `kafka.ReaderConfig{Topic: "orders"}`. */
export function addReader(file: GoFile, literal: Node): void {
  if (!/\.ReaderConfig$/.test(nameText(literal.childForFieldName('type')))) return;
  for (const element of partsOf(literal.childForFieldName('body'))) {
    if (element.type !== 'keyed_element' || nameText(element.childForFieldName('key')) !== 'Topic') continue;
    const destination = textAt(file, partsOf(element.childForFieldName('value'))[0]);
    if (isUnknown(destination)) continue;
    file.facts.consumers.push({ destination, handler: { type: 'unknown' }, place: placeOf(literal) });
  }
}
