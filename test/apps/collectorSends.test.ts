import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { TraceId } from '../../src/shared/ids.ts';
import { freePorts } from '../support/freePort.ts';
import { Otelcol, otelcolInstall, otelcolRuntimes } from '../support/peers/otelcol.ts';
import { itemsOf } from '../support/peers/otlpItems.ts';
import { describePeer, obstacleTo } from '../support/peers/peerObstacle.ts';
import { logRequest, metricRequest, traceIdOf, traceRequest } from '../support/peers/peerSpans.ts';
import { postOtlp } from '../support/peers/postOtlp.ts';
import { Spanline } from '../support/peers/spanline.ts';

/** The ways in which the Collector can send, by the name of their pipeline. */
const ways = [
  ...['gzip', 'zstd', 'none'].map((compression) => ({ protocol: 'grpc', compression })),
  ...['proto', 'json'].flatMap((protocol) =>
    ['gzip', 'zstd', 'deflate', 'none'].map((compression) => ({ protocol, compression })),
  ),
].map((way) => ({ ...way, name: `${way.protocol}-${way.compression}` }));

const obstacle = await obstacleTo('collector', otelcolInstall, otelcolRuntimes);

describePeer('The Collector sends to Spanline', obstacle, () => {
  let spanline: Spanline;
  let collector: Otelcol;
  const doors = new Map<string, number>();

  beforeAll(async () => {
    spanline = await Spanline.start();
    const ports = await freePorts(ways.length);
    for (const [i, { name }] of ways.entries()) doors.set(name, ports[i] ?? 0);
    collector = await Otelcol.start(spanline.folder, {
      receivers: byWay(({ name }) => [
        `otlp/${name}`,
        { protocols: { http: { endpoint: `127.0.0.1:${doors.get(name)}` } } },
      ]),
      processors: {
        memory_limiter: { check_interval: '1s', limit_mib: 200 },
        batch: { timeout: '100ms' },
      },
      exporters: byWay((way) => exporterOf(way, spanline)),
      pipelines: Object.fromEntries(
        ways.flatMap((way) =>
          ['traces', 'logs', 'metrics'].map((signal) => [
            `${signal}/${way.name}`,
            {
              receivers: [`otlp/${way.name}`],
              processors: usual(way) ? ['memory_limiter', 'batch'] : [],
              exporters: [exporterOf(way, spanline)[0]],
            },
          ]),
        ),
      ),
    });
  });

  afterAll(async () => {
    await collector?.stop();
    await spanline?.stop();
  });

  describe.each(ways)('$protocol, $compression', ({ name }) => {
    const trace = { seed: name, index: 5 };

    test('spans arrive as they were sent', async () => {
      await spanline.api.clear();
      await postOtlp(doorOf(name), [traceRequest(trace)]);
      await untilHolds(spanline, 3);
      expect(itemsOf([await spanline.document()])).toEqual(itemsOf([traceRequest(trace)]));
    });

    test('logs and metrics arrive', async () => {
      const before = await spanline.api.health();
      await postOtlp(doorOf(name), [traceRequest(trace), logRequest(trace), metricRequest(trace)]);
      await vi.waitFor(async () => {
        const { logBatches, metricBatches } = await spanline.api.health();
        expect({ logBatches, metricBatches }).toEqual({
          logBatches: before.logBatches + 1,
          metricBatches: before.metricBatches + 1,
        });
      }, 10_000);
      const { records } = await spanline.api.logs({ traceId: traceIdOf(trace) as TraceId });
      expect(records.map(({ body, severityText }) => `${severityText} ${body}`)).toEqual([
        `WARN stock is low ${name}`,
      ]);
    });

    test('what is refused while paused is sent again', async () => {
      await spanline.api.clear();
      const late = Array.from({ length: 5 }, (_, index) => traceRequest({ seed: `${name} late`, index }));
      const said = collector.output.length;
      await spanline.api.setPaused({ paused: true });
      try {
        await postOtlp(doorOf(name), late);
        await vi.waitFor(() => expect(retriesIn(collector.output.slice(said))).not.toBe(0), 10_000);
      } finally {
        await spanline.api.setPaused({ paused: false });
      }
      await untilHolds(spanline, 15);
      expect(itemsOf([await spanline.document()])).toEqual(itemsOf(late));
    });
  });

  test('what comes while Spanline is away is sent again', async () => {
    await spanline.api.clear();
    const sent = ways.map(({ name }) => traceRequest({ seed: `${name} away`, index: 0 }));
    await spanline.restart(async () => {
      for (const [i, { name }] of ways.entries()) await postOtlp(doorOf(name), [sent[i] ?? {}]);
    });
    await untilHolds(spanline, 3 * ways.length);
    expect(itemsOf([await spanline.document()])).toEqual(itemsOf(sent));
  });

  test('nothing was refused for good', async () => {
    const { refusedSpans, duplicateSpans } = await spanline.api.health();
    expect({ refusedSpans, duplicateSpans }).toEqual({ refusedSpans: 0, duplicateSpans: 0 });
    expect(lossesIn(collector.output)).toEqual([]);
  });

  function doorOf(name: string): string {
    return `http://127.0.0.1:${doors.get(name)}`;
  }
});

type Way = (typeof ways)[number];

/** As most people have it; the others send each request as it comes. */
function usual({ compression }: Way): boolean {
  return compression === 'gzip';
}

function byWay(entryOf: (way: Way) => readonly [string, unknown]): Record<string, unknown> {
  return Object.fromEntries(ways.map(entryOf));
}

/** The name of a way's exporter, and its settings; soon again after it was refused. */
function exporterOf({ name, protocol, compression }: Way, { grpc, http }: Spanline): [string, unknown] {
  const settings = { compression, retry_on_failure: { initial_interval: '200ms', max_interval: '1s' } };
  if (protocol === 'grpc') return [`otlp/${name}`, { ...settings, endpoint: grpc, tls: { insecure: true } }];
  return [`otlphttp/${name}`, { ...settings, endpoint: `http://${http}`, encoding: protocol }];
}

function retriesIn(log: string): number {
  return log.split('Will retry the request after interval').length - 1;
}

/** What it could not get rid of, and why. */
function lossesIn(log: string): readonly string[] {
  const lines = log.split('\n').filter((line) => line.includes('Dropping data'));
  return lines.map(
    (line) =>
      `${/"otelcol.component.id": "([^"]*)"/.exec(line)?.[1]}: ${/"error": "([^"]*)"/.exec(line)?.[1]}`,
  );
}

async function untilHolds(spanline: Spanline, spans: number): Promise<void> {
  await vi.waitFor(async () => expect((await spanline.api.health()).spans).toBe(spans), 10_000);
}
