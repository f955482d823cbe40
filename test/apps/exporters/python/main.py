"""Sends the spans that all programs of `exporters` send, as the OTEL_* variables say."""

import os
from importlib import import_module

from opentelemetry import trace
from opentelemetry._logs import LogRecord, SeverityNumber
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Link, SpanKind, Status, StatusCode

kind = {"grpc": "grpc", "http/protobuf": "http"}[os.environ["OTEL_EXPORTER_OTLP_PROTOCOL"]]
package = f"opentelemetry.exporter.otlp.proto.{kind}"


def exporter(signal: str, name: str):
    return getattr(import_module(f"{package}.{signal}_exporter"), name)()


tracing = TracerProvider()
tracing.add_span_processor(BatchSpanProcessor(exporter("trace", "OTLPSpanExporter")))
logging = LoggerProvider()
logging.add_log_record_processor(BatchLogRecordProcessor(exporter("_log", "OTLPLogExporter")))
metering = MeterProvider([PeriodicExportingMetricReader(exporter("metric", "OTLPMetricExporter"))])

tracer = tracing.get_tracer("exporters", "1.0")
logger = logging.get_logger("exporters")
checks = metering.get_meter("exporters").create_histogram("stock.checks", unit="{check}")


def order() -> None:
    with tracer.start_as_current_span("GET /orders/:id", kind=SpanKind.SERVER) as span:
        span.set_attributes(
            {
                "text": "tea ☕",
                "empty": "",
                "yes": True,
                "whole": 42,
                "negative": -7,
                "half": 0.5,
                "texts": ["a", "b"],
                "flags": [True, False],
                "wholes": [1, 2],
                "halves": [0.5, -1.5],
            }
        )
        queried = query()
        links = [Link(queried, {"reason": "follows"})]
        tracer.start_span("publish", kind=SpanKind.PRODUCER, links=links).end()
        span.set_status(Status(StatusCode.OK))


def query() -> trace.SpanContext:
    with tracer.start_as_current_span("SELECT orders", kind=SpanKind.CLIENT) as span:
        span.add_event("cache miss", {"key": "order-7"})
        span.add_event("exception", {"exception.type": "OutOfTea", "exception.message": "no tea left"})
        span.set_status(Status(StatusCode.ERROR, "out of tea"))
        logger.emit(
            LogRecord(
                severity_number=SeverityNumber.WARN,
                severity_text="WARN",
                body="stock is low",
                attributes={"sku": "mug"},
            )
        )
        checks.record(3.5, {"sku": "mug"})
        return span.get_span_context()


order()
for provider in (tracing, logging, metering):
    provider.shutdown()
