import { expect, test } from 'vitest';
import type { ImportResult } from '../../../src/shared/protocol.ts';
import { type FileImport, importedText, megabytes } from '../../../src/views/importedText.ts';
import { traceId } from './traceSummary.ts';

function kept(name: string, facts: Partial<ImportResult> = {}): FileImport {
  return { name, result: { spans: 3, traceIds: [traceId(1)], refused: 0, problems: [], ...facts } };
}

function translate(message: string, ...values: readonly (string | number)[]): string {
  return message.replace(/\{(\d)\}/g, (_whole, place: string) => String(values[Number(place)]));
}

function say(...imports: readonly FileImport[]): string {
  return importedText(imports, translate).join('\n');
}

test('what was kept is said', () => {
  expect(say(kept('a.json'))).toBe('Imported 3 spans in 1 trace.');
  expect(say(kept('a.json'), kept('b.json', { spans: 1200, traceIds: [traceId(1), traceId(2)] }))).toBe(
    'Imported 1,203 spans in 2 traces.',
  );
});

test('what was not kept is said with its file, and the rest counted', () => {
  expect(say(kept('a.json', { refused: 1, problems: ['Line 3: no trace id.'] }))).toMatchInlineSnapshot(`
    "Imported 3 spans in 1 trace.
    1 span could not be read.
    Line 3: no trace id."
  `);
  const broken = kept('b.json', { spans: 0, traceIds: [], problems: ['Byte 7: cut off.', 'Byte 9: again.'] });
  expect(
    say(kept('a.json'), broken, { name: 'c.pb', problem: 'c.pb cannot be read.' }),
  ).toMatchInlineSnapshot(`
    "Imported 3 spans in 1 trace.
    b.json: No span was found in this file.
    b.json: Byte 7: cut off.
    2 more problems in the log."
  `);
});

test('what was put right is said, though nothing was refused', () => {
  expect(
    say(kept('a.json', { problems: ['Line 2: no name.', 'Line 3: no end.', 'Line 4: no end.'] })),
  ).toMatchInlineSnapshot(`
      "Imported 3 spans in 1 trace.
      Line 2: no name.
      Line 3: no end.
      1 more problem in the log."
    `);
});

test('a file of logs alone was kept', () => {
  expect(say(kept('a.json', { spans: 0, traceIds: [], logBatches: 2 }))).toBe('Imported logs.');
  expect(say(kept('a.json', { spans: 0, traceIds: [] }))).toBe('No span was found in this file.');
});

test('nothing at all is said of nothing', () => {
  expect(say()).toBe('');
  expect(say({ name: 'c.pb', problem: 'It cannot be read.' })).toBe('It cannot be read.');
});

test('sizes', () => {
  expect([megabytes(1_234_567), megabytes(123_456_789)]).toEqual(['1.2 MB', '123 MB']);
});
