import type { Handler } from '../handlers.ts';
import type { WantedModule } from '../moduleLoads.ts';
import { type FrameworkTools, guarded } from './framework.ts';

type Callable = (...args: unknown[]) => unknown;

type CreateArguments = [controller: object, method: Callable, name: string, ...rest: unknown[]];

/** Of NestJS: makes the function for a route from a controller, its method and the name of that. */
interface ExecutionContext {
  create(...args: CreateArguments): Callable;
}

/** NestJS, on whatever it serves with: the method of the controller, which no route of Express or Fastify shows. */
export function nest(tools: FrameworkTools): readonly WantedModule[] {
  return [
    {
      requests: ['./router-execution-context', './router/router-execution-context'],
      file: /\/@nestjs\/core\/router\/router-execution-context\.js$/,
      use: (exports) => watchControllers(tools, exports),
    },
  ];
}

function watchControllers(tools: FrameworkTools, exports: unknown): void {
  const { RouterExecutionContext: type } = exports as {
    readonly RouterExecutionContext?: { readonly prototype: ExecutionContext };
  };
  const prototype = type?.prototype;
  if (typeof prototype?.create !== 'function') return;
  const { create } = prototype;
  prototype.create = function (this: ExecutionContext, ...args: CreateArguments): Callable {
    const route = create.apply(this, args);
    const [controller, method, name] = args;
    const handler = handlerOf(controller, method, name);
    if (handler === undefined || typeof route !== 'function') return route;
    tools.handlers.expect();
    return function spanlineNest(this: unknown, ...inner: unknown[]): unknown {
      guarded(tools.failures, 'nest', () => tools.handlers.called(handler));
      return route.apply(this, inner);
    };
  };
}

/** The method as the class has it: what Nest is given may be wrapped by instrumentation. */
function handlerOf(controller: object, method: Callable, name: string): Handler | undefined {
  const own = (controller as Record<string, unknown> | undefined)?.[name];
  const callee = typeof own === 'function' ? own : method;
  if (typeof callee !== 'function') return undefined;
  const type = controller.constructor?.name;
  return { callee: callee as Handler['callee'], name: type ? `${type}.${name}` : name };
}
