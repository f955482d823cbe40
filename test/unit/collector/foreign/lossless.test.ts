import { afterEach, expect, test } from 'vitest';
import { importTraces } from '../../../../src/collector/answer/traceImport.ts';
import type { RequestKeeper, Transcoded } from '../../../../src/collector/formats/foreignSpans.ts';
import { transcodeJaeger } from '../../../../src/collector/formats/jaegerRequest.ts';
import { RecentHalves } from '../../../../src/collector/formats/recentHalves.ts';
import { transcodeZipkin } from '../../../../src/collector/formats/zipkinRequest.ts';
import { sourceOf } from '../../../../src/collector/store/gatherBuffer.ts';
import { heldBy } from '../formats/heldBy.ts';
import { documentText, exported, storeText } from '../formats/importedText.ts';
import { randomDocument } from '../formats/randomDocument.ts';
import { OpenStore } from '../openStore.ts';
import { type Json, jaegerProto, jaegerThrift, zipkinProto, zipkinThrift } from './foreignEncoders.ts';

const opened: OpenStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

function newStore(): OpenStore {
  const store = new OpenStore();
  opened.push(store);
  return store;
}

async function storeOf(document: object): Promise<OpenStore> {
  const store = newStore();
  await importTraces(store.intake, Buffer.from(JSON.stringify(document)));
  return store;
}

type Send = (from: OpenStore, keep: RequestKeeper) => Promise<readonly Transcoded[]>;

const zipkin = (from: OpenStore, version: 1 | 2): Json[] =>
  JSON.parse(exported(from, version === 1 ? 'zipkin-v1-json' : 'zipkin-json').toString());

interface JaegerTrace {
  readonly spans: readonly Json[];
  readonly processes: Readonly<Record<string, Json>>;
}

/** The spans of each process. */
function jaegerBatches(from: OpenStore): { readonly spans: readonly Json[]; readonly process: Json }[] {
  const { data } = JSON.parse(exported(from, 'jaeger-json').toString()) as { data: JaegerTrace[] };
  return data.flatMap(({ spans, processes }) =>
    Object.entries(processes).map(([id, process]) => ({
      process,
      spans: spans.filter((span) => span['processID'] === id),
    })),
  );
}

const ways: readonly (readonly [string, 'zipkin-json' | 'zipkin-v1-json' | 'jaeger-json', Send])[] = [
  [
    'Zipkin v2 JSON',
    'zipkin-json',
    async (from, keep) => [
      await transcodeZipkin(
        Buffer.from(JSON.stringify(zipkin(from, 2))),
        'v2 json',
        false,
        new RecentHalves(),
        keep,
      ),
    ],
  ],
  [
    'Zipkin protobuf',
    'zipkin-json',
    async (from, keep) => [
      await transcodeZipkin(zipkinProto(zipkin(from, 2)), 'v2 protobuf', false, new RecentHalves(), keep),
    ],
  ],
  [
    'Zipkin v1 JSON',
    'zipkin-v1-json',
    async (from, keep) => [
      await transcodeZipkin(
        Buffer.from(JSON.stringify(zipkin(from, 1))),
        'v1 json',
        false,
        new RecentHalves(),
        keep,
      ),
    ],
  ],
  [
    'Zipkin Thrift',
    'zipkin-v1-json',
    async (from, keep) => [
      await transcodeZipkin(zipkinThrift(zipkin(from, 1)), 'v1 thrift', false, new RecentHalves(), keep),
    ],
  ],
  ...(['thrift', 'protobuf'] as const).map(
    (encoding) =>
      [
        `Jaeger ${encoding}`,
        'jaeger-json',
        (from: OpenStore, keep: RequestKeeper) => {
          const recent = new RecentHalves();
          const encode = encoding === 'thrift' ? jaegerThrift : jaegerProto;
          return Promise.all(
            jaegerBatches(from).map(({ spans, process }) =>
              transcodeJaeger(encode(spans, process), encoding, recent, keep),
            ),
          );
        },
      ] as const,
  ),
];

test.each(ways)('random spans that come as %s say the same', async (_name, format, send) => {
  for (let seed = 1; seed <= 8; seed++) {
    const document = randomDocument(seed);
    const to = newStore();
    const results = await send(await storeOf(document), async (request) => {
      await to.intake.offerTraces(sourceOf(request));
    });
    expect(results.reduce((sum, { refused }) => sum + refused, 0)).toBe(0);
    expect(storeText(to), `seed ${seed}`).toBe(documentText(heldBy(format, document)));
    for (const store of opened.splice(0)) store.close();
  }
});
