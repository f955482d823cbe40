// Prints what it costs to start and end a span, in microseconds of CPU time, as JSON.
package main

import (
	"context"
	"encoding/json"
	"os"
	"syscall"

	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

const (
	rounds = 5
	spans  = 200_000
)

func main() {
	provider := sdk.NewTracerProvider()
	user, library := provider.Tracer("bench"), provider.Tracer("go.opentelemetry.io/contrib/bench")
	json.NewEncoder(os.Stdout).Encode(map[string]float64{
		"own":     best(func() { run(user, trace.SpanKindInternal) }),
		"deep":    best(func() { below(50, func() { run(user, trace.SpanKindInternal) }) }),
		"library": best(func() { run(library, trace.SpanKindServer) }),
	})
}

func run(tracer trace.Tracer, kind trace.SpanKind) {
	ctx, option := context.Background(), trace.WithSpanKind(kind)
	for i := 0; i < spans; i++ {
		_, span := tracer.Start(ctx, "span", option)
		span.End()
	}
}

func below(depth int, run func()) {
	if depth == 0 {
		run()
		return
	}
	below(depth-1, run)
}

// The best of some rounds: the first ones still fill the caches, and others may use the machine as well.
func best(run func()) float64 {
	least := 0.0
	for i := 0; i < rounds; i++ {
		before := cpuMicros()
		run()
		if took := (cpuMicros() - before) / spans; i == 0 || took < least {
			least = took
		}
	}
	return least
}

func cpuMicros() float64 {
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	seconds := usage.Utime.Sec + usage.Stime.Sec
	return float64(seconds)*1e6 + float64(usage.Utime.Usec+usage.Stime.Usec)
}
