import { expect, test } from 'vitest';
import { ShareOfTraces, thresholdOf } from '../../../../src/collector/sampling/shareOfTraces.ts';
import { wordsOfHex } from '../../../../src/collector/store/hexOfWords.ts';

// All that is expected here was computed in Go by the functions of the Collector's tail_sampling processor, version 0.155.0.

const percentages = [0, 1, 10, 25, 50, 75, 99.9, 100];

test.each([
  [0, '0'],
  [0.001, 'a7c5ac471b47'],
  [0.1, '4189374bc6a7ef'],
  [1, '28f5c28f5c28f5f'],
  [3.3, '872b020c49ba5ff'],
  [10, '19999999999999ff'],
  [25, '3fffffffffffffff'],
  [33.333333, '55555547044b6bff'],
  [50, '7fffffffffffffff'],
  [66.6, 'aa7ef9db22d0dfff'],
  [99.9, 'ffbe76c8b4395fff'],
  [99.99999999, 'ffffffff920c87ff'],
  [100, 'ffffffffffffffff'],
])('the threshold of %s percent', (percentage, threshold) => {
  expect(thresholdOf(percentage / 100).toString(16)).toBe(threshold);
});

test('a share has the traces that it has in the Collector', () => {
  expect(
    [
      ['', 'f3ff4d451e429e182215aaee06a2d64b'],
      ['', '6d1aadc9e5031e4b99bf11ae0a796ebc'],
      ['', '44c85fd174bfccf43cb5f561cd0040e8'],
      ['', '566209385c6601ddb3fc1472b881d99c'],
      ['', '2f5169c92f2f4691fae28d00f74ecaf2'],
      ['my-salt', '346722acd24044cdcc7384d5d27c1859'],
      ['my-salt', '3d73c4f38afc0f55eda2b8ccaf36fe98'],
      ['größer', 'fd1a0e69fce01ce29ebbb0ed26cb2096'],
      ['größer', '12fb4019b8e29e6587f322600ef6c56d'],
    ]
      .map(([salt = '', id = '']) => `${id} ${salt}: ${sharesWith(id, salt)}`)
      .join('\n'),
  ).toBe(
    `
f3ff4d451e429e182215aaee06a2d64b : 50 75 99.9 100
6d1aadc9e5031e4b99bf11ae0a796ebc : 1 10 25 50 75 99.9 100
44c85fd174bfccf43cb5f561cd0040e8 : 75 99.9 100
566209385c6601ddb3fc1472b881d99c : 1 10 25 50 75 99.9 100
2f5169c92f2f4691fae28d00f74ecaf2 : 99.9 100
346722acd24044cdcc7384d5d27c1859 my-salt: 25 50 75 99.9 100
3d73c4f38afc0f55eda2b8ccaf36fe98 my-salt: 75 99.9 100
fd1a0e69fce01ce29ebbb0ed26cb2096 größer: 10 25 50 75 99.9 100
12fb4019b8e29e6587f322600ef6c56d größer: 99.9 100
`.trim(),
  );
});

test.each([
  [0.1, 84, 2_646_696_160],
  [10, 10_025, 1_199_024_429],
  [33.333333, 33_493, 3_795_577_448],
])('%s percent of 100,000 traces are the same ones', (percentage, count, sum) => {
  const share = new ShareOfTraces(percentage);
  const chosen = Array.from({ length: 100_000 }, (_, i) => i).filter((i) => share.has(idOf(i), 0));
  const summed = chosen.reduce((total, i) => (Math.imul(total, 31) + i) >>> 0, 0);
  expect([chosen.length, summed]).toEqual([count, sum]);
});

function sharesWith(id: string, salt: string): string {
  const words = wordsOfHex(`ffffffff${id}`);
  return percentages.filter((percentage) => new ShareOfTraces(percentage, salt).has(words, 1)).join(' ');
}

/** Four words that follow from one another. */
function idOf(i: number): Uint32Array {
  const id = new Uint32Array(4);
  id[0] = Math.imul(i, 2_654_435_761);
  for (let word = 1; word < 4; word++)
    id[word] = (Math.imul(id[word - 1] as number, 1_664_525) + 1_013_904_223) >>> 0;
  return id;
}
