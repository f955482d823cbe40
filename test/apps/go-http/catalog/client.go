// Package catalog asks the publisher.
package catalog

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
)

type Client struct {
	base string
	http *http.Client
}

func New(base string) *Client {
	return &Client{base: base, http: &http.Client{Transport: otelhttp.NewTransport(http.DefaultTransport)}}
}

func (c *Client) Title(ctx context.Context, isbn string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"/isbn/"+isbn, nil)
	if err != nil {
		return "", err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("the publisher answers %d", response.StatusCode)
	}
	var found struct{ Title string }
	err = json.NewDecoder(response.Body).Decode(&found)
	return found.Title, err
}
