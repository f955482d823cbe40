import { expect, test } from 'vitest';
import type { Confidence, Placement } from '../../../src/shared/placement.ts';
import { filePathRung } from '../../../src/source/filePathRung.ts';
import type { Rung } from '../../../src/source/rung.ts';
import { SiteResolver } from '../../../src/source/siteResolver.ts';
import { MemoryFiles } from './memoryFiles.ts';
import { pictureOf, siteOf } from './pictures.ts';

/** A rung that always answers with a line of its own. */
function fixed(name: string, line: number, confidence: Confidence, placesHandler = false): Rung {
  const location = { path: '/w/a.ts', line };
  return { name, placesHandler, place: async () => [{ location, rung: name, confidence, evidence: '' }] };
}

function resolverOf(...rungs: readonly Rung[]): SiteResolver {
  return new SiteResolver({ files: new MemoryFiles({}), rungs: async () => rungs });
}

test('all candidates, the surest first, then by the order of the rungs', async () => {
  const resolver = resolverOf(
    fixed('one', 1, 'low'),
    fixed('two', 2, 'high'),
    fixed('three', 3, 'exact'),
    fixed('four', 4, 'high'),
  );
  expect(pictureOf(await resolver.resolve(siteOf({})))).toBe(
    ['/w/a.ts:3 three exact', '/w/a.ts:2 two high', '/w/a.ts:4 four high', '/w/a.ts:1 one low'].join('\n'),
  );
});

test('a line is listed once, with its best reason', async () => {
  const resolver = resolverOf(fixed('one', 1, 'low'), fixed('two', 1, 'high'), fixed('three', 1, 'medium'));
  expect(pictureOf(await resolver.resolve(siteOf({})))).toBe('/w/a.ts:1 two high');
});

test('for kind SERVER the handler comes before the code that made the span, unless it is only a file', async () => {
  const code = fixed('code.file.path', 1, 'exact');
  const route = fixed('http.route', 2, 'medium', true);
  const scope = fixed('scope', 3, 'low', true);
  const resolver = resolverOf(code, route, scope);
  const picture = async (kind: 'server' | 'client') =>
    pictureOf(await resolver.resolve(siteOf({}, { kind }))).replaceAll('\n', ', ');
  expect(await picture('server')).toBe(
    '/w/a.ts:2 http.route medium, /w/a.ts:1 code.file.path exact, /w/a.ts:3 scope low',
  );
  expect(await picture('client')).toBe(
    '/w/a.ts:1 code.file.path exact, /w/a.ts:2 http.route medium, /w/a.ts:3 scope low',
  );
});

test('one climb for all spans of a site, whatever its number and figures', async () => {
  let climbs = 0;
  const resolver = resolverOf({
    name: 'counting',
    place: async () => {
      climbs++;
      return [];
    },
  });
  const code = { filePath: '/w/a.ts', line: 1 };
  const sites = [siteOf(code), siteOf(code, { count: 900, id: 7 }), siteOf({ filePath: '/w/a.ts', line: 2 })];
  await Promise.all(sites.map((site) => resolver.resolve(site)));
  expect(climbs).toBe(2);
  resolver.invalidate();
  await resolver.resolve(siteOf(code));
  expect(climbs).toBe(3);
});

test('an answer follows the files it rests on, and no others', async () => {
  const files = new MemoryFiles({ '/w/src/a.ts': 'one\n', '/w/src/b.ts': 'one\n' });
  const resolver = new SiteResolver({ files, rungs: async () => [filePathRung] });
  let changes = 0;
  resolver.onDidChange(() => changes++);
  const site = siteOf({ filePath: '/app/src/a.ts', line: 2 });
  const picture = async () => pictureOf(await resolver.resolve(site));

  expect(await picture()).toBe('none');
  await files.save('/w/src/b.ts', 'other');
  expect(changes).toBe(0);
  await files.save('/w/src/a.ts', 'one\ntwo\n');
  expect(changes).toBe(1);
  expect(await picture()).toBe('/w/src/a.ts:2 code.file.path high');
  await files.save('/w/copy/src/a.ts', 'one\ntwo\n');
  expect(await picture()).toBe('/w/src/a.ts:2 code.file.path low\n/w/copy/src/a.ts:2 code.file.path low');
  await files.save('/w/copy/src/a.ts');
  expect(await picture()).toBe('/w/src/a.ts:2 code.file.path high');
  resolver.invalidate(['/w/sr', '/w/src/a']);
  expect(changes).toBe(3);
  resolver.invalidate(['/w/src']);
  expect(changes).toBe(4);
  await picture();
  resolver.dispose();
  await files.save('/w/src/a.ts', '');
  expect(changes).toBe(4);
});

test('a rung that fails is an error, not a missing line, and is asked again', async () => {
  let climbs = 0;
  const place = async (): Promise<Placement[]> => {
    if (climbs++ === 0) throw new Error('broken');
    return [];
  };
  const resolver = resolverOf({ name: 'failing', place });
  await expect(resolver.resolve(siteOf({}))).rejects.toThrow('broken');
  expect(await resolver.resolve(siteOf({}))).toEqual([]);
});

test('a rung that fails takes nothing from the others, and is told of', async () => {
  const failing: Rung = { name: 'failing', place: () => Promise.reject(new Error('broken')) };
  const resolver = resolverOf(failing, fixed('one', 1, 'exact'));
  const failures: string[] = [];
  resolver.onDidFail((failure) => failures.push(String(failure)));
  expect(pictureOf(await resolver.resolve(siteOf({})))).toBe('/w/a.ts:1 one exact');
  expect(failures).toEqual(['Error: broken']);
});

test('among ten thousand files, a path reads only its own', async () => {
  const many = Array.from(
    { length: 10_000 },
    (_, i) => [`/w/pkg${i % 100}/src/file${i}.ts`, 'one\n'] as const,
  );
  const files = new MemoryFiles(Object.fromEntries(many));
  const resolver = new SiteResolver({ files, rungs: async () => [filePathRung] });
  // What the workspace says of paths is read once for all.
  await resolver.resolve(siteOf({ filePath: '/app/pkg8/src/file8.ts', line: 1 }));
  const before = files.reads;
  const site = siteOf({ filePath: '/app/pkg7/src/file4207.ts', line: 1 });
  expect(pictureOf(await resolver.resolve(site))).toBe('/w/pkg7/src/file4207.ts:1 code.file.path high');
  expect(files.reads - before).toBe(1);
});
