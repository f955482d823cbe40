package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"example.com/library/catalog"
	"example.com/library/store"
)

type bookHandler struct {
	books     *store.Store
	publisher *catalog.Client
}

func (h *bookHandler) list(w http.ResponseWriter, r *http.Request) {
	books, err := h.books.All(r.Context())
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	json.NewEncoder(w).Encode(books)
}

func (h *bookHandler) show(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	book, err := h.books.Find(ctx, r.PathValue("id"))
	switch {
	case errors.Is(err, store.ErrMissing):
		http.NotFound(w, r)
		return
	case err != nil:
		fail(ctx, w, err)
		return
	}
	var wait sync.WaitGroup
	for _, reviewer := range []string{"press", "readers"} {
		wait.Add(1)
		go func() {
			defer wait.Done()
			h.reviews(ctx, reviewer)
		}()
	}
	wait.Wait()
	json.NewEncoder(w).Encode(book)
}

func (h *bookHandler) reviews(ctx context.Context, reviewer string) {
	_, span := tracer.Start(ctx, fmt.Sprintf("reviews of %s", reviewer),
		trace.WithAttributes(attribute.String("reviewer", reviewer)))
	defer span.End()
}

func (h *bookHandler) add(w http.ResponseWriter, r *http.Request) {
	var wanted store.Book
	if err := json.NewDecoder(r.Body).Decode(&wanted); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	ctx, span := tracer.Start(r.Context(), "add book")
	defer span.End()
	title, err := h.publisher.Title(ctx, wanted.ID)
	if err != nil {
		span.RecordError(err, trace.WithStackTrace(true))
		span.SetStatus(codes.Error, "no title")
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	wanted.Title = title
	if err := h.books.Save(ctx, wanted); err != nil {
		fail(ctx, w, err)
		return
	}
	index := func(field string) {
		_, span := tracer.Start(ctx, "index."+field)
		span.End()
	}
	index("title")
	index("author")
	w.WriteHeader(http.StatusCreated)
}

func fail(ctx context.Context, w http.ResponseWriter, err error) {
	trace.SpanFromContext(ctx).RecordError(err)
	http.Error(w, err.Error(), http.StatusInternalServerError)
}

func readersOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, span := tracer.Start(r.Context(), "check reader")
		allowed := r.Header.Get("X-Reader") != ""
		span.End()
		if !allowed {
			http.Error(w, "who are you?", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}
