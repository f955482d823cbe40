import { effect, signal } from '@preact/signals';
import { expect, test, vi } from 'vitest';
import type { AttributeColumns, AttributesQuery } from '../../../../src/shared/traceAttributes.ts';
import { AttributeSource } from '../../../../webview/state/attributeSource.ts';
import { makeTraceModel, type TraceModel } from '../../../../webview/state/traceModel.ts';
import { traceOf } from '../../support/traceText.ts';

const first = traceOf('shop  GET /  0-100\n  db  SELECT  10-90');

test('columns that are read in one turn are one question, and come by themselves', async () => {
  const { source, asked } = open();
  const seen: (readonly string[] | undefined)[] = [];
  effect(() => {
    seen.push(source.column('http.route')?.values);
  });
  source.column('db.system');
  await vi.waitFor(() => expect(seen).toEqual([undefined, ['http.route of 1']]));
  expect(asked).toEqual([['http.route', 'db.system']]);
});

test('many keys are several questions', async () => {
  const { source, asked } = open();
  for (let key = 0; key < 70; key++) source.column(`key.${key}`);
  await vi.waitFor(() => expect(source.column('key.69')).toBeDefined());
  expect(asked.map(({ length }) => length)).toEqual([32, 32, 6]);
});

test('a newer version of the trace is asked for again, and an older answer is dropped', async () => {
  const { source, model } = open();
  source.column('http.route');
  model.value = makeTraceModel({ ...first, version: 2 }, []);
  expect(source.column('http.route')).toBeUndefined();
  await vi.waitFor(() => expect(source.column('http.route')?.values).toEqual(['http.route of 2']));
});

function open() {
  const asked: (readonly string[])[] = [];
  const model = signal<TraceModel | undefined>(makeTraceModel({ ...first, version: 1 }, []));
  const attributes = async ({ keys }: Pick<AttributesQuery, 'keys'>): Promise<AttributeColumns> => {
    asked.push(keys);
    const version = model.value?.columns.version ?? 0;
    await Promise.resolve();
    const columns = keys.map((key) => ({
      key,
      value: Uint32Array.of(1, 0),
      values: [`${key} of ${version}`],
    }));
    return { traceId: first.traceId, version, columns };
  };
  return { asked, model, source: new AttributeSource({ attributes, attributeKeys: async () => [] }, model) };
}
