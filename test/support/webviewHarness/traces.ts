import type { TraceColumns } from '../../../src/shared/traceColumns.ts';
import { type TestSpan, traceOf, traceOfSpans } from '../../unit/support/traceText.ts';

/** The made-up trace of the pictures. */
export function checkout(): TraceColumns {
  return traceOf(`
    storefront  POST /checkout  0-450 server site=1 note:/checkout
      gateway  POST /api/orders  4-440 server site=2 note:/api/orders
        orders  createOrder  9-119 server site=3
          "  SELECT orders  14-24 client site=4 note:SELECT * FROM orders WHERE id = ?
          "  cache GET order:9981  25-29 client site=5
          "  SELECT orders  77-89 client site=4 note:SELECT * FROM orders WHERE id = ?
        payments  payments.charge  130-380 server site=6
          "  POST api.stripe.example  135-370 client error exception site=7 note:card network timeout
          ${ledger()}
        notifications  orders publish  381-420 producer site=9
          "  orders process  385-409 consumer site=10
            "  render receipt  386-395 site=11
            "  smtp send  396-408 client site=12 events=402
  `);
}

function ledger(): string {
  const each = 37 / 12;
  return Array.from({ length: 12 }, (_, k) => {
    const start = 371 + k * each;
    return `"  INSERT ledger  ${start.toFixed(3)}-${(start + each).toFixed(3)} client site=8 note:INSERT INTO ledger VALUES (?, ?, ?)`;
  }).join('\n          ');
}

/** Lines of the sites above. */
export const checkoutLines: Readonly<Record<number, string>> = {
  1: 'storefront/src/checkout.ts:31',
  2: 'gateway/src/routes.ts:22',
  3: 'orders/src/orders.ts:36',
  4: 'orders/src/orders.ts:41',
  5: 'orders/src/cache.ts:12',
  6: 'payments/src/charge.ts:15',
  7: 'payments/src/charge.ts:19',
  8: 'payments/src/charge.ts:25',
  9: 'notifications/src/notify.ts:9',
  10: 'notifications/src/worker.ts:17',
  11: 'notifications/src/worker.ts:25',
  12: 'notifications/src/worker.ts:28',
};

/** Ten spans of a single small service. */
export function tiny(): TraceColumns {
  return traceOf(`
    shop  GET /products  0-38.4 server site=1 note:/products
      "  auth.verify  0.6-3.1 site=2
      "  listProducts  3.4-36.2 site=3
        "  redis GET products  3.6-4.2 client site=4
        "  SELECT products  4.6-21.5 client site=5
        "  SELECT prices  21.7-29.9 client site=6
        "  pricing.apply  30.2-35.8 site=7
          "  discounts.load  30.3-31.9 site=8
          "  currency.convert  32.1-33 site=9
      "  render  36.4-38.2 site=10
  `);
}

/** The root has not come, a service's parent neither, and clocks differ. */
export function partial(): TraceColumns {
  return traceOf(`
    gateway  POST /api/orders  4-440 server parent=ff site=2
      orders  createOrder  9-119 server site=3
        "  SELECT orders  14-24 client site=4
    payments  payments.charge  130-380 server parent=fe error site=6 note:the card was declined
      "  POST api.stripe.example  135-370 client site=7
      ledger  book  120-160 server site=8
    notifications  orders process  385-409 consumer parent=fd site=10
  `);
}

