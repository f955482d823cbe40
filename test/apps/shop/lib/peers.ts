// Where the others are. `run.mjs` says it in the environment; alone, each service is on its usual port.
const usual = {
  storefront: 'http://127.0.0.1:3000',
  gateway: 'http://127.0.0.1:3001',
  orders: 'http://127.0.0.1:3002',
  payments: 'http://127.0.0.1:3003',
  notifications: 'http://127.0.0.1:3004',
  broker: 'http://127.0.0.1:3005',
  'api.cards.example': 'http://127.0.0.1:3006',
} as const;

export type Peer = keyof typeof usual;

export function urlOf(peer: Peer): string {
  return process.env[variableOf(peer)] ?? usual[peer];
}

/** The name of the peer at an origin, or the origin itself where it is none of ours. */
export function peerOf(origin: string): string {
  return (Object.keys(usual) as Peer[]).find((peer) => urlOf(peer) === origin) ?? origin;
}

/** `SHOP_API_CARDS_EXAMPLE_URL`. */
function variableOf(peer: Peer): string {
  return `SHOP_${peer.replaceAll('.', '_').toUpperCase()}_URL`;
}
