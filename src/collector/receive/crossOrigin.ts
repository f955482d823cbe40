import type { Reply, RequestHead } from './httpService.ts';

type Headers = Readonly<Record<string, string>>;

/**
 * What a page that may send gets with every answer: its own origin, never `*`, and no credentials. The origin was checked before.
 */
export function corsHeaders(origin: string | undefined): Headers {
  if (origin === undefined) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'Retry-After',
    vary: 'Origin',
  };
}

/** The answer to a browser that asks before it sends. */
export function preflight(head: RequestHead, cors: Headers): Reply {
  const isPrivate = head.header('access-control-request-private-network') === 'true';
  const headers = {
    ...cors,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': head.header('access-control-request-headers') ?? 'content-type',
    'access-control-max-age': '7200',
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Private-Network',
    ...(isPrivate ? { 'access-control-allow-private-network': 'true' } : {}),
  };
  return { status: 204, headers, body: new Uint8Array() };
}
