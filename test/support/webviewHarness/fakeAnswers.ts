import type { SpanId } from '../../../src/shared/ids.ts';
import type { ServiceGraph } from '../../../src/shared/serviceGraph.ts';
import type { Attribute } from '../../../src/shared/spanDetail.ts';
import { unixNano, unixNanoText } from '../../../src/shared/time.ts';
import type { TraceColumns } from '../../../src/shared/traceColumns.ts';
import type { LogRecord, TraceLogs } from '../../../src/shared/traceLogs.ts';
import type { Peer } from '../../../src/trace/peer.ts';
import { ServiceGraphBuilder } from '../../../src/trace/serviceGraph.ts';

/** Records of some of the spans; `many` for hundreds of times as many. */
export function fakeLogs(trace: TraceColumns, many: boolean): TraceLogs {
  const records: { at: number; record: LogRecord }[] = [];
  const times = many ? Math.ceil(20_000 / trace.count) : 1;
  for (let i = 0; i < trace.count; i += trace.count > 5000 ? 7 : 1) {
    for (let k = 0; k < times; k++) records.push(fakeRecord(trace, i, k / times));
  }
  return { records: records.sort((a, b) => a.at - b.at).map(({ record }) => record), complete: !many };
}

function fakeRecord(trace: TraceColumns, span: number, share: number): { at: number; record: LogRecord } {
  const at = (trace.start[span] as number) + Math.floor((trace.duration[span] as number) * (share + 0.1));
  const failed = trace.status[span] === 2;
  const severity = failed ? 17 : ([9, 5, 9, 13][(span + Math.floor(share * 10)) % 4] as number);
  const name = nameOf(trace, span);
  return {
    at,
    record: {
      timeUnixNano: unixNanoText(unixNano(trace.startUnixNano) + BigInt(at)),
      spanId: Array.from(trace.spanId.subarray(8 * span, 8 * span + 8), (byte) =>
        byte.toString(16).padStart(2, '0'),
      ).join('') as SpanId,
      severity,
      severityText: failed ? 'ERROR' : '',
      body: failed
        ? `${name} failed: card network timeout\nTimeoutError: card network timeout\n    at Stripe.create (/work/payments/src/stripe.ts:40:11)\n    at charge (/work/payments/src/charge.ts:19:46)`
        : (bodies[span % bodies.length]?.replace('NAME', name) ?? name),
      attributes: [
        text('code.function.name', name.split(' ')[0] ?? ''),
        text('order.id', 'order-9981'),
        text('thread.name', `worker-${span % 4}`),
      ],
      service: trace.strings[trace.service[span] as number] as string,
      scope: 'app.logger',
    },
  };
}

const bodies = [
  'started NAME',
  'NAME: 12 rows in cache, 3 to load',
  '{"message":"NAME","level":"info","customer":{"id":4711,"tier":"gold"},"items":[{"sku":"A-1","count":2},{"sku":"B-7","count":1}],"flags":["beta","eu"]}',
  'slow NAME, retrying once',
];

function text(key: string, value: string): Attribute {
  return { key, value: { type: 'string', value } };
}

export function fakeGraph(trace: TraceColumns): ServiceGraph {
  const builder = new ServiceGraphBuilder();
  builder.add(trace, (span) => peerOf(nameOf(trace, span)));
  return builder.finish(1);
}

function peerOf(name: string): Peer | undefined {
  if (/^(SELECT|INSERT)/.test(name)) return { kind: 'database', name: 'shop' };
  if (/^(cache|redis)/.test(name)) return { kind: 'database', name: 'redis' };
  if (/publish|process/.test(name)) return { kind: 'messaging', name: 'orders' };
  if (/\.example/.test(name)) return { kind: 'external', name: 'api.stripe.example:443' };
  return name.startsWith('smtp') ? { kind: 'external', name: 'mail.example:587' } : undefined;
}

function nameOf(trace: TraceColumns, span: number): string {
  return trace.strings[trace.name[span] as number] as string;
}
