import { expect, test } from 'vitest';
import type { ExportPiece, ExportQuery } from '../../../src/shared/protocol.ts';
import { exportTraces } from '../../../src/views/exportTraces.ts';
import { traceId } from './traceSummary.ts';

test('pieces of the wanted format become one document', async () => {
  const asked: ExportQuery[] = [];
  const api = {
    export: async (query: ExportQuery): Promise<ExportPiece> => {
      asked.push(query);
      const at = Number(query.cursor ?? 0);
      return { bytes: new Uint8Array([at, at]), next: at < 2 ? String(at + 1) : undefined };
    },
  };
  const sums: number[] = [];
  const watch = { isCancelled: () => false, onBytes: (sum: number) => sums.push(sum) };
  expect(await exportTraces(api, [traceId(1)], watch, 'jaeger-json')).toEqual(
    new Uint8Array([0, 0, 1, 1, 2, 2]),
  );
  expect(sums).toEqual([2, 4, 6]);
  expect(asked.map(({ format, cursor }) => [format, cursor])).toEqual([
    ['jaeger-json', undefined],
    ['jaeger-json', '1'],
    ['jaeger-json', '2'],
  ]);
  expect(await exportTraces(api, [traceId(1)], { ...watch, isCancelled: () => true })).toBeUndefined();
});
