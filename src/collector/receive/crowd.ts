import type { Socket } from 'node:net';

/** On one port. A hundred services with a few connections each are far below. */
export const mostConnections = 512;

const busy = 'Spanline has too many connections; try again later.\n';

/** Turns a connection away so that an exporter waits and tries again; one that speaks HTTP/2 finds the connection closed. */
export function turnAway(socket: Socket): void {
  socket.on('error', () => socket.destroy());
  socket.end(
    `HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\nconnection: close\r\ncontent-type: text/plain\r\ncontent-length: ${busy.length}\r\n\r\n${busy}`,
  );
  // Without reading, what was sent already would make the end a reset, and the answer would be lost.
  socket.resume();
  setTimeout(() => socket.destroy(), 1_000).unref();
}
