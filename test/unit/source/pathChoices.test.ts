import { expect, test } from 'vitest';
import type { Confidence, Placement } from '../../../src/shared/placement.ts';
import { isUndecided, PathChoices } from '../../../src/source/pathChoices.ts';
import type { PrefixRule } from '../../../src/source/paths/prefixRule.ts';
import { siteOf } from './pictures.ts';

const possible = [place('/w/a/src/index.ts'), place('/w/b/src/index.ts')];

test('a choice between files becomes a rule for the paths of its service, the latest one counts', () => {
  const { choices, rules } = start();
  const site = siteOf({ filePath: '/app/src/index.ts', line: 3 }, { service: 'api' });
  expect(choices.choose(site, possible, '/w/a/src/index.ts')).toBe(true);
  expect(choices.choose(site, possible, '/w/b/src/index.ts')).toBe(true);
  expect(rules()).toEqual(['/app of api is /w/b']);
});

test('what names no file, or only one, makes no rule', () => {
  const { choices, rules } = start();
  expect(choices.choose(siteOf({}), possible, '/w/a/src/index.ts')).toBe(false);
  const site = siteOf({ filePath: '/app/src/index.ts' });
  expect(choices.choose(site, possible.slice(1), '/w/b/src/index.ts')).toBe(false);
  expect(rules()).toEqual([]);
});

test('only several possible places, and none that is better, are for the user to decide', () => {
  expect(isUndecided(possible)).toBe(true);
  expect(isUndecided(possible.slice(1))).toBe(false);
  expect(isUndecided([place('/w/c.ts', 'medium'), ...possible])).toBe(false);
  expect(isUndecided([])).toBe(false);
});

function start() {
  let kept: readonly PrefixRule[] = [];
  const choices = new PathChoices({
    get: () => kept,
    set: (rules) => {
      kept = rules;
    },
  });
  const rules = (): readonly string[] =>
    kept.map(({ remote, folder, services }) => `${remote} of ${services.join()} is ${folder}`);
  return { choices, rules };
}

function place(path: string, confidence: Confidence = 'low'): Placement {
  return { location: { path, line: 3 }, rung: 'code.file.path', confidence, evidence: '' };
}
