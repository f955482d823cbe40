import { randomFillSync } from 'node:crypto';
import { WireWriter } from '../../src/collector/otlp/wireWriter.ts';

export const spansPerRequest = 512;
const spansPerTrace = 8;
const statements = ['SELECT * FROM orders WHERE id = ?', 'UPDATE stock SET count = count - 1 WHERE sku = ?'];
const routes = ['/api/orders/:id', '/api/cart', '/checkout', '/products/:sku', '/health', '/api/payments'];

/** Where the parts of a span stand that differ from request to request. */
interface Places {
  readonly traceId: number;
  readonly spanId: number;
  /** −1 for roots. */
  readonly parentId: number;
  readonly start: number;
  readonly end: number;
}

/**
 * One encoded request of spans with 11 attributes each, in traces of 8 spans, about 507 bytes a span.
 * `renew` gives it new ids and times in place, which costs the client next to nothing.
 */
export class SpanBatch {
  /** `headRoom` bytes for whatever carries the request, then the request. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #places: readonly Places[];
  readonly #view: DataView;
  readonly #spanIds: Uint8Array;
  readonly #traceIds: Uint8Array;
  readonly #traceId: Uint8Array | undefined;
  #time = BigInt(Date.now()) * 1_000_000n;

  /** With `traceId`, all spans of all requests are of that trace. */
  constructor(headRoom: number, traceId?: Uint8Array, count = spansPerRequest) {
    const spans = Array.from({ length: count }, (_, i) => encodeSpan(i));
    this.#spanIds = new Uint8Array(8 * count);
    this.#traceIds = new Uint8Array(16 * Math.ceil(count / spansPerTrace));
    const request = encodeRequest(spans.map((span) => span.bytes));
    this.bytes = new Uint8Array(headRoom + request.bytes.length);
    this.bytes.set(request.bytes, headRoom);
    this.#view = new DataView(this.bytes.buffer);
    this.#places = spans.map((span, i) => moved(span.places, headRoom + (request.starts[i] as number)));
    this.#traceId = traceId;
  }

