package main

import (
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"

	"example.com/library/api"
	"example.com/library/catalog"
	"example.com/library/store"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	shutdown, err := startTracing(ctx)
	if err != nil {
		log.Fatal(err)
	}
	books, err := store.Open()
	if err != nil {
		log.Fatal(err)
	}
	go serveCatalog(os.Getenv("CATALOG_ADDRESS"))

	mux := http.NewServeMux()
	api.Register(mux, books, catalog.New("http://"+os.Getenv("CATALOG_ADDRESS")))
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	})
	server := &http.Server{Addr: os.Getenv("ADDRESS"), Handler: otelhttp.NewHandler(mux, "library")}
	go func() {
		<-ctx.Done()
		server.Shutdown(context.Background())
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
	shutdown(context.Background())
}

// The catalogue of the publisher, which is somebody else's service in real life: it has no tracing.
func serveCatalog(address string) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /isbn/{isbn}", func(w http.ResponseWriter, r *http.Request) {
		if r.PathValue("isbn") == "0" {
			http.Error(w, "no such book", http.StatusNotFound)
			return
		}
		w.Write([]byte(`{"title":"Walden"}`))
	})
	log.Fatal(http.ListenAndServe(address, mux))
}
