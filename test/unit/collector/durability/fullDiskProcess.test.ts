import { randomBytes } from 'node:crypto';
import { connect } from 'node:http2';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { TraceId } from '../../../../src/shared/ids.ts';
import { type BuiltBundles, buildBundles } from '../../support/builtBundles.ts';
import { requestOf, wireOf } from '../otlpRequest.ts';
import { CollectorYard, type RunningCollector } from '../runningCollector.ts';
import { SmallDisk } from './smallDisk.ts';

const canMount = SmallDisk.isPossible();
const yard = new CollectorYard();
let bundles: BuiltBundles;
const disks: SmallDisk[] = [];
beforeAll(async () => {
  bundles = await buildBundles();
});
afterEach(async () => {
  await yard.clear();
  for (const disk of disks.splice(0)) disk.dispose();
});
afterAll(() => bundles.remove());

let serial = 0;

function someTrace(bytes: number): { readonly traceId: TraceId; readonly body: Uint8Array<ArrayBuffer> } {
  const traceId = (++serial).toString(16).padStart(32, '0') as TraceId;
  const text = randomBytes(bytes).toString('base64');
  return { traceId, body: wireOf(requestOf([{ trace: traceId, id: '1', attributes: { text } }])) };
}

async function overHttp(collector: RunningCollector, body: Uint8Array<ArrayBuffer>): Promise<Response> {
  return fetch(`http://${collector.ready.http}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf' },
    body,
  });
}

/** Headers and trailers of the answer. */
async function overGrpc(collector: RunningCollector, body: Uint8Array): Promise<Record<string, unknown>> {
  const session = connect(`http://${collector.ready.grpc}`);
  const stream = session.request({
    ':method': 'POST',
    ':path': '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  const head = Buffer.alloc(5);
  head.writeUInt32BE(body.length, 1);
  stream.end(Buffer.concat([head, body]));
  const answer: Record<string, unknown> = {};
  stream.on('response', (headers) => Object.assign(answer, headers));
  stream.on('trailers', (headers) => Object.assign(answer, headers));
  stream.resume();
  await new Promise((resolve) => stream.on('close', resolve));
  session.destroy();
  return answer;
}

/** What was acknowledged until the collector said that it has no room. */
async function sendUntilRefused(
  collector: RunningCollector,
): Promise<{ kept: TraceId[]; refused: Response }> {
  const kept: TraceId[] = [];
  for (;;) {
    const { traceId, body } = someTrace(200_000);
    const response = await overHttp(collector, body);
    if (response.status !== 200) return { kept, refused: response };
    kept.push(traceId);
  }
}

async function missing(
  collector: RunningCollector,
  traceIds: readonly TraceId[],
): Promise<readonly TraceId[]> {
  const { traces } = await collector.ask((api) => api.traces({ traceIds, limit: 10_000 }));
  const there = new Set(traces.map(({ traceId }) => traceId));
  return traceIds.filter((traceId) => !there.has(traceId));
}

test.skipIf(!canMount)(
  'senders are told of a full disk, people too, and it goes on when there is room again',
  async () => {
    const disk = new SmallDisk(24);
    disks.push(disk);
    const data = join(disk.folder, 'data');
    const collector = await yard.start(bundles.collector, data);
    const first = await sendUntilRefused(collector);
    expect(first.kept.length).toBeGreaterThan(5);
    expect([first.refused.status, first.refused.headers.get('retry-after')]).toEqual([
      503,
      expect.stringMatching(/^\d+$/),
    ]);
    expect(await first.refused.text()).toContain('is full');
    const grpc = await overGrpc(collector, someTrace(300_000).body);
    expect([grpc['grpc-status'], decodeURIComponent(String(grpc['grpc-message']))]).toEqual([
      '14',
      expect.stringContaining('is full'),
    ]);
    expect((await collector.ask((api) => api.health())).notices).toEqual([
      `The disk with ${join(data, 'spans.db')} is full. Nothing new is kept meanwhile, and senders are told to try again. Free some space, or clear the traces.`,
    ]);
    expect(await missing(collector, first.kept)).toEqual([]);

    await collector.end('SIGKILL');
    const next = await yard.start(bundles.collector, data);
    expect(await missing(next, first.kept)).toEqual([]);
    await next.ask((api) => api.clear());
    const { traceId, body } = someTrace(200_000);
    await vi.waitFor(async () => expect((await overHttp(next, body)).status).toBe(200), 5_000);
    expect((await next.ask((api) => api.health())).notices).toEqual([]);
    const second = await sendUntilRefused(next);
    expect(second.kept.length).toBeGreaterThan(5);
    await next.end('SIGKILL');
    const last = await yard.start(bundles.collector, data);
    expect(await missing(last, [traceId, ...second.kept])).toEqual([]);
  },
  90_000,
);
