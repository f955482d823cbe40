const { trace } = require('@opentelemetry/api');
const { shelf } = require('../shelf');

const tracer = trace.getTracer('library');
const bookParams = { type: 'object', properties: { id: { type: 'string' } } };

module.exports = async function books(fastify) {
  fastify.get('/', async () =>
    tracer.startActiveSpan('list books', async (span) => {
      const all = await shelf.all();
      span.end();
      return all;
    }),
  );

  fastify.get('/:id', { schema: { params: bookParams } }, showBook);

  fastify.post('/', async (request, reply) => {
    const book = await shelf.add(request.body);
    reply.code(201);
    return book;
  });
};

async function showBook(request, reply) {
  const book = await shelf.find(request.params.id);
  if (book === undefined) return reply.code(404).send({ error: 'no such book' });
  return book;
}
