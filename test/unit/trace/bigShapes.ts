import type { TestSpan } from '../support/traceText.ts';

/** A chain of which each span has a leaf beside the next one: deep and full of siblings. */
export function combOf(count: number): TestSpan[] {
  return Array.from({ length: count }, (_, index) => {
    const level = index >> 1;
    const isTooth = (index & 1) === 1;
    const parent = index === 0 ? {} : { parent: (isTooth ? index : index - 1).toString(16) };
    const start = isTooth ? level + 0.5 : level;
    return {
      ...parent,
      name: isTooth ? 'tooth' : 'spine',
      start,
      end: isTooth ? level + 0.75 : 2 * count - level,
    };
  });
}

/** Spans whose parents have not come, one after the other. */
export function orphansOf(count: number): TestSpan[] {
  return Array.from({ length: count }, (_, index) => ({
    parent: (0xf000000 + index).toString(16),
    name: `orphan ${index % 7}`,
    start: 3 * index,
    end: 3 * index + (index === 5 ? 9 : 2),
  }));
}
