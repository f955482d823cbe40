package middleware

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
)

const scope = "kitchen/middleware"

// Table notes which table a request is for.
func Table() gin.HandlerFunc {
	return func(c *gin.Context) {
		trace.SpanFromContext(c.Request.Context()).SetAttributes(attribute.String("table", c.GetHeader("X-Table")))
		c.Next()
	}
}

func RequireCook(c *gin.Context) {
	_, span := otel.Tracer(scope).Start(c.Request.Context(), "require cook")
	defer span.End()
	if c.GetHeader("X-Cook") == "" {
		c.AbortWithStatus(http.StatusForbidden)
	}
}
