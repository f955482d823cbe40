import { expect, test } from 'vitest';
import type { Confidence } from '../../../src/shared/placement.ts';
import { placeKind } from '../../../src/source/placeKind.ts';

test.each<[kind: string, rung: string, confidence: Confidence, line: number]>([
  ['own', 'code.file.path', 'exact', 12],
  ['own', 'span name', 'medium', 12],
  ['own', 'chosen', 'exact', 1],
  ['guess', 'span name', 'low', 12],
  ['file', 'code.file.path', 'low', 1],
  ['caller', 'called from', 'low', 12],
  ['caller', 'called from', 'low', 1],
])('%s: %s, %s, line %i', (kind, rung, confidence, line) => {
  expect(placeKind({ location: { path: '/a.ts', line }, rung, confidence, evidence: '' })).toBe(kind);
});
