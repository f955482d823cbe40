const { SpanStatusCode, trace } = require('@opentelemetry/api');

const tracer = trace.getTracer('shop-web', '1.0.0');

/** Runs the work in a span of that name, which ends with it. */
async function inSpan(name, work) {
  return tracer.startActiveSpan(name, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.recordException(error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
      throw error;
    } finally {
      span.end();
    }
  });
}

module.exports = { inSpan, tracer };
