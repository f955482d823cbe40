import type { SpanId, TraceId } from '../../../src/shared/ids.ts';
import type { Attribute, AttributeValue } from '../../../src/shared/spanDetail.ts';
import type { SpanView } from '../../../src/shared/spanProtocol.ts';
import type { UnixNanoText } from '../../../src/shared/time.ts';

const text = (key: string, value: string): Attribute => ({ key, value: { type: 'string', value } });
const int = (key: string, value: number): Attribute => ({
  key,
  value: { type: 'int', value: String(value) },
});
const list = (...values: string[]): AttributeValue => ({
  type: 'array',
  value: values.map((value) => ({ type: 'string', value })),
});

const stacktrace = `TimeoutError: card network timeout
    at Stripe.create (/work/payments/src/stripe.ts:40:11)
    at charge (/work/payments/src/charge.ts:19:46)
    at Layer.handle (/work/node_modules/express/lib/router/layer.js:95:5)
    at next (/work/node_modules/express/lib/router/route.js:149:13)
    at Route.dispatch (/work/node_modules/express/lib/router/route.js:119:3)`;

/** The failed span of the pictures. */
export function checkoutSpan(): SpanView {
  const time = (millis: number): UnixNanoText =>
    String(1_700_000_000_000_000_000n + BigInt(millis * 1e6)) as UnixNanoText;
  return {
    detail: {
      traceId: '0123456789abcdef0123456789abcdef' as TraceId,
      spanId: '0000000000000008' as SpanId,
      parentSpanId: '0000000000000007' as SpanId,
      traceState: '',
      name: 'POST api.stripe.example',
      kind: 'client',
      status: 'error',
      statusMessage: 'card network timeout',
      startUnixNano: time(135),
      endUnixNano: time(370),
      site: 7 as never,
      attributes: [
        text('http.request.method', 'POST'),
        int('http.response.status_code', 504),
        text('url.full', 'https://api.stripe.example/v1/charges'),
        int('http.request.resend_count', 2),
        text('order.id', 'order-9981'),
        int('order.items_count', 12),
        text('code.file.path', '/work/payments/src/charge.ts'),
        int('code.line.number', 19),
      ],
      events: [
        { name: 'dns.resolved', timeUnixNano: time(136.2), attributes: [], droppedAttributes: 0 },
        {
          name: 'retry',
          timeUnixNano: time(255),
          attributes: [int('attempt', 2)],
          droppedAttributes: 0,
        },
        {
          name: 'exception',
          timeUnixNano: time(369),
          attributes: [
            text('exception.type', 'TimeoutError'),
            text('exception.message', 'card network timeout'),
            text('exception.stacktrace', stacktrace),
          ],
          droppedAttributes: 0,
        },
      ],
      exceptionLogs: [],
      links: [
        {
          traceId: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' as TraceId,
          spanId: 'bbbbbbbbbbbbbbbb' as SpanId,
          traceState: '',
          attributes: [text('reason', 'retry of')],
        },
      ],
      droppedAttributes: 3,
      droppedEvents: 0,
      droppedLinks: 0,
      service: 'payments',
      resource: [
        text('service.name', 'payments'),
        text('service.version', '1.4.2'),
        text('host.name', 'dev'),
        text('process.runtime.name', 'nodejs'),
        text('process.runtime.version', '24.21.0'),
        { key: 'process.command_args', value: list('node', '--enable-source-maps', 'src/server.ts') },
        int('process.pid', 4711),
        text('telemetry.sdk.language', 'nodejs'),
        text('telemetry.sdk.name', 'opentelemetry'),
      ],
      scope: { name: '@opentelemetry/instrumentation-undici', version: '0.14.0', attributes: [] },
    },
    startNano: 135e6,
    durationNano: 235e6,
    selfNano: 235e6,
    criticalNano: 234e6,
    traceDurationNano: 450e6,
    serviceIndex: 3,
    otherPlaces: 2,
    whyNowhere: undefined,
    placement: {
      location: { path: '/work/payments/src/charge.ts', line: 19 },
      rung: 'code.file.path',
      confidence: 'exact',
      evidence: 'from code.line.number',
      kind: 'own',
      label: 'payments/src/charge.ts:19',
      text: 'const receipt = await stripe.charges.create({',
    },
    stacks: [
      {
        event: 2,
        frames: [
          frame('Stripe.create', 'stripe.ts:40:11', '/work/payments/src/stripe.ts', 40),
          frame('charge', 'charge.ts:19:46', '/work/payments/src/charge.ts', 19),
          frame('Layer.handle', 'node_modules/express/lib/router/layer.js:95:5'),
          frame('next', 'node_modules/express/lib/router/route.js:149:13'),
          frame('Route.dispatch', 'node_modules/express/lib/router/route.js:119:3'),
        ],
      },
    ],
    linkNames: ['POST /checkout'],
  };
}

function frame(functionName: string, label: string, path?: string, line = 1) {
  return {
    text: `at ${functionName} (${label})`,
    functionName,
    label,
    location: path === undefined ? undefined : { path, line },
  };
}

/** No span is selected. */
export function emptySpan(): undefined {
  return undefined;
}

/** Thousands of attributes, and a key that is longer than any line. */
export function crowdedSpan(): SpanView {
  const span = checkoutSpan();
  const many = Array.from({ length: 5000 }, (_, k) => text(`many.${k}`, `value ${k}`));
  const attributes = [text('k'.repeat(3000), 'behind a long key'), ...many];
  return { ...span, detail: { ...span.detail, attributes } };
}
