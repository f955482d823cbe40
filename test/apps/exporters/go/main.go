// Sends the spans that all programs of exporters send, as the OTEL_* variables say.
package main

import (
	"context"
	"log"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	otellog "go.opentelemetry.io/otel/log"
	"go.opentelemetry.io/otel/metric"
	sdklog "go.opentelemetry.io/otel/sdk/log"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

type program struct {
	tracer trace.Tracer
	logger otellog.Logger
	checks metric.Float64Histogram
}

func main() {
	ctx := context.Background()
	exporters, err := newExporters(ctx)
	if err != nil {
		log.Fatal(err)
	}
	tracing := sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporters.spans))
	logging := sdklog.NewLoggerProvider(sdklog.WithProcessor(sdklog.NewBatchProcessor(exporters.logs)))
	metering := sdkmetric.NewMeterProvider(sdkmetric.WithReader(sdkmetric.NewPeriodicReader(exporters.metrics)))
	checks, err := metering.Meter("exporters").Float64Histogram("stock.checks", metric.WithUnit("{check}"))
	if err != nil {
		log.Fatal(err)
	}
	tracer := tracing.Tracer("exporters", trace.WithInstrumentationVersion("1.0"))
	p := program{tracer, logging.Logger("exporters"), checks}
	p.order(ctx)
	for _, shutdown := range []func(context.Context) error{tracing.Shutdown, logging.Shutdown, metering.Shutdown} {
		if err := shutdown(ctx); err != nil {
			log.Fatal(err)
		}
	}
}

func (p program) order(ctx context.Context) {
	ctx, span := p.tracer.Start(ctx, "GET /orders/:id", trace.WithSpanKind(trace.SpanKindServer))
	defer span.End()
	span.SetAttributes(
		attribute.String("text", "tea ☕"),
		attribute.String("empty", ""),
		attribute.Bool("yes", true),
		attribute.Int("whole", 42),
		attribute.Int64("negative", -7),
		attribute.Float64("half", 0.5),
		attribute.StringSlice("texts", []string{"a", "b"}),
		attribute.BoolSlice("flags", []bool{true, false}),
		attribute.IntSlice("wholes", []int{1, 2}),
		attribute.Float64Slice("halves", []float64{0.5, -1.5}),
	)
	link := trace.Link{SpanContext: p.query(ctx), Attributes: []attribute.KeyValue{attribute.String("reason", "follows")}}
	_, publish := p.tracer.Start(ctx, "publish", trace.WithSpanKind(trace.SpanKindProducer), trace.WithLinks(link))
	publish.End()
	span.SetStatus(codes.Ok, "")
}

func (p program) query(ctx context.Context) trace.SpanContext {
	ctx, span := p.tracer.Start(ctx, "SELECT orders", trace.WithSpanKind(trace.SpanKindClient))
	defer span.End()
	span.AddEvent("cache miss", trace.WithAttributes(attribute.String("key", "order-7")))
	span.AddEvent("exception", trace.WithAttributes(
		attribute.String("exception.type", "OutOfTea"),
		attribute.String("exception.message", "no tea left"),
	))
	span.SetStatus(codes.Error, "out of tea")
	var record otellog.Record
	record.SetSeverity(otellog.SeverityWarn)
	record.SetSeverityText("WARN")
	record.SetBody(attribute.StringValue("stock is low"))
	record.AddAttributes(attribute.String("sku", "mug"))
	p.logger.Emit(ctx, record)
	p.checks.Record(ctx, 3.5, metric.WithAttributes(attribute.String("sku", "mug")))
	return span.SpanContext()
}
