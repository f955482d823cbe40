import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { freePorts } from '../support/freePort.ts';
import { Otelcol, otelcolInstall, otelcolRuntimes } from '../support/peers/otelcol.ts';
import { itemsOf, requestsIn } from '../support/peers/otlpItems.ts';
import { describePeer, obstacleTo } from '../support/peers/peerObstacle.ts';
import { Spanline } from '../support/peers/spanline.ts';
import { type Json, jaegerThrift, zipkinProto } from '../unit/collector/foreign/foreignEncoders.ts';

const obstacle = await obstacleTo('collector', otelcolInstall, otelcolRuntimes);

describePeer('What Zipkin and Jaeger say becomes what the Collector makes of it', obstacle, () => {
  let spanline: Spanline;
  let collector: Otelcol;
  const doors = { zipkin: '', jaeger: '' };

  beforeAll(async () => {
    spanline = await Spanline.start(['--zipkin', '0', '--jaeger-thrift', '0']);
    const [zipkin, jaeger] = await freePorts(2);
    doors.zipkin = `127.0.0.1:${zipkin}`;
    doors.jaeger = `127.0.0.1:${jaeger}`;
    collector = await Otelcol.start(spanline.folder, {
      receivers: {
        zipkin: { endpoint: doors.zipkin },
        jaeger: { protocols: { thrift_http: { endpoint: doors.jaeger } } },
      },
      exporters: { file: { path: join(spanline.folder, 'spans.ndjson'), flush_interval: '100ms' } },
      pipelines: { traces: { receivers: ['zipkin', 'jaeger'], exporters: ['file'] } },
    });
  });

  afterAll(async () => {
    await collector?.stop();
    await spanline?.stop();
  });

  test('Zipkin, JSON of version 2', async () => {
    const body = JSON.stringify(zipkinSpans('a'));
    expect(await differences('Zipkin', '/api/v2/spans', 'application/json', body)).toBe(zipkinDifferences);
  });

  test('Zipkin, protobuf', async () => {
    const body = zipkinProto(zipkinSpans('b'));
    expect(await differences('Zipkin', '/api/v2/spans', 'application/x-protobuf', body)).toBe(
      zipkinDifferences,
    );
  });

  test('Jaeger, Thrift over HTTP', async () => {
    const body = jaegerThrift(jaegerSpans('c'), jaegerProcess);
    const path = '/api/traces?format=jaeger.thrift';
    expect(await differences('Jaeger Thrift', path, 'application/x-thrift', body)).toBe(jaegerDifferences);
  });

  /** Sends the same to both: what the Collector alone has kept of it, and what Spanline alone. */
  async function differences(
    door: 'Zipkin' | 'Jaeger Thrift',
    path: string,
    type: string,
    body: string | Uint8Array,
  ): Promise<string> {
    await spanline.api.clear();
    const before = (await written()).length;
    const { receivers } = await spanline.api.health();
    const own = receivers.find(({ name }) => name === door)?.address ?? '';
    for (const address of [own, door === 'Zipkin' ? doors.zipkin : doors.jaeger]) {
      const answer = await fetch(`http://${address}${path}`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: typeof body === 'string' ? body : new Uint8Array(body),
      });
      expect(answer.status).toBe(202);
    }
    const theirs = await vi.waitFor(async () => {
      const items = itemsOf((await written()).slice(before));
      expect(items).toHaveLength(2);
      return items;
    }, 10_000);
    const collectors = theirs.flatMap(leavesOf);
    const ours = itemsOf([await spanline.document()]).flatMap(leavesOf);
    return [
      ...collectors.filter((leaf) => !ours.includes(leaf)).map((leaf) => `Collector  ${leaf}`),
      ...ours.filter((leaf) => !collectors.includes(leaf)).map((leaf) => `Spanline   ${leaf}`),
    ].join('\n');
  }

  async function written(): Promise<readonly unknown[]> {
    return requestsIn(await readFile(join(spanline.folder, 'spans.ndjson'), 'utf8').catch(() => ''));
  }
});

const start = 1_790_000_000_000_000;

