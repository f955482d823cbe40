import { Buffer } from 'node:buffer';
import { WireReader } from '../otlp/wireReader.ts';
import { type Signal, signal } from '../store/blockFile.ts';
import type { BodyBuffer } from './bodyBuffer.ts';
import type { Door } from './door.ts';
import { exportResponse } from './exportResponse.ts';
import type { GrpcMethods, UnaryMethod } from './grpcCall.ts';
import { RpcError, rpcCode } from './rpcStatus.ts';

const services: ReadonlyMap<string, Signal> = new Map([
  ['opentelemetry.proto.collector.trace.v1.TraceService', signal.traces],
  ['opentelemetry.proto.collector.logs.v1.LogsService', signal.logs],
  ['opentelemetry.proto.collector.metrics.v1.MetricsService', signal.metrics],
]);

/** OTLP over gRPC, and the health check that proxies and clients ask for. */
export function otlpGrpcMethods(door: Door): GrpcMethods {
  const exports = [...services].map(([service, kind]): [string, UnaryMethod] => [
    `/${service}/Export`,
    async (body) => exportResponse(kind, await door.receive(kind, body, 'protobuf'), 'protobuf'),
  ]);
  return new Map([...exports, ['/grpc.health.v1.Health/Check', checkHealth]]);
}

/** `HealthCheckResponse` with the status `SERVING`. */
const serving = new Uint8Array([0x08, 0x01]);

/** (https://github.com/grpc/grpc/blob/master/doc/health-checking.md) */
async function checkHealth(body: BodyBuffer): Promise<Uint8Array> {
  const service = serviceOf(body.toBytes());
  if (service === '' || services.has(service)) return serving;
  throw new RpcError(rpcCode.notFound, `There is no service ${service} here.`);
}

/** Field 1 of `HealthCheckRequest`. */
function serviceOf(bytes: Uint8Array): string {
  const reader = new WireReader(bytes);
  let service = '';
  while (reader.pos < bytes.length) {
    const tag = reader.tag();
    if (tag !== 0x0a) {
      reader.skip(tag);
      continue;
    }
    const end = reader.endOfBytes();
    service = Buffer.from(bytes.subarray(reader.pos, end)).toString();
    reader.pos = end;
  }
  return service;
}
