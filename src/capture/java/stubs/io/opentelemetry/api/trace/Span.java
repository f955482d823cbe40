package io.opentelemetry.api.trace;

import io.opentelemetry.context.Context;

public interface Span {
  static Span fromContextOrNull(Context context) {
    throw new UnsupportedOperationException();
  }

  Span setAttribute(String key, String value);

  Span setAttribute(String key, long value);
}
