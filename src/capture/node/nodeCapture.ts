import { delimiter } from 'node:path';
import { CallerFinder } from './callerFinder.ts';
import { CallPlaces } from './callPlaces.ts';
import { Failures } from './failures.ts';
import { Express } from './frameworks/express.ts';
import { fastify } from './frameworks/fastify.ts';
import type { FrameworkTools } from './frameworks/framework.ts';
import { HttpServerListeners } from './frameworks/httpServer.ts';
import { Koa } from './frameworks/koa.ts';
import { nest } from './frameworks/nest.ts';
import { FunctionLocator } from './functionLocation.ts';
import { Handlers } from './handlers.ts';
import { ModuleLoads } from './moduleLoads.ts';
import type { ApiRegistry, Span } from './openTelemetry.ts';
import { ProviderWatch } from './providerWatch.ts';
import { TracerHook } from './tracerHook.ts';
import { UserScripts } from './userScripts.ts';

/** Says on the spans of this program which line of the user's made them, without a change to the program. */
export class NodeCapture {
  readonly #failures = new Failures();
  readonly #scripts: UserScripts;
  readonly #caller: CallerFinder;
  #servers: HttpServerListeners | undefined;

  /** `SPANLINE_SKIP_FILES` lists files and folders to pass over, as `PATH` lists folders. */
  constructor(environment: Readonly<Record<string, string | undefined>>) {
    const skipped = (environment['SPANLINE_SKIP_FILES'] ?? '').split(delimiter).filter((it) => it !== '');
    this.#scripts = new UserScripts(skipped);
    this.#caller = new CallerFinder(new CallPlaces(this.#scripts));
  }

  start(): void {
    const onServerSpan = (span: Span): void => this.#servers?.spanStarted(span);
    const tracers = new TracerHook(this.#caller, this.#failures, onServerSpan);
    const events = {
      onTracer: tracers.watch.bind(tracers),
      onSdk: (registry: ApiRegistry) => this.#watchFrameworks(registry),
    };
    new ProviderWatch(events, this.#failures).start();
  }

  #watchFrameworks(registry: ApiRegistry): void {
    const handlers = new Handlers(registry, new FunctionLocator(), this.#scripts, this.#failures);
    const tools: FrameworkTools = { caller: this.#caller, handlers, failures: this.#failures };
    const express = new Express(tools);
    this.#servers = new HttpServerListeners(tools, (application) => express.watchApplication(application));
    this.#servers.start();
    fastify(tools);
    new ModuleLoads(
      [...express.modules(), ...new Koa(tools).modules(), ...nest(tools)],
      this.#failures,
    ).start();
  }
}
