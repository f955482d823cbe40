/** Package `trace` of the OpenTelemetry SDK for Go; its directory is a module's `trace` or a vendored one. */
export interface GoSdkSources {
  /** Text of `trace/provider.go`. */
  readonly provider: string;
  /** Text of `trace/span.go`. */
  readonly span: string;
}

const opening = 'func NewTracerProvider(opts ...TracerProviderOption) *TracerProvider {';
const addition = ' opts = append(opts[:len(opts):len(opts)], WithSpanProcessor(newSpanlineCapture()))';

/**
 * The text of `provider.go` in which every provider gets one more span processor, or `undefined` where the SDK is
 * not one we know. The addition stays on the line it is put on, so that no line of the SDK moves.
 */
export function patchGoSdk({ provider, span }: GoSdkSources): string | undefined {
  if (!span.includes('InstrumentationScope() instrumentation.Scope')) return undefined;
  const [before, after, ...more] = provider.split(opening);
  if (before === undefined || after === undefined || more.length > 0) return undefined;
  return `${before}${opening}${addition}${after}`;
}
