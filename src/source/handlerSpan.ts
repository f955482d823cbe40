import type { EvidenceKey } from '../shared/evidence.ts';
import type { Site } from '../shared/site.ts';

/**
 * Whether a framework's span inside a request is the handler itself, and no middleware, hook or router: what Express 4 and
 * 5, Fastify, NestJS, Koa, Hapi, Restify and Next.js make around the user's function.
 */
export function isHandlerSpan({ evidence, name, scope, kind }: Site): boolean {
  if (kind !== 'internal') return false;
  const types = handlerTypes.some(([key, values]) => values.includes(evidence[key] ?? ''));
  return (
    types || (/^request handler(?: - |$)/.test(name) && /instrumentation-(?:express|router)$/.test(scope))
  );
}

const handlerTypes: readonly (readonly [EvidenceKey, readonly string[]])[] = [
  ['express.type', ['request_handler']],
  ['fastify.type', ['request-handler']],
  ['nestjs.type', ['request_context', 'handler']],
  ['koa.type', ['router']],
  ['hapi.type', ['router']],
  ['restify.type', ['request_handler']],
  [
    'next.span_type',
    [
      'AppRouteRouteHandlers.runHandler',
      'AppRender.getBodyResult',
      'Render.getServerSideProps',
      'Node.runHandler',
    ],
  ],
];

/** HTTP method in upper case; empty where nothing says. */
export function httpMethodOf({ evidence, name }: Site): string {
  const said = evidence['http.request.method'] ?? evidence['http.method'] ?? evidence.method ?? '';
  if (/^(?:[A-Z]+|[a-z]+)$/.test(said) && methods.has(said.toUpperCase())) return said.toUpperCase();
  const first = /^(?:http )?([A-Za-z]+)(?: |$)/.exec(name)?.[1]?.toUpperCase() ?? '';
  return methods.has(first) ? first : '';
}

const methods: ReadonlySet<string> = new Set([
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'CONNECT',
  'QUERY',
]);

/** The route in `GET /users/:id`, `http get /users/{id}`, `request handler - /users/:id`; no path of a request. */
export function routeInName(name: string): string | undefined {
  const found =
    /^(?:http )?(?:[A-Za-z]+) (\S*\/\S*|\^\S*)$/.exec(name) ??
    /^(?:request handler|router|route) - (\/\S*)$/.exec(name);
  const first = name.split(' ')[0]?.toUpperCase() ?? '';
  const route = found?.[1];
  if (route === undefined || /^https?:\/\//.test(route)) return undefined;
  return methods.has(first) || first === 'HTTP' || / - /.test(name) ? route : undefined;
}
