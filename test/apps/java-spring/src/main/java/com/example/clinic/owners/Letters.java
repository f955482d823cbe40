package com.example.clinic.owners;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;

@Component
public class Letters {
  private final Tracer tracer = GlobalOpenTelemetry.getTracer("com.example.clinic.owners.Letters");

  @Async
  public CompletableFuture<Void> welcome(Owner owner) {
    Span span = tracer.spanBuilder("write letter").startSpan();
    try (Scope scope = span.makeCurrent()) {
      List.of("address", "greeting").forEach(part -> {
        Span inner = tracer.spanBuilder("letter." + part).startSpan();
        inner.end();
      });
      post(owner);
    } finally {
      span.end();
    }
    return CompletableFuture.completedFuture(null);
  }

  private void post(Owner owner) {
    tracer
        .spanBuilder("post letter")
        .setSpanKind(SpanKind.PRODUCER)
        .setAttribute("owner", owner.name())
        .startSpan()
        .end();
  }
}
