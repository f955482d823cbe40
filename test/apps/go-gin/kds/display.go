// Package kds talks to the display over the stove.
package kds

import (
	"context"
	"log"
	"net/http"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
)

type Display struct {
	address string
	client  http.Client
}

func New(address string) *Display {
	return &Display{address: address, client: http.Client{Transport: otelhttp.NewTransport(nil)}}
}

func (d *Display) Show(ctx context.Context, order string) {
	d.send(ctx, http.MethodPut, order)
}

func (d *Display) Clear(ctx context.Context, order string) {
	d.send(ctx, http.MethodDelete, order)
}

func (d *Display) send(ctx context.Context, method, order string) {
	request, _ := http.NewRequestWithContext(ctx, method, "http://"+d.address+"/lines/"+order, nil)
	response, err := d.client.Do(request)
	if err != nil {
		log.Println(err)
		return
	}
	response.Body.Close()
}

// Serve plays the display.
func Serve(address string) {
	log.Fatal(http.ListenAndServe(address, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	})))
}
