package trucks

import (
	"context"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"example.org/fleet/fleetpb"
)

const name = "example.org/fleet/trucks"

type service struct {
	fleetpb.UnimplementedTrucksServer
	tracer trace.Tracer
}

func New() fleetpb.TrucksServer {
	return &service{tracer: otel.Tracer(name)}
}

func (s *service) Locate(ctx context.Context, truck *wrapperspb.StringValue) (*structpb.Struct, error) {
	ctx, span := s.tracer.Start(ctx, "look on the map", trace.WithAttributes(attribute.String("truck", truck.Value)))
	defer span.End()
	if truck.Value == "lost" {
		return nil, status.Errorf(codes.NotFound, "nobody knows where %s is", truck.Value)
	}
	return s.position(ctx, truck.Value)
}

func (s *service) position(ctx context.Context, truck string) (*structpb.Struct, error) {
	_, span := s.tracer.Start(ctx, "position/"+truck)
	defer span.End()
	return structpb.NewStruct(map[string]any{"x": 1, "y": 2})
}

func (s *service) Status(context.Context, *emptypb.Empty) (*wrapperspb.StringValue, error) {
	return wrapperspb.String("all trucks drive"), nil
}

func (s *service) Follow(truck *wrapperspb.StringValue, stream grpc.ServerStreamingServer[structpb.Struct]) error {
	for range 3 {
		place, err := s.position(stream.Context(), truck.Value)
		if err != nil {
			return err
		}
		if err := stream.Send(place); err != nil {
			return err
		}
	}
	return nil
}
