const { SpanKind, trace } = require('@opentelemetry/api');
const { setTimeout: delay } = require('node:timers/promises');

const tracer = trace.getTracer('library');
const books = new Map([['1984', { id: '1984', title: 'Nineteen Eighty-Four' }]]);

async function call(command, run) {
  const span = tracer.startSpan(`redis ${command}`, {
    kind: SpanKind.CLIENT,
    attributes: { 'db.system.name': 'redis', 'db.operation.name': command },
  });
  await delay(1);
  const result = run();
  span.end();
  return result;
}

const shelf = {
  all: () => call('HVALS', () => [...books.values()]),
  find: (id) => call('HGET', () => books.get(id)),
  async add(book) {
    await call('HSET', () => books.set(book.id, book));
    return book;
  },
};

module.exports = { shelf };
