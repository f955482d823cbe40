package spanline.capture;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.lang.StackWalker.StackFrame;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Writes code.* on the spans of the user's own code as they start. Never fails the program. */
final class CaptureProcessor implements SpanProcessor {
  private static final AttributeKey<String> FUNCTION_NAME = AttributeKey.stringKey("code.function.name");
  private static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("code.namespace");
  private static final AttributeKey<String> FUNCTION = AttributeKey.stringKey("code.function");
  private static final AttributeKey<String> FILE_PATH = AttributeKey.stringKey("code.file.path");
  private static final AttributeKey<String> OLD_FILE_PATH = AttributeKey.stringKey("code.filepath");

  /** Instrumentations whose INTERNAL spans name the method that answers a request. */
  private static final String[] CONTROLLER_SCOPES = {
    "io.opentelemetry.spring-webmvc", "io.opentelemetry.spring-webflux", "io.opentelemetry.spring-ws",
    "io.opentelemetry.jaxrs", "io.opentelemetry.jaxws", "io.opentelemetry.resteasy", "io.opentelemetry.cxf",
    "io.opentelemetry.axis2", "io.opentelemetry.metro", "io.opentelemetry.grails", "io.opentelemetry.struts",
    "io.opentelemetry.jfinal", "io.opentelemetry.finatra", "io.opentelemetry.play-mvc",
  };

  /** Beyond it lie thread pools and event loops, never a call of the user's. */
  private static final int MAX_FRAMES = 256;

  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private final AtomicBoolean hasFailed = new AtomicBoolean();

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    try {
      place(parent, span);
    } catch (Throwable failure) {
      report(span, failure);
    }
  }

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

  private static void place(Context parent, ReadWriteSpan span) {
    SpanKind kind = span.getKind();
    String scope = span.getInstrumentationScopeInfo().getName();
    boolean isWithin = kind == SpanKind.INTERNAL || kind == SpanKind.SERVER;
    String named = functionOf(span);
    // The stack of a library's span of these kinds shows who called the library, not whose work the span is.
    if (isWithin && named == null && scope.startsWith("io.opentelemetry.")) return;
    if (span.getAttribute(FILE_PATH) != null || span.getAttribute(OLD_FILE_PATH) != null) return;
    Optional<StackFrame> found =
        WALKER.walk(frames -> frames.limit(MAX_FRAMES).filter(CaptureProcessor::isUser).findFirst());
    if (found.isPresent() && (named == null || named.equals(nameOf(found.get())))) {
      write(span, found.get(), named == null);
    } else if (kind == SpanKind.INTERNAL && named != null && isController(scope)) {
      nameServer(parent, named);
    }
  }

  private static boolean isUser(StackFrame frame) {
    return UserCode.of(frame.getDeclaringClass()).isUser;
  }

  private static String nameOf(StackFrame frame) {
    return frame.getClassName() + "." + frame.getMethodName();
  }

  /** What the instrumentation says itself, by the new names or the old. */
  private static String functionOf(ReadableSpan span) {
    String name = span.getAttribute(FUNCTION_NAME);
    if (name != null) return name;
    String function = span.getAttribute(FUNCTION);
    String namespace = span.getAttribute(NAMESPACE);
    return function == null || namespace == null ? null : namespace + "." + function;
  }

  private static void write(Span span, StackFrame frame, boolean withFunction) {
    UserCode code = UserCode.of(frame.getDeclaringClass());
    if (withFunction) span.setAttribute("code.function.name", nameOf(frame));
    // Classes compiled without debug information know neither.
    if (frame.getFileName() != null && frame.getLineNumber() > 0) {
      span.setAttribute("code.file.path", code.folder + frame.getFileName());
      span.setAttribute("code.line.number", frame.getLineNumber());
    }
    span.setAttribute("spanline.code.source", code.source);
    span.setAttribute("spanline.capture", "java");
  }

  private static boolean isController(String scope) {
    for (String controller : CONTROLLER_SCOPES) {
      if (scope.startsWith(controller)) return true;
    }
    return false;
  }

  /** The controller's span starts inside that of the request, before the method runs: it knows the name only. */
  private static void nameServer(Context parent, String function) {
    Span span = Span.fromContextOrNull(parent);
    if (!(span instanceof ReadWriteSpan)) return;
    ReadWriteSpan server = (ReadWriteSpan) span;
    // The first is the one that the route led to; one that shows an error follows it.
    if (server.getKind() != SpanKind.SERVER || functionOf(server) != null) return;
    // A framework answers with methods of its own, too: where no route fits, or an error has to be shown.
    if (!UserCode.isUserMethod(function)) return;
    server.setAttribute("code.function.name", function);
    server.setAttribute("spanline.capture", "java");
  }

  /** The first failure is enough to be found. */
  private void report(ReadWriteSpan span, Throwable failure) {
    try {
      if (hasFailed.compareAndSet(false, true)) {
        span.setAttribute("spanline.capture.error", failure.toString());
      }
    } catch (Throwable ignored) {
      // There is nobody left to tell.
    }
  }
}
