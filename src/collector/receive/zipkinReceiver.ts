import type { RecentHalves } from '../formats/recentHalves.ts';
import { transcodeZipkin, type ZipkinEncoding } from '../formats/zipkinRequest.ts';
import type { Door } from './door.ts';
import { type ForeignPaths, foreignHttp, type Transcode } from './foreignHttp.ts';
import { takeIn } from './foreignIntake.ts';
import type { GrpcMethods } from './grpcCall.ts';
import type { HttpService, RequestHead } from './httpService.ts';

const whatToSend =
  'This is a Spanline receiver for Zipkin. Send spans with POST to /api/v2/spans, as application/json or application/x-protobuf, or to /api/v1/spans, as application/json or application/x-thrift.';

/** What Zipkin's own server takes over HTTP (https://zipkin.io/zipkin-api). */
export function zipkinService(door: Door, recent: RecentHalves): HttpService {
  const as =
    (encoding: ZipkinEncoding): Transcode =>
    (body, head, keep) =>
      transcodeZipkin(body, encoding, isDebug(head), recent, keep);
  const paths: ForeignPaths = new Map([
    [
      '/api/v2/spans',
      new Map([
        ['application/json', as('v2 json')],
        ['application/x-protobuf', as('v2 protobuf')],
        ['application/protobuf', as('v2 protobuf')],
      ]),
    ],
    [
      '/api/v1/spans',
      new Map([
        ['application/json', as('v1 json')],
        ['application/x-thrift', as('v1 thrift')],
      ]),
    ],
  ]);
  return foreignHttp(door, paths, whatToSend);
}

const nothing = new Uint8Array();

/** `SpanService` of zipkin-api's `zipkin.proto`. */
export function zipkinMethods(door: Door, recent: RecentHalves): GrpcMethods {
  return new Map([
    [
      '/zipkin.proto3.SpanService/Report',
      async (body) => {
        await takeIn(door, (keep) => transcodeZipkin(body.toBytes(), 'v2 protobuf', false, recent, keep));
        return nothing;
      },
    ],
  ]);
}

/** B3 propagation: the header says for the request what the field `debug` says for a span. */
function isDebug(head: RequestHead): boolean {
  return head.header('x-b3-flags')?.trim() === '1';
}