/** `count` spans that look like those of a busy system: services, fan-out, repeated siblings, a few errors. */
export function mixed(count: number): TraceColumns {
  const random = generator(7);
  const spans: TestSpan[] = [];
  const open: { id: string; start: number; end: number; service: number; depth: number }[] = [];
  const names = ['GET /api', 'SELECT rows', 'render', 'cache GET', 'publish', 'validate', 'POST /v1/items'];
  for (let i = 0; i < count; i++) {
    const parent = i === 0 ? undefined : open[Math.floor(random() ** 0.7 * open.length)];
    const room = parent === undefined ? 60e9 : parent.end - parent.start;
    const start = parent === undefined ? 0 : parent.start + Math.floor(room * random() * 0.9);
    const end = Math.min(parent?.end ?? room, start + Math.max(1000, Math.floor(room * random() * 0.4)));
    const service = parent === undefined ? 0 : random() < 0.75 ? parent.service : Math.floor(random() * 12);
    const depth = (parent?.depth ?? -1) + 1;
    const id = (i + 1).toString(16);
    spans.push({
      id,
      ...(parent === undefined ? {} : { parent: parent.id }),
      service: `service-${service}`,
      name: `${names[Math.floor(random() * names.length)]} ${Math.floor(random() * 40)}`,
      start,
      end: i === 0 ? 60e9 : end,
      kind: 'internal',
      status: random() < 0.002 ? 'error' : 'unset',
      site: Math.floor(random() * 300) + 1,
    });
    if (depth < 24 && end - start > 20_000)
      open.push({ id, start, end: i === 0 ? 60e9 : end, service, depth });
    if (open.length > 400) open.splice(1 + Math.floor(random() * (open.length - 1)), 1);
  }
  return traceOfSpans(spans);
}

/** Services that call each other, three to six levels deep, and the stores they use. */
export function manyServices(count: number): TraceColumns {
  const random = generator(3);
  const spans: TestSpan[] = [];
  const add = (
    parent: TestSpan | undefined,
    service: string,
    name: string,
    from: number,
    to: number,
  ): TestSpan => {
    const span: TestSpan = {
      id: (spans.length + 1).toString(16),
      ...(parent?.id === undefined ? {} : { parent: parent.id }),
      service,
      name,
      start: Math.floor(from),
      end: Math.floor(to),
      kind: /^SELECT|^redis/.test(name) ? 'client' : 'server',
      status: random() < 0.04 ? 'error' : 'unset',
      site: (spans.length % 40) + 1,
    };
    spans.push(span);
    return span;
  };
  const open = [add(undefined, 'edge-proxy', 'GET /', 0, 2e9)];
  for (let k = 1; k < count; k++) {
    const parent = open[Math.floor(random() * Math.min(open.length, 8))] as TestSpan;
    const calls = 1 + Math.floor(random() * 4);
    for (let call = 0; call < calls; call++) {
      const length = (parent.end - parent.start) * (0.1 + 0.5 * random());
      const start = parent.start + random() * (parent.end - parent.start - length);
      const span = add(
        parent,
        `${serviceNames[k % serviceNames.length]}-${k}`,
        `POST /v1/${k}`,
        start,
        start + length,
      );
      if (call === 0) open.unshift(span);
      if (random() < 0.5) {
        add(
          span,
          span.service ?? '',
          random() < 0.6 ? 'SELECT rows' : 'redis GET',
          start + 1,
          start + length / 3,
        );
      }
    }
  }
  return traceOfSpans(spans);
}

const serviceNames = ['catalog', 'pricing', 'inventory', 'recommendations-by-customer', 'search', 'billing'];

/** Every span is the only child of the one before. */
export function chain(count: number): TraceColumns {
  return traceOfSpans(
    Array.from({ length: count }, (_, i) => ({
      id: (i + 1).toString(16),
      ...(i === 0 ? {} : { parent: i.toString(16) }),
      service: `service-${i % 5}`,
      name: `step ${i}`,
      start: i * 1000,
      end: count * 2000 - i * 900,
    })),
  );
}

/** All spans but the first are children of the first. */
export function wide(count: number): TraceColumns {
  return traceOfSpans(
    Array.from({ length: count }, (_, i) => ({
      id: (i + 1).toString(16),
      ...(i === 0 ? {} : { parent: '1' }),
      service: i === 0 ? 'runner' : `worker-${i % 7}`,
      name: i === 0 ? 'run all' : `job ${i % 1000}`,
      start: i === 0 ? 0 : i * 10_000,
      end: i === 0 ? count * 10_000 + 20_000 : i * 10_000 + 8_000,
    })),
  );
}

/** Numbers from 0 to 1, the same every time (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
