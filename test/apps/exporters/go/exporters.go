package main

import (
	"context"
	"errors"
	"os"

	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploggrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploghttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetricgrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	sdklog "go.opentelemetry.io/otel/sdk/log"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

type exporters struct {
	spans   sdktrace.SpanExporter
	logs    sdklog.Exporter
	metrics sdkmetric.Exporter
}

// The exporters read all else from the environment; only the protocol is a choice of packages.
func newExporters(ctx context.Context) (exporters, error) {
	if os.Getenv("OTEL_EXPORTER_OTLP_PROTOCOL") == "grpc" {
		spans, err := otlptracegrpc.New(ctx)
		logs, err2 := otlploggrpc.New(ctx)
		metrics, err3 := otlpmetricgrpc.New(ctx)
		return exporters{spans, logs, metrics}, errors.Join(err, err2, err3)
	}
	spans, err := otlptracehttp.New(ctx)
	logs, err2 := otlploghttp.New(ctx)
	metrics, err3 := otlpmetrichttp.New(ctx)
	return exporters{spans, logs, metrics}, errors.Join(err, err2, err3)
}
