import type { SpanId, TraceId } from '../../../src/shared/ids.ts';
import type { MetricExemplars } from '../../../src/shared/metricExemplars.ts';
import type { BackLink } from '../../../src/shared/protocol.ts';
import type { Attribute, SpanEvent } from '../../../src/shared/spanDetail.ts';
import type { EventStack, SpanView, StackFrame } from '../../../src/shared/spanProtocol.ts';
import type { UnixNanoText } from '../../../src/shared/time.ts';
import type { TraceLogs } from '../../../src/shared/traceLogs.ts';
import { checkoutSpan } from './spanViews.ts';

const text = (key: string, value: string): Attribute => ({ key, value: { type: 'string', value } });
const int = (key: string, value: number): Attribute => ({
  key,
  value: { type: 'int', value: String(value) },
});
const time = (millis: number): UnixNanoText =>
  String(1_700_000_000_000_000_000n + BigInt(Math.round(millis * 1e6))) as UnixNanoText;

/** A statement, its parameters, and where it went. */
export function sqlSpan(): SpanView {
  return other({
    name: 'SELECT shop.orders',
    attributes: [
      text('db.system.name', 'postgresql'),
      text('db.namespace', 'shop'),
      text(
        'db.query.text',
        'SELECT o.id, o.total, count(i.sku) AS items FROM orders o LEFT JOIN order_items i ON i.order_id = o.id WHERE o.customer_id = $1 AND o.state IN ($2, $3) GROUP BY o.id ORDER BY o.created_at DESC LIMIT 20',
      ),
      text('db.operation.name', 'SELECT'),
      int('db.response.returned_rows', 20),
      text('server.address', 'localhost'),
      int('server.port', 5432),
    ],
  });
}

/** Documents, addresses, lists, maps and bytes. */
export function valuesSpan(): SpanView {
  return other({
    name: 'POST /v1/search',
    attributes: [
      text('http.request.method', 'POST'),
      text(
        'url.full',
        'https://search.example/v1/search?q=caf%C3%A9%20au%20lait&page=2&filter=price%3E10&utm=a%26b#results',
      ),
      text(
        'http.request.body',
        '{"query":{"match":{"title":"café"}},"size":12345678901234567890,"sort":["price"]}',
      ),
      { key: 'http.request.header.accept', value: { type: 'array', value: [str('text/html'), str('*/*')] } },
      {
        key: 'app.cart',
        value: {
          type: 'map',
          value: [
            int('items', 3),
            text('currency', 'EUR'),
            { key: 'gift', value: { type: 'bool', value: false } },
          ],
        },
      },
      { key: 'app.signature', value: { type: 'bytes', value: 'q83vEjRWeJA=' } },
      text('app.empty', ''),
      text('app.prompt', 'Say what you see. '.repeat(120)),
    ],
  });
}

/** What is sent to look like something else, or to break the page. */
export function hostileSpan(): SpanView {
  return other({
    name: '<img src=x onerror=alert(1)> \u202Egnp.exe',
    attributes: [
      text('html', '<script>alert(1)</script><b>bold</b>'),
      text('control', 'bell\u0007 null\u0000 escape\u001b[31mred'),
      text('bidi', 'user\u202Etxt.exe'),
      text('link', 'javascript:alert(1)'),
      text('__proto__', 'polluted'),
      text('constructor', 'kept'),
      text('zalgo', `z${'\u0301'.repeat(60)}`),
      text('deep', `${'['.repeat(3000)}${']'.repeat(3000)}`),
      text('huge', 'x'.repeat(2_000_000)),
    ],
  });
}

const python = `Traceback (most recent call last):
  File "/work/shop/stock.py", line 12, in reserve
    row = rows[sku]
KeyError: 'A-1'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/usr/lib/python3/site-packages/flask/app.py", line 1488, in wsgi_app
    response = self.full_dispatch_request()
  File "/work/shop/checkout.py", line 31, in checkout
    reserve(order)
shop.errors.OutOfStock: A-1 is sold out`;
const java = `java.lang.IllegalStateException: charge failed
\tat com.acme.Payments.charge(Payments.java:42)
\tat org.springframework.web.Dispatcher.doGet(Dispatcher.java:90)
Caused by: java.net.SocketTimeoutException: Read timed out
\tat java.base/sun.nio.ch.NioSocketImpl.read(NioSocketImpl.java:283)
\tat com.acme.CardClient.post(CardClient.java:17)
\t... 12 more`;
const go = `goroutine 21 [running]:
main.(*Server).handle(0xc0001)
\t/work/go/server.go:88 +0x1d
net/http.HandlerFunc.ServeHTTP(...)
\t/usr/local/go/src/net/http/server.go:2136 +0x29`;
const node = `TypeError: Cannot read properties of undefined (reading 'id')
    at total (/work/shop/src/cart.ts:7:22)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)
  [cause]: Error: no such cart
      at load (/work/shop/src/store.ts:3:9)`;

