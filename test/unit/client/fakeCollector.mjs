// Speaks the collector's private protocol as far as the client's tests need it. The file `behaviour` in the data
// directory says how it misbehaves: `refuse`, `fail`, `taken`, `leave`, `die`, and `protocol` how old it is; each start adds a line to the file `starts`.
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

const data = process.argv[process.argv.indexOf('--data') + 1];
const behaviourFile = join(data, 'behaviour');
const behaviour = existsSync(behaviourFile) ? readFileSync(behaviourFile, 'utf8') : '';
// Of the clients that are tested; a file says another.
const protocolFile = join(data, 'protocol');
const protocol = existsSync(protocolFile) ? Number(readFileSync(protocolFile, 'utf8')) : currentProtocol();
const stateFile = join(data, 'collector.json');
const socketPath = join(data, `${process.pid}.sock`);
appendFileSync(
  join(data, 'starts'),
  `${process.argv.slice(2).join(' ')} ${process.env.NODE_OPTIONS ?? '-'}\n`,
);

if (behaviour === 'fail') {
  process.stderr.write(
    '(node:1) ExperimentalWarning: noise\nPort 4317 is taken by another program. Choose one.\n',
  );
  process.exit(1);
}
if (behaviour === 'taken') {
  const taken = { port: 4317, holder: 'otelcol (process 7)', freeGrpcPort: 4319, freeHttpPort: 4320 };
  process.stdout.write(`${JSON.stringify({ ready: false, reason: 'Port 4317 is taken.', taken })}\n`);
  process.stderr.write('Port 4317 is taken.\n');
  process.exit(1);
}
if (behaviour === 'leave') process.exit(0);

const sockets = new Set();
const server = createServer((socket) => {
  let bytes = Buffer.alloc(0);
  let greeted = false;
  const send = (message) => {
    const body = serialize(message);
    const head = Buffer.alloc(4);
    head.writeUInt32LE(body.length);
    socket.write(Buffer.concat([head, body]));
  };
  socket.say = send;
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    while (bytes.length >= 4 && bytes.length >= 4 + bytes.readUInt32LE()) {
      const end = 4 + bytes.readUInt32LE();
      const message = deserialize(bytes.subarray(4, end));
      bytes = bytes.subarray(end);
      if (greeted) answer(message, send);
      else greet(message, send);
      greeted = true;
    }
  });
});

/** Told by the source, so that no number has to be kept up here. */
function currentProtocol() {
  const source = readFileSync(join(import.meta.dirname, '../../../src/shared/protocol.ts'), 'utf8');
  return Number(/protocolVersion = (\d+)/.exec(source)[1]);
}

/** Ends all connections with the reason, and itself unless only the client was meant. */
function leave(reason) {
  for (const socket of sockets) socket.say({ type: 'event', name: 'ending', value: { reason } });
  for (const socket of sockets) socket.end();
  if (reason !== 'silent') setImmediate(() => process.exit(0));
}

function greet(hello, send) {
  if (behaviour === 'refuse')
    return send({ ok: false, reason: 'It speaks another version of the protocol.' });
  send({ ok: hello.token === 'secret' && hello.protocol === protocol, reason: 'The token is wrong.' });
  send({ type: 'event', name: 'changed', value: { revision: 1 } });
  // Not before it has been joined: what ends before is no crash but a start that failed.
  if (behaviour === 'die') setTimeout(() => process.kill(process.pid, 'SIGKILL'), 20);
}

function answer(call, send) {
  if (call.method === 'die') process.kill(process.pid, 'SIGKILL');
  if (call.method === 'hang') return;
  if (call.method === 'end') {
    if (call.argument.reason !== 'silent') rmSync(stateFile);
    return leave(call.argument.reason);
  }
  if (call.method === 'stop') appendFileSync(join(data, 'stops'), `${call.argument?.reason ?? 'stopped'}\n`);
  if (call.method === 'stop') rmSync(stateFile);
  send({ type: 'result', id: call.id, value: resultOf(call) });
  if (call.method === 'stop') setImmediate(() => process.exit(0));
}

function resultOf(call) {
  if (call.method === 'health') return { pid: process.pid };
  if (call.method === 'trace') return { start: new Float64Array([1, 2]), spanId: Buffer.from([1, 2, 3]) };
  return undefined;
}

server.listen(socketPath, () => {
  const state = { protocol, version: '0', pid: process.pid, grpc: '127.0.0.1:1', http: '127.0.0.1:2' };
  writeFileSync(stateFile, JSON.stringify({ ...state, socket: socketPath, token: 'secret' }));
  process.stdout.write(`${JSON.stringify({ ready: true, pid: process.pid })}\n`);
});
