import type { TraceColumns } from '../../../src/shared/traceColumns.ts';
import { type TestSpan, traceOf, traceOfSpans } from '../../unit/support/traceText.ts';

/** A framework that makes spans of its own parts, and a health check in between. */
export function noisy(): TraceColumns {
  return traceOf(`
    shop  GET /products  0-184 server site=1 note:/products
      "  middleware - query  0.2-0.4
      "  middleware - expressInit  0.5-0.9
      "  middleware - helmet  1-1.8
      "  middleware - session  1.9-6.4
        "  tcp.connect  2-3
      "  request handler - /products  6.6-181 site=3
        "  SELECT products  8-61 client site=4
        "  dns.lookup  62-63
        "  tcp.connect  63-66
        "  GET http://prices/latest  62-140 client site=5 links
          prices  GET /latest  66-138 server site=6
            "  middleware - cors  66.4-66.6
            "  middleware - json  66.7-67
            "  SELECT prices  70-131 client site=7 events=90,91,92
        shop  render  142-180 site=8
      "  middleware - errorHandler  181-182
      "  GET /healthz  182.2-183.4 client
        "  tcp.connect  182.4-182.9
  `);
}

/** One service's clock is behind by 12 ms. */
export function skewed(): TraceColumns {
  return traceOf(`
    gateway  POST /orders  0-120 server site=1
      "  POST http://orders  10-60 client site=2
        orders  POST /orders  0.4-46 server site=3
          "  INSERT orders  4-30 client site=4
          "  validate  31-40 site=5
      gateway  POST http://orders/confirm  64-96 client site=6
        orders  POST /confirm  55-80 server site=7
          "  UPDATE orders  57-76 client site=8
      gateway  render  100-118 site=9
  `);
}

/** Work, a long wait for a consumer, and more work. */
export function idle(): TraceColumns {
  return traceOf(`
    shop  POST /orders  0-180 server site=1
      "  INSERT orders  12-90 client site=2
      "  orders publish  120-150 producer site=3
        mailer  orders process  5200-5390 consumer site=4
          "  render receipt  5210-5260 site=5
          "  smtp send  5270-5380 client site=6 events=5300
        billing  invoice  9100-9420 consumer site=7
          "  SELECT customer  9110-9190 client site=8
          "  PUT invoice.pdf  9200-9410 client error exception site=9 note:the bucket is gone
  `);
}

/** `count` spans of which the parents of most have not come: a few parents with many, many with one. */
export function orphans(count: number): TraceColumns {
  const spans: TestSpan[] = Array.from({ length: count }, (_, i) => {
    const parent = i % 3 === 0 ? (0xf0000000 + i).toString(16) : `ee${(i % 40).toString(16)}00`;
    const start = i * 9000;
    return {
      id: (i + 1).toString(16),
      parent: i % 5 === 4 ? i.toString(16) : parent,
      service: `service-${i % 6}`,
      name: `job ${i % 50}`,
      start,
      end: start + 40_000 + (i % 7) * 9000,
      status: i % 900 === 0 ? 'error' : 'unset',
    };
  });
  return traceOfSpans(spans);
}
