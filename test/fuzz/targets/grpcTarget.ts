import { once } from 'node:events';
import type { Http2Server } from 'node:http2';
import { duplexPair } from 'node:stream';
import { BodyBuffer } from '../../../src/collector/receive/bodyBuffer.ts';
import { Door } from '../../../src/collector/receive/door.ts';
import { takeMessageHead } from '../../../src/collector/receive/grpcMessage.ts';
import { createHttp2Server } from '../../../src/collector/receive/http2Server.ts';
import { ReceiveBudget } from '../../../src/collector/receive/receiveBudget.ts';
import { RpcError } from '../../../src/collector/receive/rpcStatus.ts';
import { TooLargeError } from '../../../src/collector/receive/tooLargeError.ts';
import type { FuzzRandom } from '../fuzzRandom.ts';
import type { FuzzTarget } from '../fuzzTarget.ts';
import { mutateBytes } from '../mutateBytes.ts';
import { hexOf } from '../otlpMessages.ts';

/** Heads of messages: what is taken off is what the head says, whatever chunks it comes in; all else is an error with a status. */
export const grpcMessageTarget: FuzzTarget = {
  name: 'grpc-message',
  share: 80,
  make: (random) => {
    const content = random.bytes(random.below(30));
    const message = framed(content, random.once(4) ? 1 : 0);
    return random.once(2) ? message : mutateBytes(random, message, framed(random.bytes(3), 0));
  },
  check: (input) => {
    const body = bodyOf(input);
    const length = input.length < 5 ? -1 : Buffer.from(input).readUInt32BE(1);
    const isWhole = input.length >= 5 && length === input.length - 5 && (input[0] ?? 2) < 2;
    try {
      const isPacked = takeMessageHead(body);
      const isRight =
        isWhole && isPacked === (input[0] === 1) && hexOf(body.toBytes()) === hexOf(input.subarray(5));
      if (!isRight) throw new Error('took another message than was sent');
    } catch (error) {
      if (!(error instanceof RpcError || error instanceof TooLargeError) || isWhole) throw error;
    }
  },
};

/** In chunks whose sizes hang on the content. */
function bodyOf(input: Uint8Array): BodyBuffer {
  const body = new BodyBuffer(new ReceiveBudget());
  for (let at = 0; at < input.length; ) {
    const end = at + 1 + ((input[at] as number) % 4);
    body.add(input.subarray(at, end));
    at = end;
  }
  return body;
}

function framed(content: Uint8Array, flag: number): Uint8Array {
  const message = Buffer.alloc(5 + content.length);
  message[0] = flag;
  message.writeUInt32BE(content.length, 1);
  message.set(content, 5);
  return new Uint8Array(message);
}

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const path = '/test.Service/Echo';
const frameType = {
  data: 0,
  headers: 1,
  reset: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
  window: 8,
  continuation: 9,
} as const;
const longestAnswerMillis = 2_000;

/**
 * Whole HTTP/2 connections, their frames split, repeated, reordered and broken: the server answers or ends the connection, and
 * nothing is thrown that nobody catches. A connection that nobody has broken gets its answer.
 */
export const grpcSessionTarget: FuzzTarget = {
  name: 'grpc-session',
  share: 10,
  make: (random) => {
    const call = callFrames(random);
    const frames = random.once(3) ? call : spoiled(random, call);
    const bytes = Buffer.concat([preface, frame(frameType.settings, 0, 0, Buffer.alloc(0)), ...frames]);
    return random.once(3) ? mutateBytes(random, bytes, Buffer.concat(callFrames(random))) : bytes;
  },
  check: async (input) => {
    server ??= newServer();
    const [client, other] = duplexPair();
    const chunks: Buffer[] = [];
    client.on('data', (chunk: Buffer) => chunks.push(chunk));
    client.on('error', () => undefined);
    other.on('error', () => undefined);
    server.emit('connection', other);
    client.end(Buffer.from(input));
    await Promise.race([once(client, 'end'), once(other, 'close'), deadline()]);
    client.destroy();
    other.destroy();
  },
};

let server: Http2Server | undefined;

function newServer(): Http2Server {
  const nowhere = { offerTraces: () => Promise.reject(new Error('not asked for')) };
  const door = new Door(nowhere as never, { ratio: 1 } as never);
  const echo = async (body: BodyBuffer): Promise<Uint8Array> => body.toBytes();
  return createHttp2Server(door, new Map([[path, echo]]), () => ({
    status: 404,
    headers: {},
    body: new Uint8Array(),
  }));
}

function deadline(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(
      () => reject(new Error('the connection neither answers nor ends')),
      longestAnswerMillis,
    ).unref();
  });
}

/** One call, its message over several frames. */
function callFrames(random: FuzzRandom): Buffer[] {
  const stream = 1 + 2 * random.below(3);
  const headers = Buffer.concat(
    [
      [':method', 'POST'],
      [':scheme', 'http'],
      [':path', path],
      [':authority', 'localhost'],
      ['content-type', 'application/grpc'],
      ['te', 'trailers'],
    ].map(([name = '', value = '']) => literal(name, value)),
  );
  const message = Buffer.from(framed(random.bytes(random.below(40)), 0));
  const cut = random.below(message.length);
  const atOnce = random.once(2);
  return [
    ...(atOnce
      ? [frame(frameType.headers, 4, stream, headers)]
      : [
          frame(frameType.headers, 0, stream, headers.subarray(0, 9)),
          frame(frameType.continuation, 4, stream, headers.subarray(9)),
        ]),
    frame(frameType.data, 0, stream, message.subarray(0, cut)),
    frame(frameType.data, 1, stream, message.subarray(cut)),
    frame(frameType.goAway, 0, 0, Buffer.alloc(8)),
  ];
}

function spoiled(random: FuzzRandom, frames: readonly Buffer[]): Buffer[] {
  const spoilt = [...frames];
  for (let left = 1 + random.below(4); left > 0; left--) {
    const at = random.below(spoilt.length + 1);
    const type = random.pick([...Object.values(frameType), 2, 5, 10, 200]);
    const length = random.pick([0, 4, 4, 5, 8, 6, 12]);
    const odd = frame(type, random.below(256), random.below(6), Buffer.from(random.bytes(length)));
    if (random.once(4)) spoilt.splice(at, 1);
    else if (random.once(3)) spoilt.splice(at, 0, random.pick(frames));
    else spoilt.splice(at, 0, odd);
  }
  return spoilt;
}

function frame(type: number, flags: number, stream: number, content: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(content.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, content]);
}

/** A header that is not indexed (RFC 7541 §6.2.2). */
function literal(name: string, value: string): Buffer {
  return Buffer.from([0, name.length, ...Buffer.from(name), value.length, ...Buffer.from(value)]);
}
