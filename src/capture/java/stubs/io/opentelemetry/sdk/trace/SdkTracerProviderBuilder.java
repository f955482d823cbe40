package io.opentelemetry.sdk.trace;

public final class SdkTracerProviderBuilder {
  private SdkTracerProviderBuilder() {}

  public SdkTracerProviderBuilder addSpanProcessor(SpanProcessor processor) {
    throw new UnsupportedOperationException();
  }
}
