const fastify = require('fastify')();
const { checkKey } = require('./checkKey');

fastify.get('/health', async () => ({ status: 'ok' }));

fastify.addHook('onRequest', checkKey);
fastify.register(require('./plugins/books'), { prefix: '/books' });
fastify.register(require('./plugins/loans'), { prefix: '/members/:member/loans' });

fastify.route({
  method: ['GET', 'HEAD'],
  url: '/search',
  handler: search,
});

fastify.listen({ port: Number(process.env.PORT ?? 3000), host: '127.0.0.1' }, (error, address) => {
  if (error) throw error;
  console.log(`listening on ${address}`);
});

async function search(request) {
  const answer = await fetch(`http://${request.headers.host}/books/1984`, { headers: { 'x-key': 'reader' } });
  return { query: request.query.q, first: await answer.json() };
}
