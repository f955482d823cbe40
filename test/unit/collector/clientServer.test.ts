import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createConnection, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openConnection } from '../../../src/client/connection.ts';
import { ClientServer } from '../../../src/collector/answer/clientServer.ts';
import { ensureExists } from '../../../src/shared/assert.ts';
import { type CollectorApi, newerRunsSentence, protocolVersion } from '../../../src/shared/protocol.ts';

const quick = { helloMillis: 200, silentMillis: 300, lookMillis: 50 };
const api = { ping: async () => undefined, health: async () => ({ pid: 1 }) } as unknown as CollectorApi;

let folder: string;
let path: string;
let server: ClientServer;
let children: ChildProcess[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'spanline-clients-'));
  path = join(folder, 'socket');
  children = [];
  server = new ClientServer(await listen(), 'secret', api, quick);
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  server.dispose();
  rmSync(folder, { recursive: true, force: true });
});

test('a client that says nothing is let go, and told why; one that pings stays', async () => {
  const silent = await connect('silent');
  const alive = await connect('alive');
  const pings = setInterval(() => void alive.rpc.remote.ping(), 50);
  expect(server.names).toEqual(['silent', 'alive']);
  const names: string[] = [];
  server.onDidLetGo((name) => names.push(name));
  await silent.closed;
  expect([silent.ending, names, server.names, alive.isOpen()]).toEqual([
    'silent',
    ['silent'],
    ['alive'],
    true,
  ]);
  clearInterval(pings);
  await alive.closed;
  expect(server.count).toBe(0);
});

test('nobody is let go because the collector itself was held up', async () => {
  const clients = [await connect('one'), await connect('two')];
  const names: string[] = [];
  server.onDidLetGo((name) => names.push(name));
  // All the while no timer runs and nothing is read, as on a machine that sleeps.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2 * quick.silentMillis);
  await new Promise((resolve) => setTimeout(resolve, quick.lookMillis * 2));
  expect([names, clients.map((client) => client.isOpen())]).toEqual([[], [true, true]]);
});

test.runIf(process.platform !== 'win32')(
  'a process that hangs is let go though it reads nothing',
  async () => {
    const child = spawn(
      process.execPath,
      ['--input-type=module', '-e', zombie, path, String(protocolVersion)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    children.push(child);
    await once(ensureExists(child.stdout), 'data');
    expect(server.names).toEqual(['zombie']);
    child.kill('SIGSTOP');
    // More than the socket holds, so that it cannot be written to the end.
    const change = { changedTraces: Array.from({ length: 100_000 }, (_, i) => String(i).padStart(32, '0')) };
    server.emit('changed', change as never);
    await vi.waitFor(() => expect(server.count).toBe(0), { timeout: 10_000 });
    child.kill('SIGCONT');
    const [code] = await once(child, 'exit');
    expect(code).toBe(7);
  },
);

/** Says hello and pings; exits with 7 when the connection ends. */
const zombie = `
import { connect } from 'node:net';
import { serialize } from 'node:v8';
const send = (value) => {
  const body = serialize(value);
  const head = Buffer.alloc(4);
  head.writeUInt32LE(body.length);
  socket.write(Buffer.concat([head, body]));
};
const [path, protocol] = process.argv.slice(-2);
const socket = connect(path);
socket.on('error', () => undefined);
socket.on('close', () => process.exit(7));
socket.once('data', () => console.log('ready'));
socket.on('data', () => undefined);
send({ protocol: Number(protocol), token: 'secret', client: 'zombie' });
setInterval(() => send({ type: 'call', id: 1, method: 'ping' }), 50);
`;

test('names are told once, with how many there are of one', async () => {
  const changes: number[] = [];
  server.onDidChangeClients(() => changes.push(server.count));
  await Promise.all([connect('code'), connect('code')]);
  const cli = await connect('cli');
  expect(server.names).toEqual(['code (2)', 'cli']);
  cli.dispose();
  await vi.waitFor(() => expect(server.names).toEqual(['code (2)']));
  expect(changes).toEqual([1, 2, 3, 2]);
});

test('who is of another protocol is told what to do, who has not the token nothing else', async () => {
  await expect(connect('old', { protocol: protocolVersion - 1 })).rejects.toThrow(newerRunsSentence);
  await expect(connect('new', { protocol: protocolVersion + 1 })).rejects.toThrow(
    `The collector that runs is of an older version (protocol ${protocolVersion}).`,
  );
  await expect(connect('thief', { token: 'secreT', protocol: 1 })).rejects.toThrow(
    'The token is not the one in the state file of the collector.',
  );
  expect(server.names).toEqual([]);
});

test('a connection that says no hello is closed, and one that breaks harms nobody', async () => {
  const quiet = createConnection(path);
  const broken = createConnection(path);
  const babbling = createConnection(path);
  const ends = [closed(quiet), closed(broken), closed(babbling)];
  babbling.write('GET / HTTP/1.1\r\n\r\n');
  broken.write(Buffer.from([200, 0, 0, 0, 1]), () => broken.destroy());
  await Promise.all(ends);
  await connect('after');
  expect(server.names).toEqual(['after']);
});

test('all are told why it ends', async () => {
  const clients = [await connect('one'), await connect('two')];
  server.end('replaced');
  await Promise.all(clients.map((client) => client.closed));
  expect(clients.map((client) => client.ending)).toEqual(['replaced', 'replaced']);
  expect(existsSync(path)).toBe(false);
});

test('a socket that was removed is made anew, and who is connected stays', async () => {
  const before = await connect('before');
  rmSync(path);
  await server.moveTo(listen);
  await connect('after');
  expect([server.names, before.isOpen()]).toEqual([['before', 'after'], true]);
});

function listen(): Promise<Server> {
  return ClientServer.listen(path, (socket) => server.welcome(socket));
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => void socket.on('error', () => undefined).once('close', () => resolve()));
}

async function connect(name: string, hello: { readonly protocol?: number; readonly token?: string } = {}) {
  const state = {
    protocol: protocolVersion,
    version: '0',
    pid: 1,
    socket: path,
    token: 'secret',
    grpc: '',
    http: '',
  };
  return ensureExists(await openConnection({ ...state, ...hello }, { name, onChange: () => undefined }));
}
