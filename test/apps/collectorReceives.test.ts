import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { ForwardSettings } from '../../src/shared/forward.ts';
import type { SamplingPolicy } from '../../src/shared/samplingPolicy.ts';
import { endAll } from '../support/endAll.ts';
import { freePort, freePorts } from '../support/freePort.ts';
import { root } from '../support/paths.mjs';
import { Otelcol, type OtelcolConfig, otelcolInstall, otelcolRuntimes } from '../support/peers/otelcol.ts';
import { itemsOf, requestsIn, traceIdsOf } from '../support/peers/otlpItems.ts';
import { installPeer } from '../support/peers/peerInstall.ts';
import { describePeer, obstacleTo } from '../support/peers/peerObstacle.ts';
import {
  logRequest,
  metricRequest,
  type PeerTrace,
  spansPerTrace,
  traceIdOf,
  traceRequest,
} from '../support/peers/peerSpans.ts';
import { postOtlp } from '../support/peers/postOtlp.ts';
import { Spanline } from '../support/peers/spanline.ts';

const obstacle = await obstacleTo('collector', otelcolInstall, otelcolRuntimes);

describePeer('The Collector receives from Spanline', obstacle, () => {
  const ends: (() => Promise<void>)[] = [];
  // Which may take longer than a test.
  beforeAll(async () => void (await installPeer(otelcolInstall)));
  afterEach(() => endAll(ends.splice(0).reverse()));

  test.each([
    ['otlp/grpc', 'gzip'],
    ['otlp/grpc', 'none'],
    ['otlp/http', 'gzip'],
    ['otlp/http', 'none'],
  ] as const)('all signals as they were sent, %s, compression %s', async (protocol, compression) => {
    const spanline = await startSpanline();
    const port = await freePort(0);
    await startCollector(spanline, toFileConfig(spanline, port, protocol));
    await spanline.api.configure({ forwards: [{ ...forwardTo(port, protocol), compression }] });
    const sent = tracesOf('signals', 20).flatMap((trace) => [
      traceRequest(trace),
      logRequest(trace),
      metricRequest(trace),
    ]);
    await postOtlp(`http://${spanline.http}`, sent);
    await untilWritten(spanline, sent);
  });

  test.each([
    ['otlp/grpc', 'grpc'],
    ['otlp/http', 'http'],
  ] as const)('over TLS, with a certificate of its own, %s', async (protocol, door) => {
    const spanline = await startSpanline();
    const port = await freePort(0);
    const endpoint = `127.0.0.1:${port}`;
    const tls = { cert_file: pem('server.pem'), key_file: pem('server.key'), client_ca_file: pem('ca.pem') };
    await startCollector(spanline, {
      ...toFileConfig(spanline, port, protocol),
      receivers: { otlp: { protocols: { [door]: { endpoint, tls } } } },
    });
    const own = { certFile: pem('client.pem'), keyFile: pem('client.key'), caFile: pem('ca.pem') };
    const forward = { ...forwardTo(port, protocol), endpoint: `https://${endpoint}`, tls: own };
    await spanline.api.configure({ forwards: [forward] });
    const sent = tracesOf('secret', 20).map(traceRequest);
    await postOtlp(`http://${spanline.http}`, sent);
    await untilWritten(spanline, sent);
  });

  test('what was received while the Collector was dead, also before a restart', async () => {
    const spanline = await startSpanline();
    const port = await freePort(0);
    const forwards = [forwardTo(port, 'otlp/grpc')];
    await spanline.api.configure({ forwards });
    const before = tracesOf('before', 20).map(traceRequest);
    await postOtlp(`http://${spanline.http}`, before);
    await vi.waitFor(async () => {
      expect((await spanline.api.health()).forwards[0]?.state).toBe('retrying');
    }, 10_000);
    await spanline.restart();
    await spanline.api.configure({ forwards });
    const after = tracesOf('after', 20).map(traceRequest);
    await postOtlp(`http://${spanline.http}`, after);
    await startCollector(spanline, toFileConfig(spanline, port, 'otlp/grpc'));
    await untilWritten(spanline, [...before, ...after]);
  });

  test('a Collector that is ended and comes back gets the rest', async () => {
    const spanline = await startSpanline();
    const port = await freePort(0);
    const config = toFileConfig(spanline, port, 'otlp/http');
    const first = await Otelcol.start(spanline.folder, config);
    await spanline.api.configure({ forwards: [forwardTo(port, 'otlp/http')] });
    const before = tracesOf('before', 20).map(traceRequest);
    await postOtlp(`http://${spanline.http}`, before);
    await untilWritten(spanline, before).finally(() => first.stop());
    const after = tracesOf('after', 20).map(traceRequest);
    await postOtlp(`http://${spanline.http}`, after);
    await startCollector(spanline, { ...config, exporters: { file: fileExporter(spanline, 'after') } });
    await vi.waitFor(async () => {
      expect(await writtenItems(spanline, 'after')).toEqual(itemsOf(after));
    }, 30_000);
  });

  test('policies choose what the same policies of tail_sampling choose', async () => {
    const spanline = await startSpanline();
    const [door = 0, ...ports] = await freePorts(1 + policies.length);
    const doors = new Map(policies.map(({ name }, i) => [name, ports[i] ?? 0]));
    await startCollector(spanline, samplingConfig(spanline, door, doors));
    await spanline.api.configure({
      forwards: policies.map(({ chosen: _, ...policy }) => ({
        ...forwardTo(doors.get(policy.name) ?? 0, 'otlp/grpc'),
        name: policy.name,
        policies: [policy],
        decisionWaitSeconds: 1,
      })),
    });
    const traces = tracesOf('sampled', 210);
    const sent = traces.map(traceRequest);
    await Promise.all([
      postOtlp(`http://${spanline.http}`, sent),
      postOtlp(`http://127.0.0.1:${door}`, sent),
    ]);
    await vi.waitFor(async () => {
      for (const { sentSpans, sampledOutSpans } of (await spanline.api.health()).forwards)
        expect(sentSpans + sampledOutSpans).toBe(traces.length * spansPerTrace);
    }, 30_000);
    for (const { name, chosen } of policies) {
      await vi.waitFor(async () => {
        const byCollector = traceIdsOf(await written(spanline, `${name} by the collector`));
        const bySpanline = traceIdsOf(await written(spanline, `${name} by spanline`));
        expect(bySpanline, name).toEqual(byCollector);
        if (chosen === undefined) expect(isAbout(bySpanline.length, traces.length * 0.3), name).toBe(true);
        else expect(bySpanline, name).toEqual(traces.filter(chosen).map(traceIdOf).sort());
      }, 10_000);
    }
  });

  async function startSpanline(): Promise<Spanline> {
    const spanline = await Spanline.start();
    ends.push(() => spanline.stop());
    return spanline;
  }

  async function startCollector(spanline: Spanline, config: OtelcolConfig): Promise<void> {
    const collector = await Otelcol.start(spanline.folder, config);
    ends.push(() => collector.stop());
  }
});

