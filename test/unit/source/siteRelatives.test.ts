import { expect, test } from 'vitest';
import type { SiteId } from '../../../src/shared/ids.ts';
import type { SiteRelatives } from '../../../src/shared/protocol.ts';
import { RelativesSource } from '../../../src/source/siteRelatives.ts';
import { siteOf } from './pictures.ts';

const sites = [1, 2, 3].map((id) => siteOf({}, { id, name: `site ${id}` }));

function sourceOf(answers: readonly SiteRelatives[] | Error) {
  const asked: string[] = [];
  const source = new RelativesSource({
    ask: async (query) => {
      asked.push(query.sites.join(' '));
      if (answers instanceof Error) throw answers;
      return answers.filter(({ site }) => query.sites.includes(site));
    },
    site: (id) => sites.find((one) => one.id === id),
  });
  return { source, asked };
}

const [one, two, three] = sites as [(typeof sites)[0], (typeof sites)[0], (typeof sites)[0]];

test('sites asked for together are one question, and what comes meanwhile is the next', async () => {
  const { source, asked } = sourceOf([]);
  await Promise.all([source.of(one), source.of(two), source.of(two)]);
  await source.of(three);
  expect(asked).toEqual(['1 2', '3']);
});

test('numbers become sites, and those that nobody knows are left out', async () => {
  const ids = (...numbers: number[]) => numbers as SiteId[];
  const { source } = sourceOf([
    { site: one.id, ancestors: [ids(2, 9), ids(3)], descendants: ids(9, 3), exceptionStack: 'Error' },
  ]);
  const { ancestors, descendants, exceptionStack } = await source.of(one);
  expect(ancestors.map((chain) => chain.map(({ name }) => name))).toEqual([['site 2'], ['site 3']]);
  expect(descendants.map(({ name }) => name)).toEqual(['site 3']);
  expect(exceptionStack).toBe('Error');
  expect(await source.of(two)).toEqual({ ancestors: [], descendants: [] });
});

test('a failure is told to all who asked, and the next question is asked', async () => {
  const { source, asked } = sourceOf(new Error('gone'));
  await expect(source.of(one)).rejects.toThrow('gone');
  await expect(source.of(one)).rejects.toThrow('gone');
  expect(asked).toEqual(['1', '1']);
});
