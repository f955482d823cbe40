package com.example.exporters;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.List;

/** Sends the spans that all programs of exporters send, as the OTEL_* variables say. */
public final class Exporters {
    private static final Attributes MUG = Attributes.of(AttributeKey.stringKey("sku"), "mug");

    private final OpenTelemetry telemetry;
    private final Tracer tracer;

    private Exporters(OpenTelemetry telemetry) {
        this.telemetry = telemetry;
        this.tracer = telemetry.getTracer("exporters", "1.0");
    }

    public static void main(String[] args) {
        try (OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.initialize().getOpenTelemetrySdk()) {
            new Exporters(sdk).order();
        }
    }

    private void order() {
        Span span = tracer.spanBuilder("GET /orders/:id").setSpanKind(SpanKind.SERVER).startSpan();
        try (Scope scope = span.makeCurrent()) {
            span.setAttribute("text", "tea ☕");
            span.setAttribute("empty", "");
            span.setAttribute("yes", true);
            span.setAttribute("whole", 42);
            span.setAttribute("negative", -7L);
            span.setAttribute("half", 0.5);
            span.setAttribute(AttributeKey.stringArrayKey("texts"), List.of("a", "b"));
            span.setAttribute(AttributeKey.booleanArrayKey("flags"), List.of(true, false));
            span.setAttribute(AttributeKey.longArrayKey("wholes"), List.of(1L, 2L));
            span.setAttribute(AttributeKey.doubleArrayKey("halves"), List.of(0.5, -1.5));
            SpanContext queried = query();
            Attributes reason = Attributes.of(AttributeKey.stringKey("reason"), "follows");
            tracer.spanBuilder("publish").setSpanKind(SpanKind.PRODUCER).addLink(queried, reason).startSpan().end();
            span.setStatus(StatusCode.OK);
        } finally {
            span.end();
        }
    }

    private SpanContext query() {
        Span span = tracer.spanBuilder("SELECT orders").setSpanKind(SpanKind.CLIENT).startSpan();
        try (Scope scope = span.makeCurrent()) {
            span.addEvent("cache miss", Attributes.of(AttributeKey.stringKey("key"), "order-7"));
            span.addEvent(
                    "exception",
                    Attributes.of(
                            AttributeKey.stringKey("exception.type"), "OutOfTea",
                            AttributeKey.stringKey("exception.message"), "no tea left"));
            span.setStatus(StatusCode.ERROR, "out of tea");
            telemetry.getLogsBridge().get("exporters").logRecordBuilder()
                    .setSeverity(Severity.WARN)
                    .setSeverityText("WARN")
                    .setBody("stock is low")
                    .setAllAttributes(MUG)
                    .emit();
            telemetry.getMeter("exporters").histogramBuilder("stock.checks").setUnit("{check}").build().record(3.5, MUG);
            return span.getSpanContext();
        } finally {
            span.end();
        }
    }
}
