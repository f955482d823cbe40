import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { afterEach, expect, test, vi } from 'vitest';
import { Door } from '../../../../src/collector/receive/door.ts';
import { createHttp1Server } from '../../../../src/collector/receive/http1Server.ts';
import { createHttp2Server } from '../../../../src/collector/receive/http2Server.ts';
import { otlpGrpcMethods } from '../../../../src/collector/receive/otlpGrpc.ts';
import { otlpService } from '../../../../src/collector/receive/otlpHttp.ts';
import { ReceiverPort } from '../../../../src/collector/receive/receiverPort.ts';
import { HeadSampler } from '../../../../src/collector/sampling/headSampler.ts';
import { signal } from '../../../../src/collector/store/blockFile.ts';
import { sourceOf } from '../../../../src/collector/store/gatherBuffer.ts';
import { OpenStore } from '../openStore.ts';
import { requestOf, wireOf } from '../otlpRequest.ts';

const stores: OpenStore[] = [];
const ports: ReceiverPort[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  for (const port of ports.splice(0)) port.dispose();
  for (const store of stores.splice(0)) store.close();
});

function open(maxSpans?: number): OpenStore {
  const store = new OpenStore(maxSpans);
  stores.push(store);
  return store;
}

/** Bytes that were written at once, of each time. */
function watchWrites(store: OpenStore, wait: () => void): number[] {
  const { file } = store.store;
  const append = file.append.bind(file);
  const sizes: number[] = [];
  vi.spyOn(file, 'append').mockImplementation((blocks) => {
    wait();
    sizes.push(blocks.reduce((sum, { bytes }) => sum + bytes.length, 0));
    return append(blocks);
  });
  return sizes;
}

function someTrace(trace: number, bytes: number): Uint8Array<ArrayBuffer> {
  const text = randomBytes(bytes).toString('base64').slice(0, bytes);
  return wireOf(requestOf([{ trace: trace.toString(16), id: '1', attributes: { text } }]));
}

/** They differ in their trace ids alone. */
function sameTraces(count: number, bytes: number): Uint8Array[] {
  const first = someTrace(0xabcd, bytes);
  const at = Buffer.from(first).indexOf(Buffer.from('abcd', 'hex'));
  return Array.from({ length: count }, (_, i) => {
    const body = new Uint8Array(first);
    body.set([0xff, i], at);
    return body;
  });
}

test('what comes at once waits in pieces of about a mebibyte', async () => {
  const store = open();
  const sizes = watchWrites(store, () => undefined);
  const offered: Promise<unknown>[] = [];
  for (let i = 1; i <= 60; i++) {
    offered.push(store.intake.offerTraces(sourceOf(someTrace(i, 100_000))));
    offered.push(store.intake.offerRaw(signal.metrics, new Uint8Array(100_000)));
  }
  await Promise.all(offered);
  expect(sizes.reduce((sum, size) => sum + size)).toBeGreaterThan(12e6);
  expect(Math.max(...sizes)).toBeLessThan((1 << 20) + 110_000);
});

async function listen(store: OpenStore): Promise<string> {
  const door = new Door(store.intake, new HeadSampler(store.store.drops));
  const service = otlpService(door);
  const port = await ReceiverPort.listen(0, '--otlp-http', {
    http1: createHttp1Server(door, service),
    http2: createHttp2Server(door, otlpGrpcMethods(door), service),
  });
  ports.push(port);
  return port.address;
}

/** The status, and when to try again. */
function post(agent: Agent, address: string, body: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-protobuf', 'content-length': body.length };
    const sent = request(`http://${address}/v1/traces`, { agent, method: 'POST', headers }, (response) => {
      response.resume();
      const retryAfter = response.headers['retry-after'];
      response.on('end', () =>
        resolve(retryAfter === undefined ? `${response.statusCode}` : `${response.statusCode} retry`),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

test('on a slow disk senders wait or are told to try again, and what is acknowledged is kept', async () => {
  const store = open();
  const never = new Int32Array(new SharedArrayBuffer(4));
  const sizes = watchWrites(store, () => void Atomics.wait(never, 0, 0, 20));
  const address = await listen(store);
  const agent = new Agent({ keepAlive: true, maxSockets: 120 });
  const bodies = sameTraces(120, 600_000);
  const answers = await Promise.all(bodies.map((body) => post(agent, address, body)));
  agent.destroy();
  expect(answers.filter((answer) => answer !== '200' && answer !== '503 retry')).toEqual([]);
  const kept = answers.filter((answer) => answer === '200').length;
  expect(kept).toBeGreaterThan(0);
  expect(store.store.index.traces.live).toBe(kept);
  expect(Math.max(...sizes)).toBeLessThan(2 << 20);
});

test('a clock that jumps back changes neither the order nor what goes first', async () => {
  const store = open(3);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2030, 0, 1) });
  for (let trace = 1; trace <= 5; trace++) {
    vi.setSystemTime(Date.UTC(2030 - trace, 0, 1));
    // Spans of programs on the same machine jump with it.
    await store.send(requestOf([{ trace: String(trace), id: '1', start: -1e6 * trace }]));
  }
  const held = (): number[] =>
    [1, 2, 3, 4, 5].filter((trace) => {
      return store.store.index.findTrace(Uint32Array.of(0, 0, 0, trace)) >= 0;
    });
  expect(held()).toEqual([3, 4, 5]);
  expect(store.store.file.lastRowId).toBe(5);
  store.reopen();
  expect(held()).toEqual([3, 4, 5]);
});
