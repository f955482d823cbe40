/**
 * What the hook sees of OpenTelemetry's API and SDK. Written down here instead of imported: the program brings its
 * own copies, of any version 1.x of the API and 1.x or 2.x of the SDK, and nothing is certain but what is tested for.
 */
export interface ApiRegistry {
  trace?: TracerProvider;
  context?: { active(): Context };
}

export interface TracerProvider {
  getTracer?: (name: string, version?: string, options?: unknown) => Tracer;
  /** Of the API's own provider, which passes everything on to the SDK's. */
  setDelegate?: (delegate: TracerProvider) => void;
  getDelegate?: () => TracerProvider;
}

export interface Tracer {
  startSpan(name: string, options?: SpanOptions, context?: Context): Span;
  startActiveSpan(...args: readonly unknown[]): unknown;
  /** SDK 2.x, and 1.x under its older name. */
  readonly instrumentationScope?: { readonly name?: string };
  readonly instrumentationLibrary?: { readonly name?: string };
}

export interface SpanOptions {
  readonly kind?: number;
}

export interface Span {
  setAttributes(attributes: Attributes): unknown;
  isRecording?(): boolean;
  readonly kind?: number;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

export interface Context {
  getValue(key: symbol): unknown;
}

export type Attributes = Readonly<Record<string, string | number>>;

/** `SpanKind` of the API. */
export const kinds = { internal: 0, server: 1 } as const;

const apiKey = Symbol.for('opentelemetry.js.api.1');
const spanKey = Symbol.for('OpenTelemetry Context Key SPAN');
const rpcKey = Symbol.for('OpenTelemetry SDK Context Key RPC_METADATA');

/** Where every copy of the API finds the one SDK of the program. */
export const registryKey = apiKey;

/** The SERVER span of the request that is being handled, where there is one. */
export function activeServerSpan(registry: ApiRegistry): Span | undefined {
  const context = registry.context?.active();
  if (context === undefined) return undefined;
  const metadata = context.getValue(rpcKey) as { readonly span?: Span } | undefined;
  if (metadata?.span !== undefined) return metadata.span;
  const span = context.getValue(spanKey) as Span | undefined;
  return span?.kind === kinds.server ? span : undefined;
}
