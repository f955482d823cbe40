package io.opentelemetry.sdk.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;

public interface ReadableSpan {
  InstrumentationScopeInfo getInstrumentationScopeInfo();

  SpanKind getKind();

  <T> T getAttribute(AttributeKey<T> key);
}
