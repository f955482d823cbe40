import { expect, test } from 'vitest';
import { factsPicture } from './factsPicture.ts';

async function spans(snippet: string): Promise<string> {
  return `\n${await factsPicture('/w/shop/orders.go', snippet, 'tracers', 'spans')}\n`;
}

test('tracers of the package, of structs, and asked for in place', async () => {
  expect(
    await spans(`
    package shop

    import "go.opentelemetry.io/otel"

    const scope = "github.com/acme/shop"

    var tracer = otel.Tracer(scope)

    type server struct {
      tracer trace.Tracer
      tr     trace.Tracer
    }

    func newServer(tp trace.TracerProvider) *server {
      return &server{tracer: tp.Tracer("shop.server")}
    }

    func getTracer() trace.Tracer { return otel.Tracer("shop.given") }

    func (s *server) Show(ctx context.Context, own trace.Tracer) {
      ctx, span := tracer.Start(ctx, "package")
      defer span.End()
      _, _ = s.tracer.Start(ctx, "field", trace.WithSpanKind(trace.SpanKindServer))
      _, _ = s.tr.Start(ctx, "short field")
      _, _ = own.Start(ctx, "parameter")
      _, _ = otel.Tracer("in place").Start(ctx, "in place")
      _, _ = getTracer().Start(ctx, "given")
      t := otel.GetTracerProvider().Tracer("local")
      _, _ = t.Start(ctx, "local")
      func() {
        _, _ = t.Start(
          ctx,
          "closure",
        )
      }()
    }
    `),
  ).toMatchInlineSnapshot(`
    "
    tracer tracer 'github.com/acme/shop' 7:19
    tracer tracer 'shop.server' 15:29
    tracer getTracer 'shop.given' 18:45
    tracer otel.Tracer("inplace") 'in place' 26:15
    tracer t 'local' 28:33
    span 'package' on tracer in server.Show 21:23
    span 'field' on tracer in server.Show 23:19
    span 'short field' on tr in server.Show 24:15
    span 'parameter' on own in server.Show 25:14
    span 'in place' on otel.Tracer("inplace") in server.Show 26:34
    span 'given' on getTracer in server.Show 27:22
    span 'local' on t in server.Show 29:12
    span 'closure' on t in server.Show 31:14-34
    "
  `);
});

test('names that are made of pieces, and names that are constants', async () => {
  expect(
    await spans(`
    package shop

    const (
      charge = "charge"
      raw    = \`raw\`
    )

    func work(ctx context.Context, name string, charge2 string) {
      tracer.Start(ctx, charge)
      tracer.Start(ctx, raw+".x")
      tracer.Start(ctx, "load "+id+" now")
      tracer.Start(ctx, fmt.Sprintf("%s publish %05d", topic, 3))
      tracer.Start(ctx, fmt.Sprintf("%d%%", 3))
      tracer.Start(ctx, name)
      tracer.Start(ctx, names.Charge)
    }

    func shadowed(ctx context.Context, charge string) { tracer.Start(ctx, charge) }
    `),
  ).toMatchInlineSnapshot(`
    "
    span 'charge' on tracer in work 9:10
    span 'raw.x' on tracer in work 10:10
    span 'load * now' on tracer in work 11:10
    span '* publish *' on tracer in work 12:10
    span '*%' on tracer in work 13:10
    "
  `);
});

test('functions of users that start spans by the name they are given', async () => {
  expect(
    await spans(`
    package shop

    func begin(ctx context.Context, op string) (context.Context, trace.Span) {
      return tracer.Start(ctx, op)
    }

    func main() {
      begin(ctx, "own function")
      tracing.StartSpan(ctx, "elsewhere")
      opentracing.StartSpanFromContext(ctx, "opentracing")
      s.withSpan(ctx, "with", func(ctx context.Context) {})
      telemetry.Trace(ctx, "traced")
      tel.Do(ctx, "run."+name, func(ctx context.Context) error { return nil })
    }
    `),
  ).toMatchInlineSnapshot(`
    "
    span 'own function' on tracer in main 8:3
    span 'elsewhere' on tracing in main 9:11
    span 'opentracing' on opentracing in main 10:15
    span 'with' on s in main 11:5
    span 'traced' on telemetry in main 12:13
    span 'run.*' on tel in main 13:7
    "
  `);
});

test('what only looks like a span', async () => {
  expect(
    await spans(`
    package shop

    // tracer.Start(ctx, "comment")
    func main() {
      server.Start(ctx, ":8080")
      cmd.Start()
      timer.Start("x", "y")
      log.Trace(ctx, "logged")
      span.SetName("x")
      trace.SpanFromContext(ctx).AddEvent("event")
      text := "tracer.Start(ctx, \\"string\\")"
    }
    `),
  ).toMatchInlineSnapshot(`
    "
    nothing
    "
  `);
});

test('a file that does not parse loses only what is broken', async () => {
  expect(
    await spans(`
    package shop

    func a() {
      tracer.Start(ctx, "first")
      if x := {
    }

    func b() {
      tracer.Start(ctx, "second")
    }
    `),
  ).toMatchInlineSnapshot(`
    "
    span 'first' on tracer in a 4:10
    span 'second' on tracer in b 9:10
    "
  `);
});
