// The payment provider, as it looks from outside: slow, sometimes very slow, sometimes gone. It has no tracing.
// How an order fares is decided by its number alone, so that every run tells the same story.
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { urlOf } from '../lib/peers.ts';

const server = createServer(async (request, response) => {
  request.resume();
  const order = String(request.headers['idempotency-key']);
  const { millis, status } = answerTo(Number(order.split('-')[1]), Number(request.headers['x-attempt']));
  await delay(millis);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(
    JSON.stringify(status === 200 ? { id: `ch_${order}`, network: 'example-net' } : { error: 'timeout' }),
  );
});

function answerTo(order: number, attempt: number): { readonly millis: number; readonly status: number } {
  if (order % 12 === 1) return { millis: 110, status: 504 };
  if (order % 12 === 0 && attempt === 1) return { millis: 90, status: 504 };
  if (order % 12 === 10) return { millis: 900 + (order % 7) * 40, status: 200 };
  return { millis: 70 + ((order * 37) % 120), status: 200 };
}

const { hostname, port } = new URL(urlOf('api.cards.example'));
server.listen(Number(port), hostname, () => process.send?.({ ready: 'api.cards.example' }));
process.on('SIGINT', () => process.channel ?? process.exit());
process.once('disconnect', () => process.exit());
