const { SpanStatusCode, trace } = require('@opentelemetry/api');

class Loans {
  constructor(tracer) {
    this.tracer = tracer;
    this.list = this.list.bind(this);
  }

  list(request, reply) {
    const span = this.tracer.startSpan(`loans of ${request.params.member}`);
    setTimeout(() => {
      span.end();
      reply.send([]);
    }, 2);
  }

  async renew(request) {
    return this.tracer.startActiveSpan('renew loan', async (span) => {
      try {
        throw new Error('somebody waits for it');
      } catch (error) {
        span.recordException(error);
        span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
        throw error;
      } finally {
        span.end();
      }
    });
  }
}

function loans(fastify, options, done) {
  const controller = new Loans(trace.getTracer('library/loans'));
  fastify.get('/', controller.list);
  fastify.put('/:loan', (request) => controller.renew(request));
  done();
}

module.exports = loans;
