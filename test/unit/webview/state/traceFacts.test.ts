import { expect, test } from 'vitest';
import { clockWords, completenessWords } from '../../../../webview/state/traceFacts.ts';
import { makeTraceModel } from '../../../../webview/state/traceModel.ts';
import { traceOf } from '../../support/traceText.ts';

test('a whole trace is said to be complete', () => {
  const { facts } = makeTraceModel(traceOf('shop  GET /  0-10 error'), []);
  expect([facts.name, facts.errors, clockWords(facts), completenessWords(facts)]).toEqual([
    'GET /',
    1,
    'Clocks agree',
    'Complete',
  ]);
});

test('what is missing is said in words', () => {
  const { facts } = makeTraceModel(
    traceOf(`
      a  one  5-10 parent=ff
        b  early  2-4
      a  two  6-8 parent=ff
      a  three  7-9 parent=fe
    `),
    [],
  );
  expect(facts.rootMissing).toBe(true);
  expect(completenessWords(facts)).toBe('Root missing, 2 parents missing');
  expect(clockWords(facts)).toBe('Clocks differ: 1 span starts before the caller');
});

test('the name is that of the root, even where an orphan is earlier', () => {
  const { facts } = makeTraceModel(
    traceOf(`
      a  orphan  0-10 parent=ff
      a  root  2-8
    `),
    [],
  );
  expect([facts.name, facts.rootMissing, completenessWords(facts)]).toEqual([
    'root',
    false,
    '1 parent missing',
  ]);
});

test('colours follow the order of services that the host tells', () => {
  const { columns, colourOf } = makeTraceModel(
    traceOf(`
      a  root  0-20
        b  late  5-10
    `),
    ['b', 'a'],
  );
  const colour = (service: string): number => colourOf[columns.strings.indexOf(service)] ?? -1;
  expect([colour('b'), colour('a')]).toEqual([0, 1]);
});
