import { expect, test } from 'vitest';
import type { ExportQuery } from '../../../src/shared/protocol.ts';
import { exportTraces } from '../../../src/views/exportTraces.ts';
import { spanJson } from '../../../src/views/spanJson.ts';
import { spanIdOf } from './columnsOf.ts';
import { traceId } from './traceSummary.ts';

test('an export is put together from its pieces', async () => {
  const pieces = ['{"resource', 'Spans":', '[]}'];
  const asked: (string | undefined)[] = [];
  const api = {
    export: async ({ cursor }: ExportQuery) => {
      asked.push(cursor);
      const i = Number(cursor ?? 0);
      return {
        bytes: new TextEncoder().encode(pieces[i]),
        next: i + 1 < pieces.length ? String(i + 1) : undefined,
      };
    },
  };
  const sums: number[] = [];
  const watch = { isCancelled: () => false, onBytes: (sum: number) => sums.push(sum) };
  const bytes = await exportTraces(api, [traceId(1)], watch);
  expect(sums).toEqual([10, 17, 20]);
  expect(new TextDecoder().decode(bytes)).toBe('{"resourceSpans":[]}');
  expect(asked).toEqual([undefined, '1', '2']);
});

test('a cancelled export asks for nothing more', async () => {
  let asked = 0;
  const api = { export: async () => ({ bytes: new Uint8Array(), next: String(++asked) }) };
  const watch = { isCancelled: () => asked === 2, onBytes: () => undefined };
  expect(await exportTraces(api, [traceId(1)], watch)).toBeUndefined();
  expect(asked).toBe(2);
});

test('of a document one span is left, in its resource and scope', () => {
  const document = JSON.stringify({
    resourceSpans: [
      {
        resource: { a: 1 },
        scopeSpans: [{ scope: { b: 1 }, spans: [{ spanId: spanIdOf(1) }, { spanId: spanIdOf(2) }] }],
      },
      { resource: { a: 2 }, scopeSpans: [{ spans: [{ spanId: spanIdOf(3) }] }] },
    ],
  });
  expect(spanJson(document, spanIdOf(9))).toBeUndefined();
  expect(JSON.parse(spanJson(document, spanIdOf(2)) ?? '')).toEqual({
    resourceSpans: [
      { resource: { a: 1 }, scopeSpans: [{ scope: { b: 1 }, spans: [{ spanId: spanIdOf(2) }] }] },
    ],
  });
});
