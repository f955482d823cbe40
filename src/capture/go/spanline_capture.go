// Spanline adds this file to a temporary copy of the OpenTelemetry SDK that a program is built with, so that
// spans know the line of code that starts them. It uses the public interface only, and no language feature
// newer than Go 1.16.

package trace

import (
	"context"
	"fmt"
	"io"
	"os"
	"reflect"
	"runtime"
	"runtime/debug"
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

// spanlineIsGenerated looks for the mark that Go asks of generated files: a line before the package clause.
func spanlineIsGenerated(file string) bool {
	opened, err := os.Open(file)
	if err != nil {
		return strings.HasSuffix(file, ".pb.go")
	}
	defer opened.Close()
	head := make([]byte, 4096)
	count, _ := io.ReadFull(opened, head)
	for _, line := range strings.Split(string(head[:count]), "\n") {
		line = strings.TrimRight(line, "\r")
		if strings.HasPrefix(line, "package ") {
			return false
		}
		if strings.HasPrefix(line, "// Code generated ") && strings.HasSuffix(line, " DO NOT EDIT.") {
			return true
		}
	}
	return false
}

// spanlineOwnerOf tells by the module a function belongs to; where the build does not list it, by the place of
// its file: the standard library, and the other modules of a workspace.
func spanlineOwnerOf(function, file string) spanlineOwner {
	if function == "" || file == "" || file[0] == '<' || strings.HasPrefix(function, "_cgo") {
		return spanlineLibrary
	}
	if strings.HasPrefix(function, "main.") {
		return spanlineUser
	}
	path := spanlinePackage(function)
	if strings.HasPrefix(path, "go.opentelemetry.io/") {
		return spanlineLibrary
	}
	if owner := spanlineBuild().whose(path); owner != spanlineNobody {
		return owner
	}
	isStandard := spanlineIsStandard(file)
	if strings.Contains(strings.SplitN(path, "/", 2)[0], ".") {
		isStandard = strings.Contains(file, "@v") || strings.Contains(file, "/vendor/")
	} else if isStandard && !strings.HasPrefix(file, "/") && !strings.Contains(file, ":") {
		// Without absolute paths (-trimpath) nothing tells the two apart.
		return spanlineNobody
	}
	if isStandard {
		return spanlineLibrary
	}
	return spanlineUser
}

// spanlinePackage is the import path of a function's package: up to the first dot behind the last slash. The
// linker writes the dots of a path's last element as %2e.
func spanlinePackage(function string) string {
	if bracket := strings.IndexByte(function, '['); bracket >= 0 {
		function = function[:bracket]
	}
	start := strings.LastIndexByte(function, '/') + 1
	if dot := strings.IndexByte(function[start:], '.'); dot >= 0 {
		function = function[:start+dot]
	}
	return strings.Replace(function, "%2e", ".", -1)
}

// spanlineIsStandard tells whether a file lies where the standard library does.
func spanlineIsStandard(file string) bool {
	known := runtime.FuncForPC(reflect.ValueOf(strings.Fields).Pointer())
	if known == nil {
		return true
	}
	anchor, _ := known.FileLine(known.Entry())
	return strings.HasPrefix(file, strings.TrimSuffix(anchor, "strings/strings.go"))
}

// spanlineIsLibrary tells whether a scope's name is a library's.
func spanlineIsLibrary(scope string) bool {
	spanlineLock.RLock()
	isLibrary, isKnown := spanlineScopes[scope]
	spanlineLock.RUnlock()
	if isKnown {
		return isLibrary
	}
	isLibrary = spanlineJudgeScope(scope)
	spanlineLock.Lock()
	// Names made at run time must not fill the memory.
	if len(spanlineScopes) < 1000 {
		spanlineScopes[scope] = isLibrary
	}
	spanlineLock.Unlock()
	return isLibrary
}

// Libraries name their scopes after their import paths, by convention.
func spanlineJudgeScope(scope string) bool {
	return strings.HasPrefix(scope, "go.opentelemetry.io/") || spanlineBuild().whose(scope) == spanlineLibrary
}

// spanlineModules are the modules that the build lists, by their paths.
type spanlineModules struct {
	users     []string
	libraries []string
}

type spanlineOwner int

const (
	spanlineNobody spanlineOwner = iota
	spanlineUser
	spanlineLibrary
)

var (
	spanlineBuildOnce sync.Once
	spanlineBuilt     spanlineModules
)

func spanlineBuild() *spanlineModules {
	spanlineBuildOnce.Do(func() {
		info, ok := debug.ReadBuildInfo()
		if !ok || info.Main.Path == "" {
			return
		}
		spanlineBuilt.users = append(spanlineBuilt.users, info.Main.Path)
		for _, module := range info.Deps {
			spanlineBuilt.add(module)
		}
	})
	return &spanlineBuilt
}

// A module without a version is being worked on, and so is one that a directory replaces.
func (modules *spanlineModules) add(module *debug.Module) {
	version := module.Version
	if module.Replace != nil {
		version = module.Replace.Version
	}
	if version == "" || version == "(devel)" {
		modules.users = append(modules.users, module.Path)
	} else {
		modules.libraries = append(modules.libraries, module.Path)
	}
}

// whose a package is: the longest module path that holds it wins, since modules nest.
func (modules *spanlineModules) whose(path string) spanlineOwner {
	path = strings.TrimSuffix(path, "_test")
	user, library := spanlineLongest(modules.users, path), spanlineLongest(modules.libraries, path)
	switch {
	case user > library:
		return spanlineUser
	case library > 0:
		return spanlineLibrary
	}
	return spanlineNobody
}

func spanlineLongest(modules []string, path string) int {
	longest := 0
	for _, module := range modules {
		isInside := strings.HasPrefix(path, module) && (len(path) == len(module) || path[len(module)] == '/')
		if isInside && len(module) > longest {
			longest = len(module)
		}
	}
	return longest
}
