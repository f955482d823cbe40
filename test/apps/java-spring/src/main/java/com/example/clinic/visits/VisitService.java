package com.example.clinic.visits;

import com.example.clinic.billing.BillClient;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import java.util.concurrent.Callable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

@Service
class VisitService {
  private static final Tracer TRACER = GlobalOpenTelemetry.getTracer("clinic.visits");

  private final BillClient bills;
  private final Calendar calendar = new Calendar();

  VisitService(BillClient bills) {
    this.bills = bills;
  }

  String next(long owner) {
    Span span = TRACER.spanBuilder(String.format("next visit of %d", owner)).startSpan();
    try {
      return calendar.free();
    } finally {
      span.end();
    }
  }

  String bill(long visit) throws Exception {
    String sum = traced("sum up", () -> "12.00");
    bills.send(visit, sum);
    return traced("ask for bill", () -> bills.status(visit));
  }

  private static <T> T traced(String name, Callable<T> work) throws Exception {
    Span span = TRACER.spanBuilder(name).startSpan();
    try (Scope scope = span.makeCurrent()) {
      return work.call();
    } catch (Exception failure) {
      span.recordException(failure);
      span.setStatus(StatusCode.ERROR);
      throw failure;
    } finally {
      span.end();
    }
  }

  @Scheduled(fixedDelay = 60_000)
  void forgetOldVisits() {
    calendar.clear();
  }

  static class Calendar {
    @WithSpan
    String free() {
      return "tomorrow";
    }

    @WithSpan("calendar.clear")
    void clear() {
      free();
    }
  }
}
