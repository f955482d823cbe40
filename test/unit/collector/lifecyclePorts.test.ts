import { existsSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { CollectorClient } from '../../../src/client/collectorClient.ts';
import { freePorts, isFreePort } from '../../../src/collector/receive/freePorts.ts';
import { holderName } from '../../../src/collector/receive/portTakenError.ts';
import type { FailedLine } from '../../../src/shared/collectorState.ts';
import { type BuiltBundles, buildBundles } from '../support/builtBundles.ts';
import { CollectorYard, type Ended, runCollector } from './runningCollector.ts';

const yard = new CollectorYard();
let bundles: BuiltBundles;
let holders: Server[] = [];

beforeAll(async () => {
  bundles = await buildBundles();
});
afterEach(async () => {
  for (const holder of holders) holder.close();
  holders = [];
  await yard.clear();
});
afterAll(() => bundles.remove());

const itself = new RegExp(`^node.* \\(process ${process.pid}\\)$`);

/** Containers may have no IPv6. */
const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);
const holdable = [
  ['--otlp-grpc', '127.0.0.1'],
  ['--otlp-http', '127.0.0.1'],
  ['--otlp-grpc', '::1'],
  ['--otlp-http', '::1'],
  ['--otlp-http', '0.0.0.0'],
  ['--otlp-http', '::'],
] as const;

test.each(holdable.filter(([, host]) => hasIpv6 || !host.startsWith('::')))(
  '%s taken at %s: who it is, what is free instead, and nothing is left',
  async (option, host) => {
    const port = await hold(
      createServer((socket) => socket.destroy()),
      host,
    );
    const { ended, data, other } = await startOn(option, port);
    const { reason, taken, ready } = failedLine(ended);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toBe(`${reason}\n`);
    expect(reason).toMatch(
      new RegExp(`^Port ${port} (of ::1, .* in IPv6, )?is taken by node.*\\. End that program`),
    );
    expect(reason.includes('of ::1')).toBe(host === '::1');
    expect([ready, taken?.port, taken?.holder]).toEqual([false, port, expect.stringMatching(itself)]);
    expect(await areFree(taken?.freeGrpcPort, taken?.freeHttpPort)).toBe(true);
    expect(await isFreePort(other)).toBe(true);
    expect(existsSync(join(data, 'collector.json'))).toBe(false);
  },
);

test('a Spanline collector of another data directory is told as one', async () => {
  const first = await yard.start(bundles.collector);
  const port = Number(first.ready.grpc.split(':').at(-1));
  const { ended } = await startOn('--otlp-http', port);
  expect(failedLine(ended).taken?.holder).toBe(`another Spanline collector (process ${first.ready.pid})`);
});

test('what answers at the port is said where the system does not tell the process', () => {
  const process = { pid: 7, name: 'docker-proxy' };
  expect([
    holderName('other', undefined),
    holderName('OTLP', undefined),
    holderName('Jaeger', undefined),
    holderName('Spanline', undefined),
    holderName('OTLP', process),
    holderName('other', process),
    holderName('OTLP', { pid: 8, name: 'otelcol' }),
  ]).toEqual([
    'another program',
    'an OpenTelemetry Collector',
    'Jaeger',
    'another Spanline collector',
    'an OpenTelemetry Collector behind docker-proxy (process 7)',
    'docker-proxy (process 7)',
    'otelcol (process 8)',
  ]);
});

test('a port whose holder takes connections and says nothing is explained in time', async () => {
  const port = await hold(
    createServer(() => undefined),
    '127.0.0.1',
  );
  const { ended } = await startOn('--otlp-grpc', port);
  expect(failedLine(ended).taken?.holder).toMatch(itself);
});

test('the client tells it as a state, and starts on the ports that were free', async () => {
  const port = await hold(createHttpServer(), '127.0.0.1');
  const data = yard.folder();
  const client = clientOf(data, port, port + 1);
  await expect(client.connect()).rejects.toMatchObject({ taken: { port } });
  const { state } = client;
  client.dispose();
  if (state.kind !== 'failed' || state.taken === undefined) return expect(state).toHaveProperty('taken');
  const { freeGrpcPort, freeHttpPort } = state.taken;
  const other = clientOf(data, freeGrpcPort, freeHttpPort);
  await other.connect();
  expect(other.state).toEqual({
    kind: 'ready',
    grpc: `127.0.0.1:${freeGrpcPort}`,
    http: `127.0.0.1:${freeHttpPort}`,
  });
  await other.api.stop();
  other.dispose();
});

test('one port for both is enough where both are wanted there', async () => {
  const [port] = await freePorts(42_000);
  const args = ['--otlp-grpc', String(port), '--otlp-http', String(port)];
  const { ready } = await yard.start(bundles.collector, yard.folder(), args);
  expect([ready.grpc, ready.http]).toEqual([`127.0.0.1:${port}`, `127.0.0.1:${port}`]);
});

test('free ports are above, two, and free on both addresses', async () => {
  const [first] = await freePorts(42_100);
  await hold(createServer(), hasIpv6 ? '::1' : '127.0.0.1', first);
  const [second, third] = await freePorts(first - 1);
  expect(second > first && third > second).toBe(true);
  expect(await areFree(...(await freePorts(65_535)))).toBe(true);
});

async function startOn(option: string, port: number) {
  const other = await unusedPort();
  const otherOption = option === '--otlp-grpc' ? '--otlp-http' : '--otlp-grpc';
  const data = yard.folder();
  const args = ['serve', '--data', data, option, String(port), otherOption, String(other)];
  return { ended: await runCollector(bundles.collector, args), data, other };
}

function failedLine({ stdout }: Ended): FailedLine {
  expect(stdout).toMatch(/^\{.*\}\n$/);
  return JSON.parse(stdout) as FailedLine;
}

async function areFree(...ports: readonly (number | undefined)[]): Promise<boolean> {
  const free = await Promise.all(ports.map((port) => isFreePort(port ?? 0)));
  return new Set(ports).size === 2 && free.every(Boolean);
}

async function hold(server: Server, host: string, port = 0): Promise<number> {
  holders.push(server);
  server.listen({ port, host });
  await new Promise((resolve) => server.once('listening', resolve));
  return (server.address() as AddressInfo).port;
}

async function unusedPort(): Promise<number> {
  const server = createServer();
  const port = await hold(server, '127.0.0.1');
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function clientOf(dataDirectory: string, grpcPort: number, httpPort: number): CollectorClient {
  return new CollectorClient({
    dataDirectory,
    collectorPath: bundles.collector,
    grpcPort,
    httpPort,
    name: 'test',
    mayStart: true,
  });
}
