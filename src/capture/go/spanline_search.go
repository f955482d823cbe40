// Which line started a span? The search through the stack, from the span outwards.

package trace

import (
	"runtime"
	"strings"
	"sync"

	"go.opentelemetry.io/otel/attribute"
)

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
// only if nothing but OpenTelemetry's own API lies between it and the span. Where that frame is a helper's that was
// given the span's name, it is the frame that gives the name.
func spanlineFindPlace(name string, onlyDirect bool) []attribute.KeyValue {
	frames := spanlinePool.Get().(*spanlineFrames)
	defer spanlinePool.Put(frames)
	search := spanlineSearch{name: name, onlyDirect: onlyDirect, isDirect: true}
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
	name       string
	onlyDirect bool
	// No code but OpenTelemetry's lies between the span and the frames seen so far.
	isDirect bool
	// Frames of the user's own helpers so far, none of which names the span.
	helpers int
	// A library's span has the user's frame, which may turn out to be a middleware of that library.
	isCalled bool
	place    []attribute.KeyValue
}

// Helpers call helpers, but not many.
const spanlineMostHelpers = 4

// ends looks on, outwards, and tells whether there is an answer.
func (search *spanlineSearch) ends(pcs []uintptr) bool {
	for _, pc := range pcs {
		decision := spanlineDecide(pc)
		switch {
		case search.helpers > 0:
			if len(decision.frames) == 0 || search.isNamedBy(decision.frames) {
				return true
			}
			continue
		case search.isCalled:
			if !decision.callsMiddleware {
				return true
			}
			search.isCalled = false
			continue
		case len(decision.frames) > 0 && search.isDirect:
			if search.isNamedBy(decision.frames) {
				return true
			}
			continue
		case len(decision.frames) > 0 && !decision.onlyDirect:
			search.place = decision.frames[0].place
			search.isCalled = true
			continue
		}
		search.isDirect = search.isDirect && decision.isTelemetry
		if search.onlyDirect && !search.isDirect {
			return true
		}
	}
	return false
}

// isNamedBy goes through the user's frames from the one that starts the span on, until one names it.
func (search *spanlineSearch) isNamedBy(frames []spanlineFrame) bool {
	for i := range frames {
		frame := &frames[i]
		if search.helpers == 0 {
			search.place = frame.place
			if frame.mayName(search.name) {
				return true
			}
		} else if frame.names(search.name) {
			search.place = frame.place
			return true
		}
		search.helpers++
	}
	return search.helpers >= spanlineMostHelpers
}

// spanlineDecision is what a program counter is: the user's (frames), a library's or OpenTelemetry's own.
type spanlineDecision struct {
	// Innermost first: what is inlined shares its program counter.
	frames []spanlineFrame
	// The place counts only for spans that this very code makes: that of a generated client is made for somebody
	// else, and the standard library makes none.
	onlyDirect  bool
	isTelemetry bool
	// A client that calls the user's middleware for a caller further out.
	callsMiddleware bool
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
			if len(decision.frames) == 0 {
				decision.onlyDirect = owner == spanlineNobody || spanlineIsGenerated(frame.File)
			}
			decision.frames = append(decision.frames, spanlineFrameOf(frame))
		} else if len(decision.frames) > 0 {
			return decision
		}
		decision.isTelemetry = decision.isTelemetry && strings.HasPrefix(frame.Function, "go.opentelemetry.io/otel")
		decision.callsMiddleware = decision.callsMiddleware || spanlineCallsMiddleware(frame.Function)
		if !more {
			return decision
		}
	}
}

// Round trippers and interceptors of clients; servers call theirs for nobody in this program.
var spanlineMiddlewareCallers = []string{
	"net/http.send",
	"google.golang.org/grpc.(*ClientConn).",
	"google.golang.org/grpc.chainStreamClientInterceptors",
	"google.golang.org/grpc.chainUnaryClientInterceptors",
	"google.golang.org/grpc.getChainStreamer",
	"google.golang.org/grpc.getChainUnaryInvoker",
}

func spanlineCallsMiddleware(function string) bool {
	for _, caller := range spanlineMiddlewareCallers {
		if strings.HasPrefix(function, caller) {
			return true
		}
	}
	return false
}
