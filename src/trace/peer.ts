import type { SpanKind } from '../shared/spanKind.ts';

/** Whom a span talks to, where that one sends no spans itself. */
export interface Peer {
  readonly name: string;
  readonly kind: 'database' | 'messaging' | 'external';
}

/** Names of databases, the most telling first; the two systems, new and old, tell at least what kind it is. */
const databaseKeys = ['db.namespace', 'db.name', 'db.system.name', 'db.system'] as const;
const messagingKeys = ['messaging.destination.name', 'messaging.destination', 'messaging.system'] as const;
const serviceKeys = ['peer.service', 'service.peer.name'] as const;
const addressKeys = ['server.address', 'net.peer.name', 'network.peer.address', 'net.peer.ip'] as const;
const portKeys = ['server.port', 'net.peer.port', 'network.peer.port'] as const;
const urlKeys = ['url.full', 'http.url'] as const;
const hostKeys = ['http.host'] as const;

/** The attributes that `peerFrom` may ask for, of the semantic conventions new and old. */
export const peerKeys: readonly string[] = [
  ...databaseKeys,
  ...messagingKeys,
  ...serviceKeys,
  ...addressKeys,
  ...portKeys,
  ...urlKeys,
  ...hostKeys,
];

/**
 * Whom a span of this kind talks to, told from its attributes; `undefined` where they do not say. Databases are
 * named as in Tempo's service graphs (`db.namespace`, `db.name`, the system), brokers by their destination, all
 * else by `peer.service` or its address and port.
 */
export function peerFrom(values: (key: string) => string | undefined, kind: SpanKind): Peer | undefined {
  const first = (keys: readonly string[]): string | undefined => {
    for (const key of keys) {
      const value = values(key);
      if (value !== undefined && value !== '') return value;
    }
    return undefined;
  };
  if (kind === 'client' || kind === 'internal') {
    const database = first(databaseKeys);
    if (database !== undefined) return { name: database, kind: 'database' };
  }
  if (kind === 'producer' || kind === 'consumer' || kind === 'client') {
    const destination = first(messagingKeys);
    if (destination !== undefined) return { name: destination, kind: 'messaging' };
  }
  if (kind !== 'client' && kind !== 'producer') return undefined;
  const name = first(serviceKeys) ?? addressOf(first) ?? hostOf(first(urlKeys)) ?? first(hostKeys);
  return name === undefined ? undefined : { name, kind: 'external' };
}

/** With the port, since on one machine all programs have the same address. */
function addressOf(first: (keys: readonly string[]) => string | undefined): string | undefined {
  const address = first(addressKeys);
  const port = first(portKeys);
  return address === undefined || port === undefined ? address : `${address}:${port}`;
}

function hostOf(url: string | undefined): string | undefined {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#]+)/i.exec(url ?? '')?.[1];
}
