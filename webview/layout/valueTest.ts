import type { QueryOperator } from './query.ts';

/** What a term asks of a value: whether a text fits. */
export type ValueTest = (text: string) => boolean;

type Condition = { readonly operator: QueryOperator; readonly value: string; readonly quoted: boolean };

/**
 * The test for values that are texts. Where both are numbers, or both durations, `>` and its like compare those;
 * texts that are none are neither more nor less than anything. Without quotes `*` stands for any characters.
 */
export function valueTest(condition: Condition): ValueTest {
  const test = positiveTest(condition);
  const isNegative = condition.operator === '!=' || condition.operator === '!~';
  return isNegative ? (text) => !test(text) : test;
}

function positiveTest({ operator, value, quoted }: Condition): ValueTest {
  switch (operator) {
    case '=':
    case '!=':
      return equalTest(value, quoted);
    case '=~':
    case '!~': {
      const pattern = new RegExp(value, 'u');
      return (text) => pattern.test(text);
    }
    case ':': {
      const wanted = value.toLowerCase();
      return (text) => text.toLowerCase().includes(wanted);
    }
    default:
      return orderTest(operator, Number(value));
  }
}

function equalTest(value: string, quoted: boolean): ValueTest {
  if (quoted || !value.includes('*')) return (text) => text === value;
  const parts = value.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${parts.join('[^]*')}$`);
  return (text) => pattern.test(text);
}

function orderTest(operator: QueryOperator, value: number): ValueTest {
  const compare = numberTest(operator, value);
  return (text) => text.trim() !== '' && compare(Number(text));
}

/** The test for values that are numbers; nothing fits where what is compared with is none. */
export function numberTest(operator: QueryOperator, value: number): (number: number) => boolean {
  switch (operator) {
    case '>':
      return (number) => number > value;
    case '>=':
      return (number) => number >= value;
    case '<':
      return (number) => number < value;
    case '<=':
      return (number) => number <= value;
    case '!=':
      return (number) => number !== value;
    default:
      return (number) => number === value;
  }
}

const units: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  min: 60e9,
  h: 3600e9,
};

/** Nanoseconds of `50ms`, `1.5s`, `2 min`; milliseconds where there is no unit. NaN for anything else. */
export function parseDuration(text: string): number {
  const [, number = '', unit = 'ms'] = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*([a-zµμ]+)?\s*$/i.exec(text) ?? [];
  return number === '' ? Number.NaN : Number(number) * (units[unit.toLowerCase()] ?? Number.NaN);
}
