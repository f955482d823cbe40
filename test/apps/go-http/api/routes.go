package api

import (
	"net/http"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel"

	"example.com/library/catalog"
	"example.com/library/store"
)

var tracer = otel.Tracer("example.com/library/api")

// Register adds the routes of the library to a mux.
func Register(mux *http.ServeMux, books *store.Store, publisher *catalog.Client) {
	b := &bookHandler{books: books, publisher: publisher}
	mux.HandleFunc("GET /books", b.list)
	mux.HandleFunc("GET /books/{id}", b.show)
	mux.Handle("POST /books", readersOnly(http.HandlerFunc(b.add)))
	mux.HandleFunc("GET /shelves/{shelf}/books/{id}", func(w http.ResponseWriter, r *http.Request) {
		_, span := tracer.Start(r.Context(), "look at shelf "+r.PathValue("shelf"))
		defer span.End()
		w.Write([]byte("not there\n"))
	})
	l := loans{books: books}
	mux.Handle("POST /loans/{id}", otelhttp.NewHandler(http.HandlerFunc(l.lend), "lend"))
	mux.Handle("DELETE /loans/{id}", otelhttp.NewHandler(
		http.HandlerFunc(l.giveBack),
		"give back",
	))
}
