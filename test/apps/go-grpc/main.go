package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"

	"go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/trace"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"example.org/fleet/depot"
	pb "example.org/fleet/fleetpb"
	"example.org/fleet/trucks"
)

func main() {
	ctx := context.Background()
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		log.Fatal(err)
	}
	provider := trace.NewTracerProvider(trace.WithBatcher(exporter))
	defer provider.Shutdown(ctx)
	otel.SetTracerProvider(provider)
	otel.SetTextMapPropagator(propagation.TraceContext{})

	listener, err := net.Listen("tcp", os.Getenv("ADDRESS"))
	if err != nil {
		log.Fatal(err)
	}
	server := newServer()
	go server.Serve(listener)
	defer server.GracefulStop()
	if err := tour(ctx, listener.Addr().String()); err != nil {
		log.Println(err)
	}
}

func newServer() *grpc.Server {
	server := grpc.NewServer(grpc.StatsHandler(otelgrpc.NewServerHandler()))
	pb.RegisterTrucksServer(server, trucks.New())
	pb.RegisterDepotServer(server, &depot.Server{})
	healthpb.RegisterHealthServer(server, health.NewServer())
	return server
}

// tour asks for everything once.
func tour(ctx context.Context, address string) error {
	connection, err := grpc.NewClient(address,
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithStatsHandler(otelgrpc.NewClientHandler()))
	if err != nil {
		return err
	}
	defer connection.Close()
	ctx, span := otel.Tracer("example.org/fleet").Start(ctx, "tour")
	defer span.End()
	if _, err := healthpb.NewHealthClient(connection).Check(ctx, &healthpb.HealthCheckRequest{}); err != nil {
		return err
	}
	return errors.Join(visitTrucks(ctx, pb.NewTrucksClient(connection)), visitDepot(ctx, pb.NewDepotClient(connection)))
}

func visitTrucks(ctx context.Context, client pb.TrucksClient) error {
	if _, err := client.Locate(ctx, wrapperspb.String("blue")); err != nil {
		return err
	}
	if _, err := client.Locate(ctx, wrapperspb.String("lost")); err == nil {
		return errors.New("a lost truck was found")
	}
	status, err := client.Status(ctx, &emptypb.Empty{})
	if err != nil {
		return err
	}
	fmt.Println(status.Value)
	stream, err := client.Follow(ctx, wrapperspb.String("blue"))
	if err != nil {
		return err
	}
	for {
		if _, err := stream.Recv(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func visitDepot(ctx context.Context, client pb.DepotClient) error {
	_, err := client.Load(
		ctx,
		wrapperspb.String("blue"),
	)
	if err != nil {
		return err
	}
	_, err = client.Status(ctx, &emptypb.Empty{})
	return err
}
