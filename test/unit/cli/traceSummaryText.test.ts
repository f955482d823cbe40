import { expect, test } from 'vitest';
import { painter } from '../../../src/cli/colour.ts';
import { traceFooter, traceHeader } from '../../../src/cli/traceSummaryText.ts';
import { traceOf } from '../support/traceText.ts';

const plain = painter(false);

test('the header counts, the footer says what the time went into', () => {
  const trace = traceOf(`
    shop  POST /checkout  0-450 server
      bank  charge  20-420 client error
      "  log  430-431
  `);
  expect(traceHeader(trace, plain)).toMatch(
    /^POST \/checkout · 450 ms · 3 spans · 2 services · 1 error · 2023-11-1\d \d\d:\d\d:\d\d · 0123456789abcdef/,
  );
  expect(traceFooter(trace, plain)).toBe(
    [
      '',
      'Critical path: 450 ms in 3 spans.',
      'What would save most, if it took no time:',
      '  −400 ms  charge',
      '   −49 ms  POST /checkout, outside its children',
      '',
    ].join('\n'),
  );
});

test('the footer says what is missing', () => {
  const footer = traceFooter(traceOf('a  late  0-0.5 parent=ff\n  a  child  0-0.2'), plain);
  expect(footer).toBe(
    [
      '',
      'The root span has not come, so the trace may be longer than shown.',
      'The parent of 1 span has not come.',
      'Critical path: 500 µs in 2 spans.',
      '',
    ].join('\n'),
  );
});

test('the footer says that spans came more than once', () => {
  expect(traceFooter({ ...traceOf('a  one  0-0.5'), duplicates: 2 }, plain)).toBe(
    '\n2 spans came again under the same id; the first is shown.\n',
  );
});

test('a single short span has no footer', () => {
  expect(traceFooter(traceOf('a  one  0-0.5'), plain)).toBe('');
});
