import { subscribe } from 'node:diagnostics_channel';
import type { Handler } from '../handlers.ts';
import { type FrameworkTools, guarded } from './framework.ts';

interface Fastify {
  addHook(name: 'onRoute', hook: (route: RouteOptions) => void): void;
}

interface RouteOptions {
  readonly method?: string | readonly string[];
  /** With the prefixes of its plugins. */
  readonly url?: string;
  readonly handler?: Handler['callee'];
}

interface HandlerStart {
  readonly request?: { readonly method?: string };
  readonly route?: { readonly url?: string; readonly method?: string };
}

/** Fastify tells on diagnostics channels of its own: of every instance made, and of every handler called. */
export function fastify(tools: FrameworkTools): void {
  const handlers = new Map<string, Handler | undefined>();
  subscribe('fastify.initialization', (message) => {
    guarded(tools.failures, 'fastify', () => {
      const { fastify: instance } = message as { readonly fastify: Fastify };
      tools.handlers.expect();
      addFirst(instance, (route) => guarded(tools.failures, 'fastify', () => remember(handlers, route)));
    });
  });
  subscribe('tracing:fastify.request.handler:start', (message) => {
    guarded(tools.failures, 'fastify', () => {
      const { request, route } = message as HandlerStart;
      const handler = handlers.get(keyOf(request?.method, route?.url));
      if (handler !== undefined) tools.handlers.called(handler);
    });
  });
}

/** Before the hooks of others: instrumentation puts functions of its own in the place of handlers. */
function addFirst(instance: Fastify, hook: (route: RouteOptions) => void): void {
  const key = Object.getOwnPropertySymbols(instance).find((it) => it.description === 'fastify.hooks');
  const own = instance as unknown as Record<symbol, { readonly onRoute?: unknown } | undefined>;
  const hooks = key === undefined ? undefined : own[key]?.onRoute;
  if (Array.isArray(hooks)) hooks.unshift(hook);
  else instance.addHook('onRoute', hook);
}

/** One route may have several handlers, for versions or hosts; then nobody can tell which was called. */
function remember(
  handlers: Map<string, Handler | undefined>,
  { method = [], url, handler }: RouteOptions,
): void {
  if (handler === undefined) return;
  for (const verb of [method].flat()) {
    const key = keyOf(verb, url);
    const known = handlers.get(key);
    const isOther = handlers.has(key) && known?.callee !== handler;
    handlers.set(key, isOther ? undefined : (known ?? { callee: handler }));
  }
}

function keyOf(method: string | undefined, url: string | undefined): string {
  return `${method?.toUpperCase()} ${url}`;
}
