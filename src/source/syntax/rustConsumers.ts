import type { Node } from '@vscode/tree-sitter-wasm';
import { partsOf } from './place.ts';
import { type RustCall, rustCallPlace } from './rustCall.ts';
import type { RustFile } from './rustFile.ts';
import { isUnknown } from './textPattern.ts';

const consuming = /^(?:subscribe|queue_subscribe|basic_consume|with_topic|consume)$/;
const brokers = ['rdkafka', 'kafka', 'async_nats', 'nats', 'lapin', 'redis', 'rumqttc', 'pulsar'];

/** `consumer.subscribe(&["orders"])`, `channel.basic_consume("orders", …)`, `client.subscribe("orders")`. */
export function addConsumer(file: RustFile, call: RustCall): void {
  if (!consuming.test(call.name) || !brokers.some((name) => file.crates.has(name))) return;
  for (const node of destinationsOf(call.parts[0])) {
    const destination = file.texts.textOf(node, file.scopes.names);
    if (isUnknown(destination)) continue;
    file.facts.consumers.push({ destination, handler: { type: 'unknown' }, place: rustCallPlace(call) });
  }
}

function destinationsOf(node: Node | undefined): readonly Node[] {
  const value = node?.type === 'reference_expression' ? (node.childForFieldName('value') ?? node) : node;
  if (value === undefined) return [];
  return value.type === 'array_expression' ? partsOf(value) : [value];
}