type NamedPolicy = SamplingPolicy & {
  readonly name: string;
  /** `undefined` where it is a share of about 30 of 100. */
  readonly chosen?: (trace: PeerTrace) => boolean;
};

/** In the words that both understand, and which traces of `traceRequest` they mean. */
const policies: readonly NamedPolicy[] = [
  { name: 'all', type: 'always_sample', chosen: () => true },
  {
    name: 'errors',
    type: 'status_code',
    status_code: { status_codes: ['ERROR'] },
    chosen: ({ index }) => index % 5 === 0,
  },
  {
    name: 'slow',
    type: 'latency',
    latency: { threshold_ms: 120 },
    chosen: ({ index }) => (index % 7) * 40 >= 120,
  },
  {
    name: 'slowish',
    type: 'latency',
    latency: { threshold_ms: 40, upper_threshold_ms: 160 },
    chosen: ({ index }) => (index % 7) * 40 > 40 && (index % 7) * 40 <= 160,
  },
  { name: 'share', type: 'probabilistic', probabilistic: { sampling_percentage: 30 } },
  {
    name: 'salted share',
    type: 'probabilistic',
    probabilistic: { sampling_percentage: 30, hash_salt: 'pepper' },
  },
  {
    name: 'gold',
    type: 'string_attribute',
    string_attribute: { key: 'customer.tier', values: ['gold'] },
    chosen: ({ index }) => index % 3 === 0,
  },
  {
    name: 'pattern',
    type: 'string_attribute',
    string_attribute: { key: 'customer.tier', values: ['^si.*r$'], enabled_regex_matching: true },
    chosen: ({ index }) => index % 3 !== 0,
  },
  {
    name: 'resource',
    type: 'string_attribute',
    string_attribute: { key: 'service.name', values: ['stock'] },
    chosen: () => true,
  },
  {
    name: 'not gold',
    type: 'string_attribute',
    string_attribute: { key: 'customer.tier', values: ['gold'], invert_match: true },
    chosen: ({ index }) => index % 3 !== 0,
  },
  {
    name: 'gold errors',
    type: 'and',
    and: {
      and_sub_policy: [
        {
          name: 'gold',
          type: 'string_attribute',
          string_attribute: { key: 'customer.tier', values: ['gold'] },
        },
        { name: 'errors', type: 'status_code', status_code: { status_codes: ['ERROR'] } },
      ],
    },
    chosen: ({ index }) => index % 15 === 0,
  },
];

