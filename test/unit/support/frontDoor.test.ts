import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../../support/freePort.ts';
import { FrontDoor } from '../../support/frontDoor.ts';

let behind: Server;
let door: FrontDoor;
let port: number;

beforeEach(async () => {
  behind = createServer((request, response) => {
    response.writeHead(418, { 'x-seen': request.headers.host ?? '' }).end(`${request.method} ${request.url}`);
  });
  behind.on('upgrade', (request, socket) => {
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nx-key: ${request.headers['sec-websocket-key']}\r\n\r\n`,
    );
    socket.pipe(socket);
  });
  await once(behind.listen(0, '127.0.0.1'), 'listening');
  port = await freePort(0);
  const server = new URL(`http://127.0.0.1:${(behind.address() as AddressInfo).port}`);
  door = await FrontDoor.open(port, server, (host) => `folder=/shop&at=${host}`);
});
afterEach(() => {
  door.close();
  behind.close();
});

test('the short address leads to the long one, as the browser sees it', async () => {
  const answer = await fetch(`http://localhost:${port}/?tkn=secret`, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([
    302,
    `/?tkn=secret&folder=/shop&at=localhost:${port}`,
  ]);
});

test('all else is passed on as it is', async () => {
  const answer = await fetch(`http://127.0.0.1:${port}/static/a.js?b=c`, { method: 'POST', body: 'x' });
  expect([answer.status, answer.headers.get('x-seen'), await answer.text()]).toEqual([
    418,
    `127.0.0.1:${port}`,
    'POST /static/a.js?b=c',
  ]);
});

test('a web socket is a pipe through it', async () => {
  const socket = connect(port, '127.0.0.1');
  socket.write(
    'GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: k\r\n\r\n',
  );
  let said = '';
  socket.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  await expect.poll(() => said).toContain('x-key: k');
  socket.write('echo');
  await expect.poll(() => said).toMatch(/echo$/);
  socket.destroy();
});
