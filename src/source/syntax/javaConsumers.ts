import type { Node } from '@vscode/tree-sitter-wasm';
import type { HandlerRef, TextPattern } from './fileFacts.ts';
import { type Annotation, valuesOf } from './javaAnnotations.ts';
import { callPlace, type JavaFile } from './javaFile.ts';
import { withPlaceholders } from './javaTexts.ts';
import { partsOf } from './place.ts';
import { isUnknown } from './textPattern.ts';

/** Under which keys listeners name what they listen to. */
const listeners: Readonly<Record<string, readonly string[]>> = {
  KafkaListener: ['topics', 'topicPattern', 'value'],
  RetryableTopic: [],
  Topic: ['value'],
  RabbitListener: ['queues', 'queuesToDeclare', 'bindings', 'value'],
  Queue: ['value', 'name'],
  QueueBinding: ['value'],
  JmsListener: ['destination'],
  SqsListener: ['value', 'queueNames'],
  PulsarListener: ['topics', 'value'],
  RocketMQMessageListener: ['topic'],
  NatsListener: ['value'],
  StreamListener: ['value', 'target'],
  Incoming: ['value'],
  MessageMapping: ['value'],
  ServiceActivator: ['inputChannel'],
};

const statementAnnotation =
  /^(?:Query|NativeQuery|Select|Insert|Update|Delete|SqlQuery|SqlUpdate|NamedNativeQuery)$/;

/** What annotations of a method say that it takes, answers, or runs. */
export function annotatedConsumers(
  annotations: readonly Annotation[],
  method: string,
  handler: HandlerRef & { readonly type: 'here' },
  file: JavaFile,
): void {
  const ofClass = /Handler$|^(?:onMessage)$/.test(method) ? (file.nearest('class')?.annotations ?? []) : [];
  const handles = annotations.some(({ name }) => /^(?:Kafka|Rabbit|Sqs)Handler$/.test(name));
  const all =
    handles || ofClass.length > 0
      ? [...annotations, ...(file.nearest('class')?.annotations ?? [])]
      : annotations;
  for (const annotation of all) {
    for (const destination of destinationsOf(annotation, file)) {
      file.facts.consumers.push({ destination, handler, place: handler.place });
    }
  }
  for (const field of annotations.flatMap((one) => graphqlField(one, method, file))) {
    file.facts.consumers.push({ destination: [field], handler, place: handler.place });
  }
}

/** Statements in annotations (Spring Data, MyBatis, JDBI) are where the method is. */
export function annotatedStatements(
  annotations: readonly Annotation[],
  handler: HandlerRef & { readonly type: 'here' },
  file: JavaFile,
): void {
  for (const annotation of annotations) {
    if (!statementAnnotation.test(annotation.name)) continue;
    const pieces = valuesOf(annotation, 'value', 'query').map((node) => file.text(node));
    const text = pieces.flatMap((pattern, index) => (index === 0 ? pattern : [` ${pattern.join('')}`]));
    const whole: TextPattern = pieces.length > 1 ? [text.join('')] : text;
    if (whole.length > 0 && !isUnknown(whole)) {
      file.facts.statements.push({ text: whole, place: handler.place, within: file.scopes.dotted });
    }
  }
}

/** `consumer.subscribe(List.of("orders"))`: the function around it takes them. */
export function callConsumers(call: Node, name: string, args: readonly Node[], file: JavaFile): void {
  const [first] = args;
  const method = file.nearest('method');
  if (name !== 'subscribe' || first === undefined || method === undefined) return;
  const texts = first.type === 'method_invocation' ? partsOf(first.childForFieldName('arguments')) : [first];
  for (const node of texts) {
    const destination = withPlaceholders(file.text(node));
    if (isUnknown(destination)) continue;
    const handler: HandlerRef = { type: 'here', place: method.place, name: file.scopes.dotted };
    file.facts.consumers.push({ destination, handler, place: callPlace(call) });
  }
}

function destinationsOf(annotation: Annotation, file: JavaFile): readonly TextPattern[] {
  const keys = Object.hasOwn(listeners, annotation.name) ? listeners[annotation.name] : undefined;
  if (keys === undefined) return [];
  return valuesOf(annotation, ...keys)
    .flatMap(innerValues)
    .map((node) => withPlaceholders(file.text(node)))
    .filter((pattern) => !isUnknown(pattern));
}

/** `@QueueBinding(value = @Queue("orders"), …)`: the name of the innermost queue. */
function innerValues(node: Node): readonly Node[] {
  let inner = node;
  for (let depth = 0; inner.type === 'annotation' && depth < 5; depth++) {
    const pairs = partsOf(inner.childForFieldName('arguments'));
    const named = pairs.find((pair) => /^(?:value|name)$/.test(pair.childForFieldName('key')?.text ?? ''));
    const value =
      named?.childForFieldName('value') ?? pairs.find(({ type }) => type !== 'element_value_pair');
    if (value === undefined || value === null) return [];
    inner = value;
  }
  return [inner];
}

/** `@QueryMapping`, `@SchemaMapping(typeName = "Book", field = "author")`, `@DgsQuery`, as `Query.book`. */
function graphqlField(annotation: Annotation, method: string, file: JavaFile): readonly string[] {
  const text = (...keys: readonly string[]) => {
    const [node] = valuesOf(annotation, ...keys);
    const pattern = node === undefined ? [] : file.text(node);
    return pattern.length === 1 ? pattern[0] : undefined;
  };
  const parent = /^(?:Dgs)?(Query|Mutation|Subscription)(?:Mapping)?$/.exec(annotation.name);
  // A plain `@Query` is a statement.
  if (parent !== null && annotation.name !== parent[1]) {
    return [`${parent[1]}.${text('value', 'name', 'field') ?? method}`];
  }
  if (!/^(?:SchemaMapping|BatchMapping|DgsData)$/.test(annotation.name)) return [];
  const type = text('typeName', 'parentType');
  return type === undefined ? [] : [`${type}.${text('field', 'value') ?? method}`];
}
