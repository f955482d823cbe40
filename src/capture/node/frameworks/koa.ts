import type { Handler } from '../handlers.ts';
import type { WantedModule } from '../moduleLoads.ts';
import { after, type FrameworkTools } from './framework.ts';

interface Router {
  readonly stack: readonly Layer[];
}

interface Layer {
  readonly methods: readonly string[];
  /** The functions of the route, its handler last. */
  readonly stack: readonly ((...args: never[]) => unknown)[];
}

interface Match {
  readonly route?: boolean;
  readonly pathAndMethod?: readonly Layer[];
}

const ownFiles = /\/node_modules\/(?:@koa\/router|koa-router|@opentelemetry\/[^/]+)\//;

/** `@koa/router` and its older name `koa-router`, where they are loaded as CommonJS. */
export function koa(tools: FrameworkTools): readonly WantedModule[] {
  return [
    {
      requests: ['@koa/router', 'koa-router'],
      file: /\/node_modules\/(?:@koa\/router|koa-router)\//,
      use: (exports) => watchRouter(tools, exports),
    },
  ];
}

function watchRouter(tools: FrameworkTools, exports: unknown): void {
  const named = exports as { readonly default?: unknown; readonly Router?: unknown };
  const router = [exports, named.default, named.Router].find((it) => typeof it === 'function');
  const prototype = (router as { readonly prototype?: object } | undefined)?.prototype;
  if (prototype === undefined) return;
  // By the list of its functions: routers that are put into others have their layers copied, but not that.
  const handlers = new WeakMap<object, Handler>();
  after(prototype, 'register', tools.failures, (self, _args, _answer, wrapper) => {
    const registration = tools.caller.registration((file) => ownFiles.test(file), wrapper);
    for (const { stack } of (self as Router).stack) {
      const callee = stack.at(-1);
      if (callee !== undefined && !handlers.has(stack)) handlers.set(stack, { callee, registration });
    }
  });
  after(prototype, 'match', tools.failures, (_self, _args, answer) => {
    const { route, pathAndMethod = [] } = answer as Match;
    const layer = pathAndMethod.findLast((it) => it.methods.length > 0);
    const handler = layer === undefined ? undefined : handlers.get(layer.stack);
    if (route === true && handler !== undefined) tools.handlers.called(handler);
  });
}