  /** New ids and times. */
  renew(): void {
    randomFillSync(this.#spanIds);
    if (this.#traceId === undefined) randomFillSync(this.#traceIds);
    else for (let at = 0; at < this.#traceIds.length; at += 16) this.#traceIds.set(this.#traceId, at);
    this.#time += 5_000_000n;
    for (let i = 0; i < this.#places.length; i++) this.#renewSpan(i);
  }

  #renewSpan(i: number): void {
    const place = this.#places[i] as Places;
    const trace = Math.floor(i / spansPerTrace);
    copy(this.#traceIds, 16 * trace, this.bytes, place.traceId, 16);
    copy(this.#spanIds, 8 * i, this.bytes, place.spanId, 8);
    if (place.parentId >= 0) copy(this.#spanIds, 8 * parentOf(i), this.bytes, place.parentId, 8);
    const start = this.#time + BigInt(1_000 * i);
    this.#view.setBigUint64(place.start, start, true);
    this.#view.setBigUint64(place.end, start + BigInt(20_000 + ((i * 7919) % 1000) * 9_000), true);
  }
}

/** Each trace is a binary tree of its eight spans. */
function parentOf(i: number): number {
  const inTrace = i % spansPerTrace;
  return i - inTrace + ((inTrace - 1) >> 1);
}

function copy(from: Uint8Array, at: number, to: Uint8Array, place: number, count: number): void {
  for (let i = 0; i < count; i++) to[place + i] = from[at + i] as number;
}

function moved(places: Places, by: number): Places {
  return {
    traceId: places.traceId + by,
    spanId: places.spanId + by,
    parentId: places.parentId < 0 ? -1 : places.parentId + by,
    start: places.start + by,
    end: places.end + by,
  };
}

function encodeSpan(i: number): { readonly bytes: Uint8Array; readonly places: Places } {
  const writer = new WireWriter();
  const hasParent = i % spansPerTrace !== 0;
  const route = routes[i % routes.length] as string;
  writer.tag(1, 2);
  writer.bytes(new Uint8Array(16));
  writer.tag(2, 2);
  writer.bytes(new Uint8Array(8));
  if (hasParent) {
    writer.tag(4, 2);
    writer.bytes(new Uint8Array(8));
  }
  writer.tag(5, 2);
  writer.bytes(Buffer.from(`${['GET', 'POST'][i % 2]} ${route}`));
  writer.tag(6, 0);
  writer.uint32(1 + (i % 5));
  const start = writer.length + 1;
  writer.tag(7, 1);
  writer.fixed64(0n);
  writer.tag(8, 1);
  writer.fixed64(0n);
  for (const [key, value] of attributesOf(i, route)) writeAttribute(writer, key, value);
  writer.tag(15, 2);
  writer.nested(() => {
    if (i % 50 !== 0) return;
    writer.tag(3, 0);
    writer.uint32(2);
  });
  const places = { traceId: 2, spanId: 20, parentId: hasParent ? 30 : -1, start, end: start + 9 };
  return { bytes: writer.finish(), places };
}

function attributesOf(i: number, route: string): (readonly [string, string | number])[] {
  return [
    ['http.request.method', ['GET', 'POST'][i % 2] as string],
    ['http.route', route],
    ['url.path', route.replace(/:\w+/, String((i * 48_271) % 99_991))],
    ['http.response.status_code', i % 50 === 0 ? 500 : 200],
    ['server.address', 'orders.shop.svc.cluster.local'],
    ['server.port', 8080],
    ['client.address', `10.42.${i % 7}.${(i * 13) % 251}`],
    ['user_agent.original', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
    ['db.query.text', statements[i % statements.length] as string],
    ['enduser.id', `user-${(i * 7_368_787) % 1_000_003}`],
    ['thread.id', i % 16],
  ];
}

function writeAttribute(writer: WireWriter, key: string, value: string | number): void {
  writer.tag(9, 2);
  writer.nested(() => {
    writer.tag(1, 2);
    writer.bytes(Buffer.from(key));
    writer.tag(2, 2);
    writer.nested(() => {
      writer.tag(typeof value === 'string' ? 1 : 3, typeof value === 'string' ? 2 : 0);
      if (typeof value === 'string') writer.bytes(Buffer.from(value));
      else writer.uint32(value);
    });
  });
}

/** The request, and where the content of each span starts in it. */
function encodeRequest(spans: readonly Uint8Array[]): { bytes: Uint8Array; starts: number[] } {
  const section = new WireWriter();
  const starts: number[] = [];
  for (const span of spans) {
    section.tag(2, 2);
    section.uint32(span.length);
    starts.push(section.length);
    section.raw(span);
  }
  const writer = new WireWriter();
  writer.tag(1, 2);
  writer.nested(() => writeResourceSpans(writer, section.finish()));
  const bytes = writer.finish();
  const before = bytes.length - section.length;
  return { bytes, starts: starts.map((start) => start + before) };
}

/** The spans stand at the end. */
function writeResourceSpans(writer: WireWriter, section: Uint8Array): void {
  writer.tag(1, 2);
  writer.nested(() => {
    for (const [key, value] of [
      ['service.name', 'orders'],
      ['service.version', '1.4.2'],
      ['host.name', 'node-7'],
    ] as const) {
      writer.tag(1, 2);
      writer.nested(() => writeKeyValue(writer, key, value));
    }
  });
  writer.tag(2, 2);
  writer.nested(() => {
    writer.tag(1, 2);
    writer.nested(() => {
      writer.tag(1, 2);
      writer.bytes(Buffer.from('@opentelemetry/instrumentation-http'));
    });
    writer.raw(section);
  });
}

function writeKeyValue(writer: WireWriter, key: string, value: string): void {
  writer.tag(1, 2);
  writer.bytes(Buffer.from(key));
  writer.tag(2, 2);
  writer.nested(() => {
    writer.tag(1, 2);
    writer.bytes(Buffer.from(value));
  });
}
