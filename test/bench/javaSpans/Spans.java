import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;

/** Prints what it costs to start and end a span, in microseconds of CPU time, as JSON. */
public class Spans {
  private static final int ROUNDS = 8;
  private static final int SPANS = 200_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  public static void main(String[] args) throws Exception {
    // Without any processor the SDK makes no spans at all.
    SdkTracerProviderBuilder builder = SdkTracerProvider.builder().addSpanProcessor(new Nothing());
    if (args.length > 0) builder.addSpanProcessor(processor(args[0]));
    SdkTracerProvider provider = builder.build();
    Tracer user = provider.get("bench");
    Tracer library = provider.get("io.opentelemetry.bench");
    double own = best(() -> run(user, SpanKind.INTERNAL));
    double deep = best(() -> below(100, () -> run(user, SpanKind.INTERNAL)));
    double server = best(() -> run(library, SpanKind.SERVER));
    System.out.printf(Locale.ROOT, "{\"own\":%f,\"deep\":%f,\"library\":%f}%n", own, deep, server);
  }

  private static SpanProcessor processor(String name) throws Exception {
    var constructor = Class.forName(name).getDeclaredConstructor();
    constructor.setAccessible(true);
    return (SpanProcessor) constructor.newInstance();
  }

  private static void run(Tracer tracer, SpanKind kind) {
    for (int i = 0; i < SPANS; i++) tracer.spanBuilder("span").setSpanKind(kind).startSpan().end();
  }

  private static void below(int depth, Runnable run) {
    if (depth == 0) run.run();
    else below(depth - 1, run);
  }

  /** The best of some rounds: in the first ones the code is still being compiled. */
  private static double best(Runnable run) {
    double least = Double.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      long before = THREADS.getCurrentThreadCpuTime();
      run.run();
      least = Math.min(least, (THREADS.getCurrentThreadCpuTime() - before) / 1e3 / SPANS);
    }
    return least;
  }

  private static final class Nothing implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
      return false;
    }
  }
}
