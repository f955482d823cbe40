import type { GraphNode } from '../../src/shared/serviceGraph.ts';
import type { AttributeKey } from '../../src/shared/traceAttributes.ts';
import { queryTerm } from './query.ts';

/** Attributes that name what sends no spans itself (OpenTelemetry semantic conventions, new and old). */
const peerKeys: Readonly<Record<Exclude<GraphNode['kind'], 'service'>, readonly string[]>> = {
  database: ['db.namespace', 'db.name', 'db.system.name', 'db.system'],
  messaging: ['messaging.destination.name', 'messaging.destination', 'messaging.system'],
  external: ['peer.service', 'service.peer.name', 'server.address', 'net.peer.name', 'http.host'],
};

/** The query that finds the spans of a node: of the service, or those that talk to it. */
export function nodeQuery(node: GraphNode, keys: readonly AttributeKey[]): string {
  return alternativesOf(node, keys).join(' OR ');
}

/** The query that finds the spans of a call: those of both services, or those of the one that talk to the other. */
export function callQuery(from: GraphNode, to: GraphNode, keys: readonly AttributeKey[]): string {
  const [callers, called] = [alternativesOf(from, keys), alternativesOf(to, keys)];
  if (from.kind === 'service' && to.kind === 'service')
    return [...new Set([...callers, ...called])].join(' OR ');
  return callers.flatMap((one) => called.map((other) => `${one} ${other}`)).join(' OR ');
}

function alternativesOf({ kind, name }: GraphNode, keys: readonly AttributeKey[]): readonly string[] {
  if (kind === 'service') return [queryTerm('service', name)];
  const terms = peerKeys[kind].flatMap((key) => (mayHave(key, name, keys) ? [queryTerm(key, name)] : []));
  const address = /^(.+):(\d+)$/.exec(name);
  if (terms.length === 0 && kind === 'external' && address !== null) {
    const [, host = '', port = ''] = address;
    return mayHave('server.address', host, keys) || !mayHave('net.peer.name', host, keys)
      ? [`${queryTerm('server.address', host)} ${queryTerm('server.port', port)}`]
      : [`${queryTerm('net.peer.name', host)} ${queryTerm('net.peer.port', port)}`];
  }
  return terms.length > 0 ? terms : [queryTerm(peerKeys[kind][0] ?? 'name', name)];
}

/** Whether spans have the key, with this value as far as the values are known. */
function mayHave(key: string, value: string, keys: readonly AttributeKey[]): boolean {
  return keys.some(
    (known) => known.key === key && (known.distinct > known.values.length || known.values.includes(value)),
  );
}
