import { expect, test } from 'vitest';
import { Emitter } from '../../../src/shared/event.ts';
import type { Site } from '../../../src/shared/site.ts';
import type { CodeIndex, IndexedFacts } from '../../../src/source/codeIndex.ts';
import type { Relatives, Rung } from '../../../src/source/rung.ts';
import { ancestorRung } from '../../../src/source/rungs/ancestorRung.ts';
import { siteKey } from '../../../src/source/siteKey.ts';
import { SiteResolver } from '../../../src/source/siteResolver.ts';
import { newFacts } from '../../../src/source/syntax/analyser.ts';
import { MemoryFiles } from './memoryFiles.ts';
import { pictureOf, siteOf } from './pictures.ts';

const handler = siteOf({}, { id: 1, name: 'handler', kind: 'server' });
const query = siteOf({}, { id: 2, name: 'query', kind: 'client' });
const inner = siteOf({}, { id: 3, name: 'inner', kind: 'client' });

/** Knows the line of one site alone. */
const handlerRung: Rung = {
  name: 'http.route',
  place: async (site) =>
    site.name === 'handler'
      ? [{ location: { path: '/w/a.ts', line: 7 }, rung: 'http.route', confidence: 'high', evidence: '' }]
      : [],
};

function resolverOf(relatives: (site: Site) => Partial<Relatives>, ...rungs: readonly Rung[]) {
  let asked = 0;
  const resolver = new SiteResolver({
    files: new MemoryFiles({}),
    rungs: async () => [...rungs, ancestorRung],
    relatives: async (site) => {
      asked++;
      return { ancestors: [], descendants: [], ...relatives(site) };
    },
  });
  return { resolver, asked: () => asked };
}

test('a span without a line was called from the nearest one that has one', async () => {
  const { resolver } = resolverOf(() => ({ ancestors: [[inner, handler]] }), handlerRung);
  expect(pictureOf(await resolver.resolve(query))).toBe('/w/a.ts:7 called from low');
  expect(pictureOf(await resolver.resolve(handler))).toBe('/w/a.ts:7 http.route high');
});

test('sites that are around one another come to an end', async () => {
  const other: Rung = {
    name: 'other',
    place: async (site, { placesOf }) => placesOf(site.name === 'query' ? inner : query),
  };
  const { resolver } = resolverOf(
    (site) => ({ ancestors: [[site.name === 'query' ? inner : query]] }),
    other,
  );
  const answers = await Promise.all([resolver.resolve(query), resolver.resolve(inner)]);
  expect(answers).toEqual([[], []]);
});

test('what surrounds a site is asked once, and again when it is said to be another', async () => {
  let ancestors: Relatives['ancestors'] = [];
  const { resolver, asked } = resolverOf(() => ({ ancestors }), handlerRung);
  const changed: string[] = [];
  resolver.onDidChange((keys) => changed.push(...keys));
  expect(await resolver.resolve(query)).toEqual([]);
  await resolver.resolve(query);
  expect(asked()).toBe(1);
  ancestors = [[handler]];
  resolver.forget(new Set([siteKey(handler)]));
  expect(changed).toEqual([]);
  resolver.forget(new Set([siteKey(query)]));
  expect(changed).toEqual([siteKey(query)]);
  expect(pictureOf(await resolver.resolve(query))).toBe('/w/a.ts:7 called from low');
});

test('a collector that cannot be asked takes no line away', async () => {
  const failures: string[] = [];
  const resolver = new SiteResolver({
    files: new MemoryFiles({}),
    rungs: async () => [
      {
        ...handlerRung,
        place: async (site, context) => (await context.relatives()) && handlerRung.place(site, context),
      },
    ],
    relatives: () => Promise.reject(new Error('gone')),
  });
  resolver.onDidFail((error) => failures.push(String(error)));
  expect(pictureOf(await resolver.resolve(handler))).toBe('/w/a.ts:7 http.route high');
  expect(failures).toEqual(['Error: gone']);
});

/** A rung whose answer is how often the index has changed. */
const indexed: Rung = {
  name: 'indexed',
  place: async (_, { index }) => {
    const { size } = (await index.all()).files;
    return [
      { location: { path: '/w/a.ts', line: size + 1 }, rung: 'indexed', confidence: 'high', evidence: '' },
    ];
  },
};

test('answers that rest on the index follow it, at once for all its changes', async () => {
  const changes = new Emitter<void>();
  let files: IndexedFacts['files'] = new Map();
  const index: CodeIndex = {
    factsOf: async () => undefined,
    all: async () => ({ files }),
    onDidChange: changes.event,
  };
  const resolver = new SiteResolver({
    files: new MemoryFiles({}),
    rungs: async () => [indexed, handlerRung],
    index,
  });
  expect(pictureOf(await resolver.resolve(query))).toBe('/w/a.ts:1 indexed high');
  files = new Map([['/w/a.ts', { language: 'typescript', ...newFacts() }]]);
  const told = new Promise<ReadonlySet<string>>((resolve) => resolver.onDidChange(resolve));
  changes.fire();
  changes.fire();
  expect([...(await told)]).toEqual([siteKey(query)]);
  expect(pictureOf(await resolver.resolve(query))).toBe('/w/a.ts:2 indexed high');
});

test('without the index, rungs answer as if there were no facts', async () => {
  const failures: string[] = [];
  const index: CodeIndex = {
    factsOf: () => Promise.reject(new Error('broken')),
    all: () => Promise.reject(new Error('broken')),
    onDidChange: () => ({ dispose: () => undefined }),
  };
  const resolver = new SiteResolver({ files: new MemoryFiles({}), rungs: async () => [indexed], index });
  resolver.onDidFail((error) => failures.push(String(error)));
  expect(pictureOf(await resolver.resolve(query))).toBe('/w/a.ts:1 indexed high');
  await resolver.resolve(inner);
  expect(failures).toEqual(['Error: broken']);
});

test('texts are searched only where no rung is sure, and their answers keep their place in the ladder', async () => {
  let searches = 0;
  const answering = (
    name: string,
    line: number,
    confidence: 'high' | 'medium',
    more: Partial<Rung> = {},
  ): Rung => ({
    name,
    ...more,
    place: async () => {
      if (more.searches === true) searches++;
      return [{ location: { path: '/w/a.ts', line }, rung: name, confidence, evidence: '' }];
    },
  });
  const search = answering('search', 1, 'medium', { searches: true });
  const picture = async (...rungs: readonly Rung[]) =>
    pictureOf(await resolverOf(() => ({}), ...rungs).resolver.resolve(query));
  expect(await picture(search, answering('sure', 2, 'high'))).toBe('/w/a.ts:2 sure high');
  expect(searches).toBe(0);
  expect(await picture(search, answering('unsure', 2, 'medium'))).toBe(
    '/w/a.ts:1 search medium\n/w/a.ts:2 unsure medium',
  );
});
