// Whose code is it? The second file that Spanline adds to a copy of the OpenTelemetry SDK.

package trace

import (
	"io"
	"os"
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
)

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
