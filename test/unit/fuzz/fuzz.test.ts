import { expect, test } from 'vitest';
import { WireReader } from '../../../src/collector/otlp/wireReader.ts';
import type { FuzzRandom } from '../../fuzz/fuzzRandom.ts';
import { fuzzRange } from '../../fuzz/fuzzRange.ts';
import { type FuzzTarget, inputOf, minimised } from '../../fuzz/fuzzTarget.ts';
import { fuzzTargets } from '../../fuzz/fuzzTargets.ts';

/** Of `npm run fuzz`, which takes minutes. */
const inputsInAll = 5_000;

test.each(fuzzTargets)('$name reads what is broken as it must', async (target) => {
  const end = Math.ceil((inputsInAll * target.share) / 1_000);
  const finding = await fuzzRange(target, 1, { first: 0, end, step: 1 }, () => undefined);
  expect(finding).toBe(undefined);
});

test('the shares are of a thousand, and each target makes inputs of its own', () => {
  expect(fuzzTargets.reduce((sum, { share }) => sum + share, 0)).toBeGreaterThanOrEqual(1_000);
  for (const target of fuzzTargets) {
    const [first, again, second] = [0, 0, 1].map((index) =>
      Buffer.from(inputOf(target, 1, index)).toString('hex'),
    );
    expect(again).toBe(first);
    expect(second).not.toBe(first);
  }
});

/** Reads well unless the bytes hold a 7 behind a 3. */
const faulty: FuzzTarget = {
  name: 'faulty',
  share: 1,
  make: (random: FuzzRandom) => random.bytes(40).map((byte) => byte % 10),
  check: (input) => {
    const at = input.indexOf(3);
    if (at >= 0 && input.includes(7, at)) throw new Error(`a 7 behind a 3 at ${at}`);
  },
};

test('a fault is found, told with its index, and made short', async () => {
  const finding = await fuzzRange(faulty, 1, { first: 0, end: 1_000, step: 1 }, () => undefined);
  expect(finding).toMatchObject({ target: 'faulty', hex: '0307' });
  expect(finding?.message).toContain('a 7 behind a 3 at 0');
  const input = inputOf(faulty, 1, finding?.index ?? -1);
  expect(Buffer.from(await minimised(faulty, input)).toString('hex')).toBe('0307');
});

test('a reader with a fault of old would be found', async () => {
  const wire = fuzzTargets.find(({ name }) => name === 'wire') as FuzzTarget;
  const own = Object.getOwnPropertyDescriptor(WireReader.prototype, 'endOfBytes') as PropertyDescriptor;
  // A field that reaches over the end of its message.
  Object.defineProperty(WireReader.prototype, 'endOfBytes', {
    ...own,
    value(this: WireReader) {
      const length = this.uint32();
      return this.pos + length;
    },
  });
  try {
    const finding = await fuzzRange(wire, 1, { first: 0, end: 500, step: 1 }, () => undefined);
    expect(finding?.message).toContain('protobufjs');
  } finally {
    Object.defineProperty(WireReader.prototype, 'endOfBytes', own);
  }
}, 60_000);
