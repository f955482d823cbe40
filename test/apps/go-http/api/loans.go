package api

import (
	"context"
	"net/http"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/trace"

	"example.com/library/store"
)

const reminderSpan = "remind reader"

type loans struct {
	books *store.Store
}

func (l loans) lend(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	err := traced(r.Context(), "reserve copy", func(ctx context.Context) error {
		return l.books.Lend(ctx, id)
	})
	if err != nil {
		fail(r.Context(), w, err)
		return
	}
	done := make(chan struct{})
	go remind(context.WithoutCancel(r.Context()), done)
	<-done
	w.WriteHeader(http.StatusAccepted)
}

func (l loans) giveBack(w http.ResponseWriter, r *http.Request) {
	if _, err := l.books.Find(r.Context(), r.PathValue("id")); err != nil {
		fail(r.Context(), w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// traced runs a step in a span of its own.
func traced(ctx context.Context, step string, run func(context.Context) error) error {
	ctx, span := tracer.Start(ctx, step)
	defer span.End()
	return run(ctx)
}

func remind(ctx context.Context, done chan<- struct{}) {
	defer close(done)
	_, span := otel.GetTracerProvider().Tracer("reminders").Start(ctx, reminderSpan,
		trace.WithSpanKind(trace.SpanKindProducer), trace.WithTimestamp(time.Now()))
	defer span.End()
}
