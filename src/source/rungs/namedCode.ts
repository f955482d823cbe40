import type { Site } from '../../shared/site.ts';

/** A definition as a framework calls it. */
export interface NamedCode {
  /** From the outermost: module, class, function. */
  readonly parts: readonly string[];
  readonly evidence: string;
}

/** What a framework says of the code of a site's spans; `undefined` where it says nothing, or the code is not the user's. */
export function namedCodeOf(site: Site): NamedCode | undefined {
  for (const rule of rules) {
    const named = rule(site);
    if (named !== undefined) return named;
  }
  return undefined;
}

type Rule = (site: Site) => NamedCode | undefined;

const rules: readonly Rule[] = [nest, functionName, celery, job, backgroundTask];

function nest({ evidence }: Site): NamedCode | undefined {
  const controller = evidence['nestjs.controller'];
  const callback = evidence['nestjs.callback'];
  if (controller === undefined || callback === undefined) return undefined;
  return { parts: [controller, callback], evidence: 'from nestjs.controller and nestjs.callback' };
}

/** Names that frameworks give to functions without one, and their own. */
const anonymous: ReadonlySet<string> = new Set([
  'anonymous',
  '<anonymous>',
  'handler',
  'bound',
  'handle',
  'handleRequest',
  'route-handler',
  'dispatch',
  'wrapped',
  'wrapper',
  'patched',
  'callback',
  'next',
  'fn',
  '',
]);

const identifier = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

/** Function names of handlers. Those of middleware are left: there it is the library's function as often as the user's. */
function functionName({ evidence, name, kind }: Site): NamedCode | undefined {
  if (kind !== 'internal') return undefined;
  if (name.startsWith('request handler')) return bare(evidence['router.name'], 'router.name');
  if (evidence['fastify.type'] === 'request-handler')
    return bare(evidence['hook.callback.name'], 'hook.callback.name');
  if (evidence['restify.type'] === 'request_handler') return bare(evidence['restify.name'], 'restify.name');
  return undefined;
}

function bare(name: string | undefined, key: string): NamedCode | undefined {
  const plain = (name ?? '').replace(/^bound /, '');
  if (!identifier.test(plain) || anonymous.has(plain)) return undefined;
  return { parts: [plain], evidence: `from ${key}` };
}

/** `proj.tasks.add`; who sends a task is elsewhere. */
function celery({ evidence, kind, name }: Site): NamedCode | undefined {
  const task = evidence['celery.task_name'];
  if (task === undefined || kind === 'producer' || kind === 'client' || name.startsWith('apply_async'))
    return undefined;
  const parts = task.split('.');
  return parts.every((part) => identifier.test(part))
    ? { parts, evidence: 'from celery.task_name' }
    : undefined;
}

const jobKeys = [
  'messaging.sidekiq.job_class',
  'messaging.resque.job_class',
  'messaging.que.job_class',
] as const;

function job({ evidence, kind }: Site): NamedCode | undefined {
  const key = jobKeys.find((one) => evidence[one] !== undefined);
  if (key === undefined || kind === 'producer' || kind === 'client') return undefined;
  return { parts: [...(evidence[key] ?? '').split('::'), 'perform'], evidence: `from ${key}` };
}

function backgroundTask({ name, scope }: Site): NamedCode | undefined {
  const task = /^BackgroundTask (\w+)$/.exec(name)?.[1];
  const isFastApi = scope.startsWith('opentelemetry.instrumentation.');
  return task === undefined || !isFastApi
    ? undefined
    : { parts: [task], evidence: 'from the name of the background task' };
}
