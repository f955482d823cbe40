package depot

import (
	"context"
	"time"

	"go.opentelemetry.io/otel"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"example.org/fleet/fleetpb"
)

var tracer = otel.Tracer("depot")

// Server answers for the depot.
type Server struct {
	fleetpb.UnimplementedDepotServer
}

func (d *Server) Load(ctx context.Context, truck *wrapperspb.StringValue) (*emptypb.Empty, error) {
	gates := make(chan string, 2)
	for _, gate := range []string{"north", "south"} {
		go open(ctx, gate, gates)
	}
	<-gates
	<-gates
	inSpan(ctx, "stack boxes", func() { time.Sleep(time.Millisecond) })
	return &emptypb.Empty{}, nil
}

func (*Server) Status(ctx context.Context, _ *emptypb.Empty) (*wrapperspb.StringValue, error) {
	_, span := tracer.Start(ctx, "count trucks")
	defer span.End()
	return wrapperspb.String("3 trucks wait"), nil
}

func open(ctx context.Context, gate string, gates chan<- string) {
	_, span := tracer.Start(ctx, "open "+gate+" gate")
	defer span.End()
	gates <- gate
}

func inSpan(ctx context.Context, name string, work func()) {
	_, span := tracer.Start(ctx, name)
	defer span.End()
	work()
}
