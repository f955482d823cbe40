package io.opentelemetry.sdk.common;

public abstract class InstrumentationScopeInfo {
  public abstract String getName();
}
