const libraries =
  /^(?:@opentelemetry\/(?:auto-)?instrumentation|@fastify\/otel$|@hono\/otel$|@prisma\/instrumentation$|prisma$|next\.js$)/;

/**
 * Whether the instrumentation scope is one of a library whose INTERNAL and SERVER spans are its own affair: on
 * the stack below them is whoever called the framework, not what the span is about.
 */
export function isLibraryScope(scope: string): boolean {
  return libraries.test(scope);
}
