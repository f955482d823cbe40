import { transcodeJaeger } from '../formats/jaegerRequest.ts';
import type { RecentHalves } from '../formats/recentHalves.ts';
import { MalformedError } from '../otlp/wireReader.ts';
import type { Door } from './door.ts';
import { foreignHttp, type Transcode } from './foreignHttp.ts';
import { takeIn } from './foreignIntake.ts';
import type { GrpcMethods } from './grpcCall.ts';
import type { HttpService, RequestHead } from './httpService.ts';

const thriftToSend =
  'This is a Spanline receiver for Jaeger. Send a jaeger.Batch in the binary protocol of Thrift with POST to /api/traces, as application/x-thrift.';
const grpcToSend =
  'This is a Spanline receiver for Jaeger. Call jaeger.api_v2.CollectorService/PostSpans over gRPC.';

/** Jaeger's collector for Thrift over HTTP (https://www.jaegertracing.io/docs/1.76/apis/#thrift-over-http-stable). */
export function jaegerThriftService(door: Door, recent: RecentHalves): HttpService {
  const transcode: Transcode = async (body, head, keep) => {
    checkFormat(head);
    return transcodeJaeger(body, 'thrift', recent, keep);
  };
  const types = new Map([
    ['application/x-thrift', transcode],
    ['application/vnd.apache.thrift.binary', transcode],
  ]);
  return foreignHttp(door, new Map([['/api/traces', types]]), thriftToSend);
}

/** There is nothing over HTTP where Jaeger has gRPC. */
export function jaegerGrpcService(door: Door): HttpService {
  return foreignHttp(door, new Map(), grpcToSend);
}

const nothing = new Uint8Array();

/** `CollectorService` of jaeger-idl's `api_v2`. */
export function jaegerMethods(door: Door, recent: RecentHalves): GrpcMethods {
  return new Map([
    [
      '/jaeger.api_v2.CollectorService/PostSpans',
      async (body) => {
        await takeIn(door, (keep) => transcodeJaeger(body.toBytes(), 'protobuf', recent, keep));
        return nothing;
      },
    ],
  ]);
}

/** Old clients say which of the formats that Jaeger once had it is. */
function checkFormat(head: RequestHead): void {
  const format = /[?&]format=([^&]*)/.exec(head.path)?.[1] ?? 'jaeger.thrift';
  if (format !== 'jaeger.thrift') throw new MalformedError('only format=jaeger.thrift is read');
}