/** Every policy twice: decided by `tail_sampling` on what comes to `door`, and by Spanline on what comes to its own door. */
function samplingConfig(spanline: Spanline, door: number, doors: ReadonlyMap<string, number>): OtelcolConfig {
  const ids = policies.map(({ name }) => [name, name.replaceAll(' ', '_')] as const);
  return {
    receivers: {
      otlp: receiverAt(door, 'http'),
      ...Object.fromEntries(
        ids.map(([name, id]) => [`otlp/${id}`, receiverAt(doors.get(name) ?? 0, 'grpc')]),
      ),
    },
    processors: Object.fromEntries(
      policies.map(({ chosen: _, ...policy }) => [
        `tail_sampling/${policy.name.replaceAll(' ', '_')}`,
        { decision_wait: '1s', num_traces: 10_000, policies: [policy] },
      ]),
    ),
    exporters: Object.fromEntries(
      ids.flatMap(([name, id]) => [
        [`file/${id}_collector`, fileExporter(spanline, `${name} by the collector`)],
        [`file/${id}_spanline`, fileExporter(spanline, `${name} by spanline`)],
      ]),
    ),
    pipelines: Object.fromEntries(
      ids.flatMap(([, id]) => [
        [
          `traces/${id}_collector`,
          { receivers: ['otlp'], processors: [`tail_sampling/${id}`], exporters: [`file/${id}_collector`] },
        ],
        [`traces/${id}_spanline`, { receivers: [`otlp/${id}`], exporters: [`file/${id}_spanline`] }],
      ]),
    ),
  };
}

function toFileConfig(
  spanline: Spanline,
  port: number,
  protocol: ForwardSettings['protocol'],
): OtelcolConfig {
  const pipeline = { receivers: ['otlp'], exporters: ['file'] };
  return {
    receivers: { otlp: receiverAt(port, protocol === 'otlp/grpc' ? 'grpc' : 'http') },
    exporters: { file: fileExporter(spanline, 'all') },
    pipelines: { traces: pipeline, logs: pipeline, metrics: pipeline },
  };
}

function receiverAt(port: number, protocol: 'grpc' | 'http'): object {
  return { protocols: { [protocol]: { endpoint: `127.0.0.1:${port}` } } };
}

function fileExporter(spanline: Spanline, name: string): object {
  return { path: fileOf(spanline, name), flush_interval: '100ms' };
}

function fileOf(spanline: Spanline, name: string): string {
  return join(spanline.folder, `${name}.ndjson`);
}

function pem(name: string): string {
  return join(root, 'test/fixtures/tls', name);
}

function forwardTo(port: number, protocol: ForwardSettings['protocol']): ForwardSettings {
  return { name: 'collector', protocol, endpoint: `http://127.0.0.1:${port}` };
}

function tracesOf(seed: string, count: number): readonly PeerTrace[] {
  return Array.from({ length: count }, (_, index) => ({ seed, index }));
}

async function written(spanline: Spanline, name: string): Promise<readonly unknown[]> {
  return requestsIn(await readFile(fileOf(spanline, name), 'utf8').catch(() => ''));
}

/** Each once: what was not acknowledged may have come all the same, and comes again. */
async function writtenItems(spanline: Spanline, name: string): Promise<readonly string[]> {
  return [...new Set(itemsOf(await written(spanline, name)))];
}

async function untilWritten(spanline: Spanline, sent: readonly object[]): Promise<void> {
  const wanted = [...new Set(itemsOf(sent))];
  await vi.waitFor(async () => expect(await writtenItems(spanline, 'all')).toEqual(wanted), 30_000);
}

/** Within what chance allows in one case of a million. */
function isAbout(count: number, expected: number): boolean {
  return Math.abs(count - expected) < 5 * Math.sqrt(expected);
}
