// A message broker of forty lines: queues in memory, long polling, each message delivered once. It has no tracing.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { urlOf } from '../lib/peers.ts';

interface Queue {
  readonly messages: unknown[];
  readonly waiting: ServerResponse[];
}

const queues = new Map<string, Queue>();
let lastId = 0;

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://broker');
  const queue = queueNamed(url.pathname);
  if (request.method === 'POST') await accept(queue, request, response);
  else deliver(queue, Number(url.searchParams.get('max') ?? 1), response);
});

async function accept(queue: Queue, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  lastId += 1;
  const message = { id: `msg-${lastId}`, ...JSON.parse(Buffer.concat(chunks).toString()) };
  queue.messages.push(message);
  send(response, { id: message.id });
  const waiting = queue.waiting.shift();
  if (waiting !== undefined) send(waiting, queue.messages.splice(0));
}

/** Answers at once with what there is, or waits for the next message, five seconds at most. */
function deliver(queue: Queue, max: number, response: ServerResponse): void {
  if (queue.messages.length > 0) {
    send(response, queue.messages.splice(0, max));
    return;
  }
  queue.waiting.push(response);
  setTimeout(() => {
    const index = queue.waiting.indexOf(response);
    if (index === -1) return;
    queue.waiting.splice(index, 1);
    send(response, []);
  }, 5000);
}

function queueNamed(path: string): Queue {
  const queue = queues.get(path) ?? { messages: [], waiting: [] };
  queues.set(path, queue);
  return queue;
}

function send(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

const { hostname, port } = new URL(urlOf('broker'));
server.listen(Number(port), hostname, () => process.send?.({ ready: 'broker' }));
process.on('SIGINT', () => process.channel ?? process.exit());
process.once('disconnect', () => process.exit());
