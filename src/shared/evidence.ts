/**
 * Attributes of spans and resources, besides `code.*`, that tell which code a span is of. Their values make
 * sites different from one another, so that only what says something of the code is here; what varies with
 * each call (`url.path`, `db.query.text`) is kept with its variable parts replaced (see `Evidence`).
 */
export const evidenceKeys = [
  // The route, and what stands in for it (semantic conventions, `http`; Micrometer's `uri`).
  'http.route',
  'http.request.method',
  'http.method',
  'url.path',
  'http.target',
  'uri',
  'method',
  'class',
  // Calls and messages.
  'rpc.system',
  'rpc.system.name',
  'rpc.service',
  'rpc.method',
  'rpc.method_original',
  'messaging.system',
  'messaging.destination.name',
  'messaging.destination',
  'messaging.operation.name',
  'messaging.operation.type',
  'messaging.operation',
  'messaging.consumer.group.name',
  // Statements.
  'db.query.text',
  'db.statement',
  'db.collection.name',
  'db.sql.table',
  // What frameworks call the code.
  'nestjs.type',
  'nestjs.controller',
  'nestjs.callback',
  'express.type',
  'express.name',
  'router.name',
  'koa.type',
  'koa.name',
  'fastify.type',
  'hook.callback.name',
  'hapi.type',
  'restify.name',
  'restify.type',
  'connect.name',
  'graphql.field.name',
  'graphql.field.path',
  'graphql.parent.name',
  'graphql.operation.name',
  'graphql.operation.type',
  'celery.task_name',
  'celery.action',
  'messaging.sidekiq.job_class',
  'messaging.resque.job_class',
  'messaging.que.job_class',
  'oban.job.worker',
  'phoenix.plug',
  'phoenix.action',
  'next.route',
  'next.span_type',
  'next.span_name',
  'faas.name',
  'faas.trigger',
  'target',
  'code.module.name',
  'code.stacktrace',
  'logfire.msg_template',
  // Datadog's code origin: the user's frames, innermost first.
  '_dd.code_origin.type',
  '_dd.code_origin.frames.0.file',
  '_dd.code_origin.frames.0.line',
  '_dd.code_origin.frames.0.method',
  '_dd.code_origin.frames.0.type',
  '_dd.code_origin.frames.1.file',
  '_dd.code_origin.frames.1.line',
  '_dd.code_origin.frames.1.method',
  '_dd.code_origin.frames.1.type',
  // What our own capture adds: that it wrote `code.*`, and the generated position or the code source behind it.
  'spanline.capture',
  'spanline.capture.error',
  'spanline.code.generated',
  'spanline.code.source',
  // Why the place may be another: nobody on the stack `named` the span, who is on it only `waits` for what made it, or
  // it `serves` all requests and may call the handler of this one.
  'spanline.code.unsure',
  // Of the resource.
  'telemetry.sdk.language',
  'process.working_directory',
  'process.command_args',
  'vscode.workspace.folder',
  'logfire.code.root_path',
  'logfire.code.work_dir',
] as const;
export type EvidenceKey = (typeof evidenceKeys)[number];

/**
 * What a site's spans and their resource say, besides `code.*`, as text; numbers in decimal digits, texts of an
 * array joined by spaces; longer than 2,000 characters is cut. `url.path` and `http.target` are there for kind SERVER
 * alone, where no `http.route` tells more than a convention; they have no query, and `*` for segments that look like ids.
 * Statements have `?` for literals and one blank for many, and are not there for kinds that make none.
 */
export type Evidence = Readonly<Partial<Record<EvidenceKey, string>>>;
