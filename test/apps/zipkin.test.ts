import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { describePeer, obstacleTo } from '../support/peers/peerObstacle.ts';
import { logRequest, type PeerTrace, traceIdOf, traceRequest } from '../support/peers/peerSpans.ts';
import { postOtlp } from '../support/peers/postOtlp.ts';
import { Spanline } from '../support/peers/spanline.ts';
import { ZipkinServer, zipkinInstall, zipkinRuntimes } from '../support/peers/zipkinServer.ts';

const obstacle = await obstacleTo('zipkin', zipkinInstall, zipkinRuntimes);

describePeer('Zipkin 3.6.1 receives from Spanline', obstacle, () => {
  let zipkin: ZipkinServer;
  let spanline: Spanline;

  beforeAll(async () => {
    zipkin = await ZipkinServer.start();
    spanline = await Spanline.start(['--zipkin', '0']);
  });

  afterAll(async () => {
    await spanline?.stop();
    await zipkin?.stop();
  });

  test('a trace is there as its API tells it', async () => {
    const trace: PeerTrace = { seed: 'zipkin', index: 5 };
    await spanline.api.configure({ forwards: [forwardTo(zipkin.endpoint)] });
    await postOtlp(`http://${spanline.http}`, [traceRequest(trace), logRequest(trace)]);
    const spans = await untilThere(trace);
    // Zipkin writes names small, and knows no duration of nothing.
    expect(spans.map(pictureOf).sort().join('\n')).toBe(picture);
  });

  test('every one of many traces is there', async () => {
    await spanline.api.configure({ forwards: [forwardTo(zipkin.endpoint)] });
    const traces = Array.from({ length: 100 }, (_, index) => ({ seed: 'many', index }));
    await postOtlp(`http://${spanline.http}`, traces.map(traceRequest));
    for (const trace of traces) await untilThere(trace);
    const [health] = (await spanline.api.health()).forwards;
    expect(health).toMatchObject({ droppedSpans: 0, rejectedSpans: 0 });
  });

  test('only what a policy chooses is there', async () => {
    await spanline.api.configure({
      forwards: [
        {
          ...forwardTo(zipkin.endpoint),
          name: 'failed ones',
          policies: [{ type: 'status_code', status_code: { status_codes: ['ERROR'] } }],
          decisionWaitSeconds: 1,
        },
      ],
    });
    const traces = Array.from({ length: 10 }, (_, index) => ({ seed: 'chosen', index }));
    await postOtlp(`http://${spanline.http}`, traces.map(traceRequest));
    for (const trace of traces.filter(({ index }) => index % 5 === 0)) await untilThere(trace);
    const others = traces.filter(({ index }) => index % 5 !== 0);
    expect((await Promise.all(others.map((trace) => zipkin.trace(traceIdOf(trace))))).flat()).toEqual([]);
  });

  test('what Spanline told Zipkin comes back through the door for Zipkin', async () => {
    const trace: PeerTrace = { seed: 'back', index: 5 };
    await spanline.api.configure({ forwards: [forwardTo(zipkin.endpoint)] });
    await postOtlp(`http://${spanline.http}`, [traceRequest(trace)]);
    const spans = await untilThere(trace);
    const other = await Spanline.start(['--zipkin', '0']);
    try {
      const door = (await other.api.health()).receivers.find(({ name }) => name === 'Zipkin');
      const answer = await fetch(`http://${door?.address}/api/v2/spans`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(spans),
      });
      expect(answer.status).toBe(202);
      await vi.waitFor(async () => expect((await other.api.health()).spans).toBe(3), 5000);
    } finally {
      await other.stop();
    }
  });

  async function untilThere(trace: PeerTrace): Promise<readonly ZipkinSpan[]> {
    return await vi.waitFor(async () => {
      const spans = await zipkin.trace(traceIdOf(trace));
      expect(spans).toHaveLength(3);
      return spans;
    }, 20_000);
  }
});

const picture = `
child CLIENT insert orders at 1790000005000000 for 100000 {"serviceName":"shop"}
  annotation "retry": {"why":"deadlock"}
  annotation done
  error = duplicate key
  host.name = ada
  otel.dropped_events_count = 2
  otel.scope.name = checkout
  otel.scope.version = 2.1
  otel.status_code = ERROR
  otlp.link.0 = 3f8974eafef638135b262c896c895158|4751e97ff04cf275|a=1|{"rel":"cause"}|0
child CONSUMER ship at 1790000005000000 for undefined {"serviceName":"stock"}
  host.name = ada
  otel.scope.name = checkout
  otel.scope.version = 2.1
root SERVER post /orders at 1790000005000000 for 200000 {"serviceName":"shop"}
  bytes = AAH/gA==
  customer.tier = silver
  empty text = 
  host.name = ada
  huge = 1e+300
  largest = 9223372036854775807
  list = ["a",1,[]]
  map = {"inner":-2.5}
  no = false
  otel.dropped_attributes_count = 3
  otel.scope.name = checkout
  otel.scope.version = 2.1
  otel.status_code = OK
  smallest = -9223372036854775808
  tenth = 0.1
  text = tea ☕ \u0000 "quoted"
  w3c.tracestate = vendor=42
  yes = true
  zero = 0`.slice(1);

type ZipkinSpan = Readonly<Record<string, unknown>>;

function forwardTo(endpoint: string): { name: string; protocol: 'zipkin'; endpoint: string } {
  return { name: 'zipkin', protocol: 'zipkin', endpoint };
}

/** What Zipkin says of a span, without ids. */
function pictureOf({
  kind,
  name,
  duration,
  localEndpoint,
  annotations,
  tags,
  timestamp,
  parentId,
}: ZipkinSpan): string {
  const notes = (annotations ?? []) as readonly { readonly value: string }[];
  const lines = [
    `${parentId === undefined ? 'root' : 'child'} ${String(kind)} ${String(name)} at ${String(timestamp)} for ${String(duration)} ${JSON.stringify(localEndpoint)}`,
    ...notes.map(({ value }) => `  annotation ${value}`),
    ...Object.entries((tags ?? {}) as Record<string, string>)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `  ${key} = ${value}`),
  ];
  return lines.join('\n');
}
