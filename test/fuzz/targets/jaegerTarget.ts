import { transcodeJaeger } from '../../../src/collector/formats/jaegerRequest.ts';
import { RecentHalves } from '../../../src/collector/formats/recentHalves.ts';
import { decodeForeign } from '../../unit/collector/foreign/foreignProtos.ts';
import { jaegerProtos, jaegerThrifts } from '../corpus.ts';
import type { FuzzTarget } from '../fuzzTarget.ts';
import { ProtoInput } from '../protoInput.ts';
import { lengthOf, ThriftInput, thriftStruct } from '../thriftInput.ts';
import { checkTranscoded } from './zipkinTarget.ts';

const protos = new ProtoInput(jaegerProtos);
const thrifts = new ThriftInput(jaegerThrifts);

/** As for Zipkin. */
export const jaegerProtoTarget: FuzzTarget = {
  name: 'jaeger-protobuf',
  share: 60,
  make: (random) => protos.make(random),
  check: (input) =>
    checkTranscoded(input, protoLength, (keep) =>
      transcodeJaeger(input, 'protobuf', new RecentHalves(), keep),
    ),
};

export const jaegerThriftTarget: FuzzTarget = {
  name: 'jaeger-thrift',
  share: 60,
  make: (random) => thrifts.make(random),
  check: (input) =>
    checkTranscoded(
      input,
      (bytes) => lengthOf(thriftStruct(bytes), 2),
      (keep) => transcodeJaeger(input, 'thrift', new RecentHalves(), keep),
    ),
};

interface Request {
  readonly batch?: { readonly spans?: readonly unknown[] };
}

function protoLength(input: Uint8Array): number {
  return (decodeForeign('PostSpansRequest', input) as Request).batch?.spans?.length ?? 0;
}
