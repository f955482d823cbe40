// Spanline adds these files to a temporary copy of the OpenTelemetry SDK that a program is built with, so that
// spans know the line of code that starts them. They use the public interface only, and no language feature
// newer than Go 1.16.

package trace

import (
	"context"
	"fmt"
	"runtime"
	"strings"
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
	if place := spanlineFindPlace(onlyDirect); place != nil {
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

// Frames near the span are the usual case; a library's CLIENT span may lie far below the user's call.
const (
	spanlineNearFrames = 4
	spanlineFarFrames  = 60
)

type spanlineFrames struct {
	near [spanlineNearFrames]uintptr
	far  [spanlineFarFrames]uintptr
}

var spanlinePool = sync.Pool{New: func() interface{} { return new(spanlineFrames) }}

// spanlineFindPlace gives the attributes of the innermost frame of the user's; with onlyDirect, of that frame
// only if nothing but OpenTelemetry's own API lies between it and the span.
func spanlineFindPlace(onlyDirect bool) []attribute.KeyValue {
	frames := spanlinePool.Get().(*spanlineFrames)
	defer spanlinePool.Put(frames)
	search := spanlineSearch{onlyDirect: onlyDirect, isDirect: true}
	// Skipped: runtime.Callers, this function and OnStart.
	count := runtime.Callers(3, frames.near[:])
	if search.ends(frames.near[:count]) || count < spanlineNearFrames {
		return search.place
	}
	count = runtime.Callers(3+spanlineNearFrames, frames.far[:])
	search.ends(frames.far[:count])
	return search.place
}

type spanlineSearch struct {
	onlyDirect bool
	// No code but OpenTelemetry's lies between the span and the frames seen so far.
	isDirect bool
	place    []attribute.KeyValue
}

// ends looks on, outwards, and tells whether there is an answer.
func (search *spanlineSearch) ends(pcs []uintptr) bool {
	for _, pc := range pcs {
		decision := spanlineDecide(pc)
		if decision.place != nil && (search.isDirect || !decision.onlyDirect) {
			search.place = decision.place
			return true
		}
		search.isDirect = search.isDirect && decision.isTelemetry
		if search.onlyDirect && !search.isDirect {
			return true
		}
	}
	return false
}

// spanlineDecision is what a program counter is: the user's (place), a library's or OpenTelemetry's own.
type spanlineDecision struct {
	place []attribute.KeyValue
	// The place counts only for spans that this very code makes: that of a generated client is made for somebody
	// else, and the standard library makes none.
	onlyDirect  bool
	isTelemetry bool
}

// The program's code does not change, so that each call site, file and scope is judged once.
var (
	spanlineLock      sync.RWMutex
	spanlineDecisions = map[uintptr]spanlineDecision{}
	spanlineScopes    = map[string]bool{}
)

func spanlineDecide(pc uintptr) spanlineDecision {
	spanlineLock.RLock()
	decision, isKnown := spanlineDecisions[pc]
	spanlineLock.RUnlock()
	if isKnown {
		return decision
	}
	decision = spanlineJudge(pc)
	spanlineLock.Lock()
	spanlineDecisions[pc] = decision
	spanlineLock.Unlock()
	return decision
}

func spanlineJudge(pc uintptr) spanlineDecision {
	frames := runtime.CallersFrames([]uintptr{pc})
	decision := spanlineDecision{isTelemetry: true}
	for {
		frame, more := frames.Next()
		owner := spanlineOwnerOf(frame.Function, frame.File)
		if owner != spanlineLibrary {
			decision.onlyDirect = owner == spanlineNobody || spanlineIsGenerated(frame.File)
			decision.place = []attribute.KeyValue{
				attribute.String("code.file.path", frame.File),
				attribute.Int("code.line.number", frame.Line),
				attribute.String("code.function.name", frame.Function),
				attribute.String("spanline.capture", "go"),
			}
			return decision
		}
		decision.isTelemetry = decision.isTelemetry && strings.HasPrefix(frame.Function, "go.opentelemetry.io/otel")
		if !more {
			return decision
		}
	}
}
