import type { Node } from '@vscode/tree-sitter-wasm';
import { type Argument, type CsharpFile, callPlace, variableOf } from './csharpFile.ts';
import type { HandlerRef, TextPattern } from './fileFacts.ts';
import { nameText, partsOf, placeOf } from './place.ts';
import { isUnknown } from './textPattern.ts';

const starts = /^(?:StartActivity|CreateActivity|StartActiveSpan|StartSpan|StartRootSpan)$/;

/** `Source.StartActivity("x")`; without a name it is that of the member around. */
export function callSpan(
  call: Node,
  name: string,
  receiver: Node | undefined,
  args: readonly Argument[],
  file: CsharpFile,
): void {
  if (!starts.test(name)) return;
  const named = args.find((one) => one.name === 'name' || one.name === 'operationName');
  const first = args.find((one) => one.name === '');
  const isKind =
    first !== undefined && /^(?:System\.Diagnostics\.)?ActivityKind\./.test(nameText(first.value));
  const given = named ?? (isKind ? undefined : first);
  if (given === undefined && name !== 'StartActivity') return;
  const text = given === undefined ? [file.member] : file.text(given.value);
  file.facts.spans.push({
    name: text,
    tracer: variableOf(receiver),
    place: callPlace(call),
    within: file.scopes.dotted,
  });
}

/** `new ActivitySource("x")`, `new Activity("x")`, `provider.GetTracer("x")`, `= new("x")` of a field. */
export function madeOf(
  type: string,
  creation: Node,
  first: Node | undefined,
  variable: string,
  file: CsharpFile,
): void {
  if (first === undefined) return;
  const place = placeOf(creation);
  if (type === 'ActivitySource' || type === 'GetTracer') {
    const scope = file.text(first);
    if (!isUnknown(scope)) file.facts.tracers.push({ variable, scope, place });
  }
  if (type === 'Activity') {
    file.facts.spans.push({ name: file.text(first), tracer: '', place, within: file.scopes.dotted });
  }
}

/** `channel.BasicConsume("orders", …)`, `consumer.Subscribe("orders")`, `client.CreateProcessor("orders")`. */
export function callConsumer(call: Node, name: string, args: readonly Argument[], file: CsharpFile): void {
  const handler = file.enclosingHandler();
  const takes = /^(?:BasicConsume(?:Async)?|Subscribe|CreateProcessor|CreateReceiver|ReceiveEndpoint)$/.test(
    name,
  );
  const given = args.find((one) => /^(?:queue|topic|queueName)$/.test(one.name)) ?? args[0];
  if (!takes || given === undefined || handler === undefined) return;
  for (const node of elementsOf(given.value))
    addConsumer(file.text(node), handler, callPlace(call).line, call, file);
}

function addConsumer(
  destination: TextPattern,
  handler: HandlerRef,
  line: number,
  node: Node,
  file: CsharpFile,
): void {
  if (isUnknown(destination)) return;
  file.facts.consumers.push({ destination, handler, place: { ...placeOf(node), line } });
}

/** `new[] { "a", "b" }`, `["a"]`, `new List<string> { "a" }`. */
function elementsOf(node: Node): readonly Node[] {
  const list = /(?:array|collection|object)_creation_expression$|^collection_expression$/.test(node.type);
  if (!list) return [node];
  const initializer = node.namedChildren.find((child) => child?.type === 'initializer_expression');
  const elements = partsOf(initializer ?? node);
  return elements.map((one) => (one.type === 'collection_element' ? (one.namedChild(0) ?? one) : one));
}

/** What attributes of a method or of its parameters say that it takes. */
export function annotatedConsumers(
  node: Node,
  handler: HandlerRef & { readonly type: 'here' },
  file: CsharpFile,
): void {
  const lists = [node, ...partsOf(node.childForFieldName('parameters'))].flatMap((one) =>
    one.namedChildren.filter((child): child is Node => child?.type === 'attribute_list'),
  );
  for (const attribute of lists.flatMap((list) => partsOf(list))) {
    const name = nameText(attribute.childForFieldName('name')).replace(/^.*\./, '');
    const takes =
      /^(?:ServiceBusTrigger|QueueTrigger|KafkaTrigger|RabbitMQTrigger|EventHubTrigger|CapSubscribe|Topic)$/;
    if (!takes.test(name)) continue;
    const values = partsOf(
      attribute.namedChildren.find((child) => child?.type === 'attribute_argument_list'),
    );
    // Dapr's `[Topic("pubsub", "orders")]` and Kafka's name a broker before the topic.
    const value = name === 'Topic' || name === 'KafkaTrigger' ? values[1] : values[0];
    const text = value === undefined ? undefined : partsOf(value).at(-1);
    if (text !== undefined) addConsumer(file.text(text), handler, handler.place.line, attribute, file);
  }
}

/** MassTransit's `IConsumer<OrderPlaced>`: an exchange `Namespace:OrderPlaced`, and a queue after the consumer's name. */
export function massTransitConsumer(
  method: string,
  handler: HandlerRef & { readonly type: 'here' },
  generics: readonly string[],
  file: CsharpFile,
): void {
  const owner = file.nearest('class');
  if (method !== 'Consume' || owner?.bases.includes('IConsumer') !== true) return;
  for (const generic of generics) {
    const message = /^IConsumer<([\w.]+)>$/.exec(generic)?.[1]?.replace(/^.*\./, '');
    if (message === undefined) continue;
    const { place } = handler;
    file.facts.consumers.push({ destination: ['', `:${message}`], handler, place });
  }
  const queue = owner.name.replace(/Consumer$/, '');
  const kebab = queue.replace(/(?<=[a-z\d])(?=[A-Z])/g, '-').toLowerCase();
  for (const destination of new Set([queue, kebab])) {
    file.facts.consumers.push({ destination: [destination], handler, place: handler.place });
  }
}