/** A client and the server that it calls, with all that the two protocols' spans can say. */
function zipkinSpans(seed: string): readonly Json[] {
  const traceId = seed.repeat(32);
  return [
    {
      traceId,
      id: '1111111111111111',
      kind: 'CLIENT',
      name: 'get /orders',
      timestamp: start,
      duration: 20_000,
      localEndpoint: { serviceName: 'shop', ipv4: '10.0.0.1', port: 8080 },
      remoteEndpoint: { serviceName: 'orders', ipv4: '10.0.0.2', port: 9090 },
      annotations: [{ timestamp: start + 5, value: 'retry' }],
      tags: { 'http.method': 'GET', 'http.status_code': '500', error: 'out of tea' },
    },
    {
      traceId,
      id: '2222222222222222',
      parentId: '1111111111111111',
      kind: 'SERVER',
      name: 'get /orders',
      timestamp: start + 100,
      duration: 10_000,
      localEndpoint: { serviceName: 'shop' },
      tags: { 'http.path': '/orders' },
    },
  ];
}

const jaegerProcess: Json = {
  serviceName: 'shop',
  tags: [{ key: 'hostname', type: 'string', value: 'ada' }],
};

function jaegerSpans(seed: string): readonly Json[] {
  const traceID = seed.repeat(32);
  const references = [{ refType: 'CHILD_OF', traceID, spanID: '1111111111111111' }];
  return [
    {
      traceID,
      spanID: '1111111111111111',
      operationName: 'get /orders',
      references: [],
      flags: 1,
      startTime: start,
      duration: 20_000,
      tags: [
        { key: 'span.kind', type: 'string', value: 'server' },
        { key: 'error', type: 'bool', value: true },
        { key: 'half', type: 'float64', value: 0.5 },
        { key: 'whole', type: 'int64', value: '9007199254740993' },
        { key: 'bytes', type: 'binary', value: 'AAH/' },
      ],
      logs: [
        {
          timestamp: start + 5,
          fields: [
            { key: 'event', type: 'string', value: 'retry' },
            { key: 'why', type: 'string', value: 'deadlock' },
          ],
        },
      ],
    },
    {
      traceID,
      spanID: '2222222222222222',
      operationName: 'SELECT orders',
      references,
      flags: 1,
      startTime: start + 100,
      duration: 10_000,
      tags: [{ key: 'span.kind', type: 'string', value: 'client' }],
      logs: [],
    },
  ];
}

type Keyed = { readonly key: string; readonly value: unknown };

/** Every value of a span, each with the name of the span and the path to it. */
function leavesOf(item: string): readonly string[] {
  const span = JSON.parse(item) as { readonly item: { readonly spanId: string } };
  const found: string[] = [];
  const left: [string, unknown][] = [[span.item.spanId.slice(0, 1), span]];
  for (const [path, value] of left) {
    if (typeof value !== 'object' || value === null) found.push(`${path} = ${String(value)}`);
    else if (isKeyed(value)) left.push([`${path}.${value.key}`, value.value]);
    else if (Array.isArray(value)) left.push(...value.map((one): [string, unknown] => [path, one]));
    else left.push(...Object.entries(value).map(([key, one]): [string, unknown] => [`${path}.${key}`, one]));
  }
  return found.sort();
}

function isKeyed(value: object): value is Keyed {
  return 'key' in value && 'value' in value;
}

/** Older names, and the OpenTelemetry specification's: there `error` is the status's description. */
const zipkinDifferences = `
Collector  1.item.attributes.error.stringValue = out of tea
Collector  1.item.attributes.net.host.port.intValue = 8080
Collector  1.item.attributes.net.peer.port.intValue = 9090
Collector  1.item.attributes.service.peer.name.stringValue = orders
Spanline   1.item.attributes.network.local.port.intValue = 8080
Spanline   1.item.attributes.network.peer.port.intValue = 9090
Spanline   1.item.attributes.peer.service.stringValue = orders
Spanline   1.item.status.message = out of tea`.slice(1);

/** Spanline keeps the name of what is sent, and whether the span was sampled. */
const jaegerDifferences = `
Collector  1.resource.attributes.host.name.stringValue = ada
Collector  2.resource.attributes.host.name.stringValue = ada
Spanline   1.item.flags = 1
Spanline   1.resource.attributes.hostname.stringValue = ada
Spanline   2.item.flags = 1
Spanline   2.resource.attributes.hostname.stringValue = ada`.slice(1);