/** Exceptions as four languages print them, with their causes. */
export function exceptionsSpan(): SpanView {
  const thrown: readonly (readonly [string, string, string, readonly StackFrame[]])[] = [
    [
      'shop.errors.OutOfStock',
      'A-1 is sold out',
      python,
      [
        frame('File "/work/shop/stock.py", line 12, in reserve', 'reserve', 'stock.py:12', true),
        frame(
          'File "/usr/lib/python3/site-packages/flask/app.py", line 1488, in wsgi_app',
          'wsgi_app',
          'app.py:1488',
        ),
        frame('File "/work/shop/checkout.py", line 31, in checkout', 'checkout', 'checkout.py:31', true),
      ],
    ],
    [
      'java.lang.IllegalStateException',
      'charge failed',
      java,
      [
        frame(
          'at com.acme.Payments.charge(Payments.java:42)',
          'com.acme.Payments.charge',
          'Payments.java:42',
          true,
        ),
        frame(
          'at org.springframework.web.Dispatcher.doGet(Dispatcher.java:90)',
          'doGet',
          'Dispatcher.java:90',
        ),
        frame(
          'at java.base/sun.nio.ch.NioSocketImpl.read(NioSocketImpl.java:283)',
          'read',
          'NioSocketImpl.java:283',
        ),
        frame(
          'at com.acme.CardClient.post(CardClient.java:17)',
          'com.acme.CardClient.post',
          'CardClient.java:17',
          true,
        ),
      ],
    ],
    [
      '*errors.errorString',
      'no rows',
      go,
      [
        frame('/work/go/server.go:88 +0x1d', 'main.(*Server).handle', 'server.go:88', true),
        frame(
          '/usr/local/go/src/net/http/server.go:2136 +0x29',
          'net/http.HandlerFunc.ServeHTTP',
          'server.go:2136',
        ),
      ],
    ],
    [
      'TypeError',
      "Cannot read properties of undefined (reading 'id')",
      node,
      [
        frame('at total (/work/shop/src/cart.ts:7:22)', 'total', 'cart.ts:7:22', true),
        frame(
          'at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
          'process.processTicksAndRejections',
          'task_queues:95:5',
        ),
        frame('at load (/work/shop/src/store.ts:3:9)', 'load', 'store.ts:3:9', true),
      ],
    ],
  ];
  const events: SpanEvent[] = thrown.map(([type, message, printed], k) => ({
    name: 'exception',
    timeUnixNano: time(140 + k),
    attributes: [
      text('exception.type', type),
      text('exception.message', message),
      text('exception.stacktrace', printed),
    ],
    droppedAttributes: 0,
  }));
  const stacks: EventStack[] = thrown.map(([, , , frames], event) => ({ event, frames }));
  return other({ name: 'POST /checkout', attributes: [text('http.route', '/checkout')], events }, { stacks });
}

/** A span with logs and with links both ways. */
export function linkedSpan(): SpanView {
  const span = checkoutSpan();
  return {
    ...span,
    placement: undefined,
    otherPlaces: 0,
    whyNowhere: 'Its library has no source in this workspace.',
    dragNano: 210e6,
    slackNano: 0,
    detail: { ...span.detail, traceState: 'vendor=abc,other=1', droppedLinks: 2, droppedEvents: 4 },
  };
}

export function someLogs(): TraceLogs {
  const record = (
    millis: number,
    severity: number,
    severityText: string,
    body: string,
    ...attributes: Attribute[]
  ) => ({
    timeUnixNano: time(millis),
    spanId: '0000000000000008' as SpanId,
    severity,
    severityText,
    body,
    attributes,
    service: 'payments',
    scope: 'pino',
  });
  return {
    records: [
      record(135.4, 9, 'INFO', 'charging 42.50 EUR', text('order.id', 'order-9981')),
      record(255, 13, 'WARN', 'no answer yet, trying once more', int('attempt', 2)),
      record(
        369.2,
        17,
        'ERROR',
        '{"msg":"card network timeout","after":{"ms":234},"host":"api.stripe.example"}',
      ),
    ],
    complete: true,
  };
}

export function someBackLinks(): readonly BackLink[] {
  return [
    {
      traceId: 'cccccccccccccccccccccccccccccccc' as TraceId,
      spanId: 'dddddddddddddddd' as SpanId,
      name: 'orders process',
      service: 'notifications',
    },
  ];
}

function other(
  detail: Partial<SpanView['detail']>,
  view: Partial<Pick<SpanView, 'stacks'>> = { stacks: [] },
): SpanView {
  const span = checkoutSpan();
  return {
    ...span,
    stacks: [],
    ...view,
    linkNames: [],
    detail: {
      ...span.detail,
      status: 'unset',
      statusMessage: '',
      events: [],
      links: [],
      droppedAttributes: 0,
      ...detail,
    },
  };
}

function frame(text: string, functionName: string, label: string, isOurs = false): StackFrame {
  return { text, functionName, label, location: isOurs ? { path: `/work/${label}`, line: 1 } : undefined };
}

function str(value: string) {
  return { type: 'string', value } as const;
}

export function someExemplars(): MetricExemplars {
  const exemplar = (
    millis: number,
    metric: string,
    value: string,
    unit: string,
    ...attributes: (readonly [string, string])[]
  ) => ({
    metric,
    value,
    unit,
    service: 'payments',
    timeUnixNano: time(millis),
    spanId: '0000000000000008' as SpanId,
    attributes,
  });
  const route = ['http.route', '/v1/charges'] as const;
  return {
    exemplars: [
      exemplar(136.1, 'pool.connections.used', '7', '{connection}', ['pool.name', 'stripe']),
      exemplar(369.4, 'http.client.request.duration', '0.23405189999999997', 's', route, [
        'http.response.status_code',
        '504',
      ]),
      exemplar(369.5, 'http.client.response.body.size', '1482', 'By', route),
    ],
    total: 3,
  };
}
