// Spanline adds these files to a temporary copy of the OpenTelemetry SDK that a program is built with, so that
// spans know the line of code that starts them. They use the public interface only, and no language feature
// newer than Go 1.16.

package trace

import (
	"context"
	"fmt"
	"sync"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
)

// spanlineCapture writes code.* on the spans of the user's own code as they start.
type spanlineCapture struct{}

func newSpanlineCapture() SpanProcessor { return spanlineCapture{} }

// OnStart never fails the program: what goes wrong here is said on the span instead.
func (spanlineCapture) OnStart(_ context.Context, span ReadWriteSpan) {
	defer func() {
		if failure := recover(); failure != nil {
			spanlineReport(span, failure)
		}
	}()
	kind := span.SpanKind()
	// The stack of a library's SERVER or INTERNAL span shows who called the library, not whose work the span is.
	onlyDirect := kind == trace.SpanKindServer
	if (onlyDirect || kind == trace.SpanKindInternal) && spanlineIsLibrary(span.InstrumentationScope().Name) {
		return
	}
	if spanlineHasPlace(span.Attributes()) {
		return
	}
	if place := spanlineFindPlace(span.Name(), onlyDirect); place != nil {
		span.SetAttributes(place...)
	}
}

func (spanlineCapture) OnEnd(ReadOnlySpan)               {}
func (spanlineCapture) Shutdown(context.Context) error   { return nil }
func (spanlineCapture) ForceFlush(context.Context) error { return nil }

var spanlineFailure sync.Once

// The first failure is enough to be found; the rest would only fill the trace.
func spanlineReport(span ReadWriteSpan, failure interface{}) {
	defer func() { _ = recover() }()
	spanlineFailure.Do(func() {
		span.SetAttributes(attribute.String("spanline.capture.error", fmt.Sprint(failure)))
	})
}

func spanlineHasPlace(attributes []attribute.KeyValue) bool {
	for i := range attributes {
		switch attributes[i].Key {
		case "code.file.path", "code.filepath", "code.line.number", "code.lineno":
			return true
		}
	}
	return false
}
