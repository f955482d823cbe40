import { request } from 'node:http';
import { WireWriter } from '../../../src/collector/otlp/wireWriter.ts';
import { lostParent, noParent, type Shape, shapeNames } from './shapes.ts';

const spansPerRequest = 4_000;
const requestsAtOnce = 4;
const statements = ['SELECT * FROM orders WHERE id = ?', 'UPDATE stock SET count = count - 1 WHERE sku = ?'];

/** Sends a shape to a collector as OTLP protobuf; resolves when all of it is kept. `http` is `HOST:PORT`. */
export async function sendShape(http: string, shape: Shape): Promise<void> {
  const startNano = BigInt(Date.now()) * 1_000_000n - 120_000_000_000n;
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < shape.count) {
      const from = next;
      next = Math.min(shape.count, from + spansPerRequest);
      await post(http, encodeRequest(shape, from, next, startNano));
    }
  };
  await Promise.all(Array.from({ length: requestsAtOnce }, work));
}

/** Over a connection of its own: the collector closes those that lie idle while the next shape is made. */
function post(http: string, body: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-protobuf', 'content-length': body.length };
    const options = { method: 'POST', headers, agent: false } as const;
    const sent = request(`http://${http}/v1/traces`, options, (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`The collector answered ${response.statusCode}.`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** One block of spans of each service. */
function encodeRequest(shape: Shape, from: number, end: number, startNano: bigint): Uint8Array<ArrayBuffer> {
  const byService = new Map<number, number[]>();
  for (let i = from; i < end; i++) {
    const service = shape.service[i] as number;
    const spans = byService.get(service) ?? [];
    byService.set(service, spans);
    spans.push(i);
  }
  const writer = new WireWriter();
  for (const [service, spans] of byService) {
    writer.tag(1, 2);
    writer.nested(() => writeService(writer, shape, service, spans, startNano));
  }
  return writer.finish();
}

function writeService(
  writer: WireWriter,
  shape: Shape,
  service: number,
  spans: readonly number[],
  startNano: bigint,
): void {
  writer.tag(1, 2);
  writer.nested(() => writeText(writer, 1, 'service.name', `service-${service}`));
  writer.tag(2, 2);
  writer.nested(() => {
    writer.tag(1, 2);
    writer.nested(() => {
      writer.tag(1, 2);
      writer.bytes(Buffer.from(`library-${service % 3}`));
    });
    for (const i of spans) {
      writer.tag(2, 2);
      writer.nested(() => writeSpan(writer, shape, i, startNano));
    }
  });
}

function writeSpan(writer: WireWriter, shape: Shape, i: number, startNano: bigint): void {
  const number = [...shapeNames, 'tiny'].indexOf(shape.name) + 1;
  const parent = shape.parent[i] as number;
  const start = startNano + BigInt(shape.start[i] as number);
  writer.tag(1, 2);
  writer.bytes(id(16, number, 0));
  writer.tag(2, 2);
  writer.bytes(id(8, number, i));
  if (parent !== noParent) {
    writer.tag(4, 2);
    writer.bytes(parent === lostParent ? id(8, number + 100, i) : id(8, number, parent));
  }
  writer.tag(5, 2);
  writer.bytes(Buffer.from(shape.nameOf(i)));
  writer.tag(6, 0);
  writer.uint32(1 + (i % 3));
  writer.tag(7, 1);
  writer.fixed64(start);
  writer.tag(8, 1);
  writer.fixed64(start + BigInt(shape.duration[i] as number));
  writeText(writer, 9, 'db.query.text', statements[i % 2] as string);
  writeText(writer, 9, 'enduser.id', `user-${i % 100_003}`);
  if (shape.failed[i] === 1) {
    writer.tag(15, 2);
    writer.nested(() => {
      writer.tag(3, 0);
      writer.uint32(2);
    });
  }
}

function writeText(writer: WireWriter, field: number, key: string, value: string): void {
  writer.tag(field, 2);
  writer.nested(() => {
    writer.tag(1, 2);
    writer.bytes(Buffer.from(key));
    writer.tag(2, 2);
    writer.nested(() => {
      writer.tag(1, 2);
      writer.bytes(Buffer.from(value));
    });
  });
}

/** Scattered as random ids are, and another one for each number. */
function id(length: 8 | 16, shape: number, number: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < length; at += 8) {
    view.setUint32(at, scattered(number ^ Math.imul(shape, 0x9e3779b9)));
    view.setUint32(at + 4, scattered(number + Math.imul(shape, 0x85ebca6b)));
  }
  return bytes;
}

/** Another word for each word. */
function scattered(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
