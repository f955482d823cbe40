import { expect, test } from 'vitest';
import { LinkedOutput } from '../../../src/views/linkedOutput.ts';

const one = '80f198ee56343ba864fe8b2a57d3eff7';
const two = '11111111111111111111111111111112';

function link(traceId: string): string {
  return `vscode://spanline.spanline/trace/${traceId}`;
}

test('a link stands behind the line that names a trace, once for each trace', () => {
  const output = new LinkedOutput('vscode');
  expect(output.of(`trace_id=${one} paid\n`)).toBe(`trace_id=${one} paid ${link(one)}\n`);
  expect(output.of(`trace_id=${one} shipped\n`)).toBe(`trace_id=${one} shipped\n`);
  expect(output.of(`a\r\ntrace_id=${one} then trace_id=${two}\r\nb`)).toBe(
    `a\r\ntrace_id=${one} then trace_id=${two} ${link(two)}\r\nb`,
  );
});

test('a line that is not ended is kept apart from what comes next', () => {
  expect(new LinkedOutput('vscode').of(`trace_id=${one}`)).toBe(`trace_id=${one} ${link(one)} `);
});

test('what is not surely a trace, and what is very long, stays as it is', () => {
  const output = new LinkedOutput('vscode');
  for (const text of ['hello\n', `md5 ${one}\n`, `trace_id=${one} ${'x'.repeat(100_000)}\n`, '']) {
    expect(output.of(text)).toBe(text);
  }
});
