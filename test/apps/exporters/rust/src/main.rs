//! Sends the spans that all programs of `exporters` send, as the OTEL_* variables say.

use opentelemetry::logs::{AnyValue, LogRecord, Logger, LoggerProvider, Severity};
use opentelemetry::metrics::{Histogram, MeterProvider};
use opentelemetry::trace::{Link, Span, SpanContext, SpanKind, Status, TraceContextExt, Tracer, TracerProvider};
use opentelemetry::{Array, Context, InstrumentationScope, KeyValue, Value};
use opentelemetry_otlp::{LogExporter, MetricExporter, SpanExporter};
use opentelemetry_sdk::logs::{SdkLogger, SdkLoggerProvider};
use opentelemetry_sdk::metrics::SdkMeterProvider;
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider};
use std::error::Error;

struct Program {
    tracer: SdkTracer,
    logger: SdkLogger,
    checks: Histogram<f64>,
}

fn main() -> Result<(), Box<dyn Error>> {
    // The exporter over gRPC works on the threads of a runtime that is there.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let _entered = runtime.enter();
    let tracing = SdkTracerProvider::builder().with_batch_exporter(SpanExporter::builder().build()?).build();
    let logging = SdkLoggerProvider::builder().with_batch_exporter(LogExporter::builder().build()?).build();
    let metering = SdkMeterProvider::builder().with_periodic_exporter(MetricExporter::builder().build()?).build();
    let scope = InstrumentationScope::builder("exporters").with_version("1.0").build();
    let program = Program {
        tracer: tracing.tracer_with_scope(scope),
        logger: logging.logger("exporters"),
        checks: metering.meter("exporters").f64_histogram("stock.checks").with_unit("{check}").build(),
    };
    program.order();
    tracing.shutdown()?;
    logging.shutdown()?;
    metering.shutdown()?;
    Ok(())
}

impl Program {
    fn order(&self) {
        let span = self.tracer.span_builder("GET /orders/:id").with_kind(SpanKind::Server).start(&self.tracer);
        let context = Context::current_with_span(span);
        let _active = context.clone().attach();
        context.span().set_attributes([
            KeyValue::new("text", "tea ☕"),
            KeyValue::new("empty", ""),
            KeyValue::new("yes", true),
            KeyValue::new("whole", 42),
            KeyValue::new("negative", -7),
            KeyValue::new("half", 0.5),
            KeyValue::new("texts", Value::Array(Array::String(vec!["a".into(), "b".into()]))),
            KeyValue::new("flags", Value::Array(Array::Bool(vec![true, false]))),
            KeyValue::new("wholes", Value::Array(Array::I64(vec![1, 2]))),
            KeyValue::new("halves", Value::Array(Array::F64(vec![0.5, -1.5]))),
        ]);
        let link = Link::new(self.query(), vec![KeyValue::new("reason", "follows")], 0);
        let publish = self.tracer.span_builder("publish").with_kind(SpanKind::Producer).with_links(vec![link]);
        publish.start(&self.tracer).end();
        context.span().set_status(Status::Ok);
        context.span().end();
    }

    fn query(&self) -> SpanContext {
        let span = self.tracer.span_builder("SELECT orders").with_kind(SpanKind::Client).start(&self.tracer);
        let context = Context::current_with_span(span);
        let _active = context.clone().attach();
        context.span().add_event("cache miss", vec![KeyValue::new("key", "order-7")]);
        context.span().add_event(
            "exception",
            vec![
                KeyValue::new("exception.type", "OutOfTea"),
                KeyValue::new("exception.message", "no tea left"),
            ],
        );
        context.span().set_status(Status::error("out of tea"));
        let mut record = self.logger.create_log_record();
        record.set_severity_number(Severity::Warn);
        record.set_severity_text("WARN");
        record.set_body(AnyValue::from("stock is low"));
        record.add_attribute("sku", "mug");
        self.logger.emit(record);
        self.checks.record(3.5, &[KeyValue::new("sku", "mug")]);
        context.span().end();
        context.span().span_context().clone()
    }
}
