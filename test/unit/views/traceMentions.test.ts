import { expect, test } from 'vitest';
import type { TraceId } from '../../../src/shared/ids.ts';
import { knownMentions, traceMentions } from '../../../src/views/traceMentions.ts';

const trace = '80f198ee56343ba864fe8b2a57d3eff7';
const other = '11111111111111111111111111111111';
const span = 'e457b5a2e4d86bd1';

/** The line, its ids underlined: `^` sure, `?` only where the trace is known; then what each names. */
function picture(line: string): string {
  const mentions = traceMentions(line);
  let marks = '';
  for (const { start, length, sure } of mentions)
    marks = marks.padEnd(start) + (sure ? '^' : '?').repeat(length);
  const names = mentions.map(({ traceId, spanId }) =>
    [traceId, spanId].filter((id) => id !== undefined).join('/'),
  );
  return [line, marks, ...names].join('\n');
}

test('ids stand under their labels, with the span beside them', () => {
  expect(picture(`INFO trace_id=${trace} span_id=${span} paid`)).toBe(
    [
      'INFO trace_id=80f198ee56343ba864fe8b2a57d3eff7 span_id=e457b5a2e4d86bd1 paid',
      '              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
      `${trace}/${span}`,
    ].join('\n'),
  );
  expect(picture(`{"traceId":"${trace}","spanId":"${span}"}`).split('\n').slice(1)).toEqual([
    '            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
    `${trace}/${span}`,
  ]);
  expect(picture(`"{\\"trace.id\\":\\"${trace}\\"}"`).split('\n')[2]).toBe(trace);
  expect(picture('[dd.trace_id=1311768467463790320 dd.span_id=8]').split('\n').slice(1)).toEqual([
    '             ^^^^^^^^^^^^^^^^^^^',
    '0000000000000000123456789abcdef0',
  ]);
  expect(picture(`> traceparent: 00-${trace}-${span}-01`).split('\n').slice(1)).toEqual([
    '                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
    `${trace}/${span}`,
  ]);
});

test('a bare id is not sure; longer hashes, zeros and decimal numbers are none', () => {
  const line = `md5 ${trace} sha1 ${'a'.repeat(40)} ${'0'.repeat(32)} ${'1'.repeat(32)}`;
  expect(picture(line).split('\n').slice(1)).toEqual(['    ????????????????????????????????', trace]);
});

test('of a line with very many, and of a very long line, only the beginning is looked at', () => {
  expect(traceMentions(`${trace} `.repeat(100))).toHaveLength(20);
  expect(traceMentions(`${'x'.repeat(30_000)} trace_id=${trace}`)).toEqual([]);
});

test('what is not sure is asked for once a line', async () => {
  const asked: (readonly TraceId[])[] = [];
  const known = async (ids: readonly TraceId[]): Promise<ReadonlySet<TraceId>> => {
    asked.push(ids);
    return new Set([other as TraceId]);
  };
  const line = `trace_id=${trace} ${trace.replace('8', '9')} ${other}a ${'1'.repeat(31)}f ${'1'.repeat(31)}a`;
  const mentions = await knownMentions(traceMentions(line), known);
  expect(asked).toHaveLength(1);
  expect(mentions.map(({ traceId }) => traceId)).toEqual([trace]);
  expect(await knownMentions(traceMentions(`trace_id=${trace}`), known)).toHaveLength(1);
  expect(asked).toHaveLength(1);
});
