/** The library is for readers only. */
async function checkKey(request, reply) {
  if (request.url !== '/health' && request.headers['x-key'] === undefined) {
    await reply.code(401).send({ error: 'no key' });
  }
}

module.exports = { checkKey };
