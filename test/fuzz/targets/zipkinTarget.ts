import type { Transcoded } from '../../../src/collector/formats/foreignSpans.ts';
import { RecentHalves } from '../../../src/collector/formats/recentHalves.ts';
import { transcodeZipkin, type ZipkinEncoding } from '../../../src/collector/formats/zipkinRequest.ts';
import { MalformedError } from '../../../src/collector/otlp/wireReader.ts';
import { decodeForeign } from '../../unit/collector/foreign/foreignProtos.ts';
import { zipkinProtos, zipkinTexts, zipkinThrifts } from '../corpus.ts';
import type { FuzzRandom } from '../fuzzRandom.ts';
import type { FuzzTarget } from '../fuzzTarget.ts';
import { JsonInput } from '../jsonInput.ts';
import { keptSpans } from '../keptSpans.ts';
import { ProtoInput } from '../protoInput.ts';
import { ThriftInput, thriftStructs } from '../thriftInput.ts';

/** How many spans somebody else finds in the input; throws where it is no list. */
type Count = (input: Uint8Array) => number;

/**
 * Zipkin's encodings against readers that are not ours: both refuse, or all spans are there, each of them kept or refused, and
 * what is kept is OTLP to protobufjs.
 */
function zipkinTarget(
  encoding: ZipkinEncoding,
  share: number,
  make: (random: FuzzRandom) => Uint8Array,
  count: Count,
): FuzzTarget {
  return {
    name: `zipkin-${encoding.replace(' ', '-')}`,
    share,
    make,
    check: (input) =>
      checkTranscoded(input, count, (keep) =>
        transcodeZipkin(input, encoding, false, new RecentHalves(), keep),
      ),
  };
}

export async function checkTranscoded(
  input: Uint8Array,
  count: Count,
  transcode: (keep: (request: Uint8Array) => Promise<void>) => Promise<Transcoded>,
): Promise<void> {
  let kept = 0;
  let result: Transcoded | undefined;
  let fault: Error | undefined;
  try {
    result = await transcode(async (request) => {
      kept += keptSpans(request);
    });
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    fault = error;
  }
  compare(result, fault, kept, () => count(input));
}

function compare(
  result: Transcoded | undefined,
  fault: Error | undefined,
  kept: number,
  count: () => number,
): void {
  let found: number | undefined;
  try {
    found = count();
  } catch (error) {
    // A text that is no UTF-8 is kept, with the usual sign in place of what is broken.
    const isText = error instanceof TypeError && error.message.includes('utf-8');
    if (result !== undefined && !isText) throw new Error(`kept what the other refuses: ${String(error)}`);
    return;
  }
  if (result === undefined) {
    if (!isOurLimit(fault?.message)) throw new Error(`refused what the other reads: ${fault?.message}`);
    return;
  }
  if (result.spans !== kept) throw new Error(`${kept} spans instead of ${result.spans}`);
  // A span of Zipkin's first version may be two.
  const isAll = kept + result.refused >= found && kept + result.refused <= 2 * found;
  if (!isAll) throw new Error(`${kept} spans kept and ${result.refused} refused of ${found}`);
}

/** What protobufjs reads, which has no limit of the kind. */
function isOurLimit(message = ''): boolean {
  return /longer than ten bytes|nested too deeply|more than 100000 parts/.test(message);
}

const json = new JsonInput(zipkinTexts());
const protos = new ProtoInput(zipkinProtos);
const thrifts = new ThriftInput(zipkinThrifts);

function listLength(input: Uint8Array): number {
  const value: unknown = JSON.parse(Buffer.from(input).toString());
  if (!Array.isArray(value)) throw new Error('no list');
  return value.length;
}

function protoLength(input: Uint8Array): number {
  return (decodeForeign('ListOfSpans', input)['spans'] as unknown[] | undefined)?.length ?? 0;
}

export const zipkinJsonTarget = zipkinTarget('v2 json', 60, (random) => json.make(random), listLength);
export const zipkinV1Target = zipkinTarget('v1 json', 40, (random) => json.make(random), listLength);
export const zipkinProtoTarget = zipkinTarget(
  'v2 protobuf',
  60,
  (random) => protos.make(random),
  protoLength,
);
export const zipkinThriftTarget = zipkinTarget(
  'v1 thrift',
  40,
  (random) => thrifts.make(random),
  (input) => thriftStructs(input).length,
);
