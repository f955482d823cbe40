import type { Node } from '@vscode/tree-sitter-wasm';
import type { HandlerRef } from './fileFacts.ts';
import { nameText, placeOf } from './place.ts';
import { type RubyCall, type RubyFile, rubyCallPlace, rubyList, rubyVariable } from './rubyFile.ts';
import { isUnknown } from './textPattern.ts';

/** `tracer.in_span('x') do`, `start_span('x')`. */
export function callSpan(call: RubyCall, file: RubyFile): void {
  const [first] = call.arguments;
  if (!/^(?:in_span|start_span|start_root_span)$/.test(call.name) || first === undefined) return;
  const tracer = rubyVariable(call.receiver);
  file.facts.spans.push({
    name: file.text(first),
    tracer,
    place: rubyCallPlace(call),
    within: file.scopes.dotted,
  });
}

/** `OpenTelemetry.tracer_provider.tracer('x')`; a method that only gives it back is as good as a variable. */
export function callTracer(call: RubyCall, variable: string, file: RubyFile): boolean {
  const [first] = call.arguments;
  const isTracer = call.name === 'tracer' && call.receiver !== undefined && first !== undefined;
  if (!isTracer || !/tracer_provider|provider/i.test(call.receiver.text.slice(-80))) return false;
  const scope = file.text(first);
  const place = rubyCallPlace(call);
  const isKnown = file.facts.tracers.some(
    (one) => one.place.line === place.line && one.place.column === place.column,
  );
  if (isUnknown(scope) || isKnown) return true;
  file.facts.tracers.push({ variable: variable || (file.nearest('method')?.name ?? ''), scope, place });
  return true;
}

/** What takes messages: Karafka's and Racecar's consumers, Sneakers' workers, blocks of Bunny. */
export function callConsumer(call: RubyCall, file: RubyFile): void {
  const { name, receiver } = call;
  const owner = file.className;
  if (name === 'subscribes_to' && owner !== '') add(call, call.arguments, named(`${owner}.process`), file);
  else if (name === 'from_queue' && owner !== '')
    add(call, call.arguments.slice(0, 1), named(`${owner}.work`), file);
  else if (name === 'topic' && call.block !== undefined) addKarafka(call, call.block, file);
  else if (name === 'subscribe' && receiver !== undefined) addSubscription(call, receiver, file);
}

/** `channel.queue('orders').subscribe do`, `consumer.subscribe('orders')`. */
function addSubscription(call: RubyCall, receiver: Node, file: RubyFile): void {
  const isQueue = receiver.type === 'call' && nameText(receiver.childForFieldName('method')) === 'queue';
  const queue = isQueue ? receiver.childForFieldName('arguments')?.namedChild(0) : undefined;
  const destinations = queue === undefined || queue === null ? call.arguments.flatMap(rubyList) : [queue];
  const block: HandlerRef | undefined =
    call.block === undefined ? undefined : { type: 'here', place: placeOf(call.block), name: '' };
  const handler = block ?? file.enclosingHandler();
  if (handler !== undefined) add(call, destinations, handler, file);
}

/** `topic :orders do consumer OrdersConsumer end`. */
function addKarafka(call: RubyCall, block: Node, file: RubyFile): void {
  const consumer = /\bconsumer[ (]+([A-Z][\w:]*)/.exec(block.text.slice(0, 1000))?.[1];
  if (consumer !== undefined) add(call, call.arguments, named(`${consumer}.consume`), file);
}

function named(name: string): HandlerRef {
  return { type: 'name', name };
}

function add(call: RubyCall, destinations: readonly Node[], handler: HandlerRef, file: RubyFile): void {
  for (const node of destinations) {
    const destination = file.text(node);
    if (!isUnknown(destination))
      file.facts.consumers.push({ destination, handler, place: rubyCallPlace(call) });
  }
}
