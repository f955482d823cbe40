package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"github.com/gin-gonic/gin"
	"go.opentelemetry.io/contrib/instrumentation/github.com/gin-gonic/gin/otelgin"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"kitchen/handlers"
	"kitchen/kds"
	"kitchen/middleware"
)

var tracer = otel.Tracer("kitchen")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		log.Fatal(err)
	}
	provider := sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter))
	otel.SetTracerProvider(provider)

	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	r.Use(gin.Recovery(), otelgin.Middleware("kitchen"), middleware.Table())
	r.GET("/ping", func(c *gin.Context) { c.String(http.StatusOK, "pong") })
	mount(r, kds.New(os.Getenv("DISPLAY_ADDRESS")))

	server := &http.Server{Addr: os.Getenv("ADDRESS"), Handler: r}
	go kds.Serve(os.Getenv("DISPLAY_ADDRESS"))
	go func() {
		<-ctx.Done()
		server.Close()
	}()
	warmUp(ctx)
	log.Println(server.ListenAndServe())
	provider.Shutdown(context.Background())
}

func mount(r *gin.Engine, display *kds.Display) {
	v1 := r.Group("/v1")
	orders := handlers.NewOrders(display)
	{
		v1.GET("/orders", orders.List)
		v1.POST("/orders", middleware.RequireCook, orders.Create)
		v1.GET("/orders/:id", orders.Show)
	}
	admin := r.Group("/admin", gin.BasicAuth(gin.Accounts{"chef": "knife"}))
	admin.GET("/orders/:id", handlers.InspectOrder)
	admin.DELETE("/orders/:id", func(c *gin.Context) {
		ctx, span := tracer.Start(c.Request.Context(), "drop order")
		defer span.End()
		display.Clear(ctx, c.Param("id"))
		c.Status(http.StatusNoContent)
	})
	handlers.RegisterMenu(v1.Group("/menu"))
}

func warmUp(ctx context.Context) {
	_, span := tracer.Start(ctx, "warm up")
	span.End()
}
