// Who names a span? A helper that starts spans for others is told their names, and the line that tells it says more
// than the one that starts all of them.

package trace

import (
	"os"
	"regexp"
	"runtime"
	"strings"
	"unicode"

	"go.opentelemetry.io/otel/attribute"
)

// spanlineFrame is a call of the user's.
type spanlineFrame struct {
	place []attribute.KeyValue
	// The function, as package.Type.Method without its path.
	function string
	// Texts in quotes among the arguments, as the parts that stand fast.
	texts [][]string
	// Built elsewhere, or without its path: nobody knows what stands there.
	isUnreadable bool
}

func spanlineFrameOf(frame runtime.Frame) spanlineFrame {
	call, isRead := spanlineCallText(frame.File, frame.Line)
	return spanlineFrame{
		place: []attribute.KeyValue{
			attribute.String("code.file.path", frame.File),
			attribute.Int("code.line.number", frame.Line),
			attribute.String("code.function.name", frame.Function),
			attribute.String("spanline.capture", "go"),
		},
		function:     spanlinePlainName(frame.Function),
		texts:        spanlineTextsIn(call),
		isUnreadable: !isRead,
	}
}

// mayName tells of the call that starts a span whether it may have made up the name itself.
func (frame *spanlineFrame) mayName(name string) bool {
	if frame.isUnreadable {
		return true
	}
	for _, parts := range frame.texts {
		for _, part := range parts {
			if len(part) > 1 && strings.IndexFunc(part, unicode.IsLetter) >= 0 && strings.Contains(name, part) {
				return true
			}
		}
	}
	return frame.isCalled(name)
}

// Of a text that something is put in, less stands in any program.
const spanlineShortestPart = 4

// names tells of a call of a helper whether the name stands there, or is that of the function around it.
func (frame *spanlineFrame) names(name string) bool {
	for _, parts := range frame.texts {
		first, last := parts[0], parts[len(parts)-1]
		isWhole := len(parts) == 1 && first == name
		isBegin := len(first) >= spanlineShortestPart && strings.HasPrefix(name, first)
		isEnd := len(last) >= spanlineShortestPart && strings.HasSuffix(name, last)
		if isWhole || isBegin || isEnd {
			return true
		}
	}
	return frame.isCalled(name)
}

func (frame *spanlineFrame) isCalled(name string) bool {
	plain := spanlinePlainName(name)
	return plain != "" && (frame.function == plain || strings.HasSuffix(frame.function, "."+plain))
}

var spanlineDecoration = regexp.MustCompile(`\[[^\]]*\]|[()*]`)

// spanlinePlainName is "web.Server.Show" of "example.org/web.(*Server).Show[...]".
func spanlinePlainName(function string) string {
	plain := function
	if strings.IndexAny(plain, "[(*") >= 0 {
		plain = spanlineDecoration.ReplaceAllString(plain, "")
	}
	return plain[strings.LastIndexByte(plain, '/')+1:]
}

const (
	spanlineMostLines   = 6
	spanlineLongestCall = 600
)

// spanlineCallText is what stands from a line on to the end of the call that begins there, or to a function in it.
func spanlineCallText(file string, line int) (string, bool) {
	source, err := os.ReadFile(file)
	if err != nil || line < 1 {
		return "", false
	}
	lines := strings.SplitN(string(source), "\n", line+spanlineMostLines)
	if len(lines) < line {
		return "", false
	}
	end, depth := line-1, 0
	for end < len(lines) && end < line-1+spanlineMostLines {
		depth += strings.Count(lines[end], "(") - strings.Count(lines[end], ")")
		end++
		if depth <= 0 {
			break
		}
	}
	text := strings.Join(lines[line-1:end], "\n")
	if at := strings.Index(text, "func("); at >= 0 {
		text = text[:at]
	}
	if len(text) > spanlineLongestCall {
		text = text[:spanlineLongestCall]
	}
	return text, true
}

var (
	spanlineQuoted = regexp.MustCompile("\"((?:[^\"\\\\\n]|\\\\.)*)\"|`([^`]*)`")
	spanlineVerb   = regexp.MustCompile(`%[-+# 0-9.]*[a-zA-Z]`)
)

func spanlineTextsIn(call string) [][]string {
	var texts [][]string
	for _, match := range spanlineQuoted.FindAllStringSubmatch(call, -1) {
		if text := match[1] + match[2]; text != "" {
			texts = append(texts, spanlineVerb.Split(text, -1))
		}
	}
	return texts
}
