import { expect, test } from 'vitest';
import { Emitter } from '../../../src/shared/event.ts';
import type { SiteId } from '../../../src/shared/ids.ts';
import type { Placement } from '../../../src/shared/placement.ts';
import type { SitePage } from '../../../src/shared/protocol.ts';
import type { Site } from '../../../src/shared/site.ts';
import { siteKey } from '../../../src/source/siteKey.ts';
import { SiteLines } from '../../../src/source/siteLines.ts';
import { siteOf } from './pictures.ts';

/** A site by the place its `code.*` says: `1 /w/a.ts:4 x34`. */
function site(picture: string): Site {
  const [, id, filePath = '', line, count] = /^(\d+) (.*):(\d+)(?: x(\d+))?$/.exec(picture) ?? [];
  return siteOf({ filePath, line: Number(line) }, { id: Number(id), count: Number(count ?? 1) });
}

const id = (number: number): SiteId => number as SiteId;

function placementOf(path: string, line: number): Placement {
  return { location: { path, line }, rung: 'test', confidence: 'exact', evidence: '' };
}

/** A collector and a resolver whose answers a test sets, and what was told of them. */
class Stage {
  readonly queries: (number | undefined)[] = [];
  readonly told: string[] = [];
  readonly errors: unknown[] = [];
  readonly changed = new Emitter<ReadonlySet<string>>();
  page: SitePage = { revision: 0, complete: true, sites: [] };
  place: (site: Site) => Promise<readonly Placement[]> = async ({ code }) => [
    placementOf(code.filePath ?? '', code.line ?? 0),
  ];
  readonly lines = new SiteLines({
    sites: async ({ since }) => {
      this.queries.push(since);
      return this.page;
    },
    resolver: { resolve: (site) => this.place(site), onDidChange: this.changed.event },
    onError: (error) => this.errors.push(error),
  });

  constructor() {
    this.lines.onDidChange(({ paths }) => this.told.push([...paths].sort().join(' ')));
  }

  async answer(revision: number, ...pictures: string[]): Promise<void> {
    this.page = { revision, complete: revision === 1, sites: pictures.map(site) };
    await this.lines.refresh();
  }

  /** `4: 1 2, 9: 3` */
  file(path: string): string {
    return this.lines
      .ofFile(path)
      .map(({ line, sites }) => `${line}: ${sites.join(' ')}`)
      .join(', ');
  }
}

/** A promise that a test opens. */
function latch<T>(): { readonly passed: Promise<T>; open(value: T): void } {
  let open: (value: T) => void = () => undefined;
  const passed = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { passed, open: (value) => open(value) };
}

test('sites by file and line', async () => {
  const stage = new Stage();
  await stage.answer(1, '1 /w/a.ts:9', '2 /w/a.ts:4', '3 /w/b.ts:1', '4 /w/a.ts:4');
  expect(stage.file('/w/a.ts')).toBe('4: 2 4, 9: 1');
  expect(stage.file('/w/b.ts')).toBe('1: 3');
  expect(stage.file('/w/c.ts')).toBe('');
  expect(stage.lines.placement(id(3))?.location).toEqual({ path: '/w/b.ts', line: 1 });
  expect(stage.lines.site(id(9))).toBeUndefined();
});

test('asks only for what changed, and names only the files of that', async () => {
  const stage = new Stage();
  await stage.answer(1, '1 /w/a.ts:1', '2 /w/b.ts:1');
  await stage.answer(2, '1 /w/a.ts:1 x34');
  await stage.answer(3);
  expect(stage.queries).toEqual([undefined, 1, 2]);
  expect(stage.told).toEqual(['/w/a.ts /w/b.ts', '/w/a.ts']);
  expect(stage.lines.site(id(1))?.count).toBe(34);
});

test('a complete answer forgets the others and keeps the places of those that stay, by whatever number', async () => {
  const stage = new Stage();
  await stage.answer(1, '1 /w/a.ts:1', '2 /w/b.ts:1');
  let climbs = 0;
  stage.place = async () => {
    climbs++;
    return [];
  };
  await stage.answer(1, '7 /w/b.ts:1');
  expect([stage.file('/w/a.ts'), stage.file('/w/b.ts'), climbs]).toEqual(['', '1: 7', 0]);
  expect(stage.told.at(-1)).toBe('/w/a.ts /w/b.ts');
});

test('a number dealt anew to another site is placed anew', async () => {
  const stage = new Stage();
  await stage.answer(1, '1 /w/a.ts:1');
  await stage.answer(2, '1 /w/b.ts:5');
  expect([stage.file('/w/a.ts'), stage.file('/w/b.ts')]).toEqual(['', '5: 1']);
});

test('calls during a refresh share the next one', async () => {
  const stage = new Stage();
  await Promise.all([stage.lines.refresh(), stage.lines.refresh(), stage.lines.refresh()]);
  expect(stage.queries.length).toBe(2);
});

test('when files change, sites are placed again, and only moved lines are told', async () => {
  const stage = new Stage();
  await stage.answer(1, '1 /w/a.ts:1', '2 /w/b.ts:1');
  stage.place = async ({ id, code }) => [placementOf(code.filePath ?? '', Number(id) === 1 ? 7 : 1)];
  const told = new Promise((resolve) => stage.lines.onDidChange(resolve));
  stage.changed.fire(new Set(stage.lines.sites().map(siteKey)));
  await told;
  expect(stage.told).toEqual(['/w/a.ts /w/b.ts', '/w/a.ts']);
  expect(stage.file('/w/a.ts')).toBe('7: 1');
});

test('an answer that was being made when files changed is made again', async () => {
  const stage = new Stage();
  const asked = latch<void>();
  const first = latch<readonly Placement[]>();
  stage.place = () => {
    asked.open();
    return first.passed;
  };
  const refreshed = stage.answer(1, '1 /w/a.ts:1');
  await asked.passed;
  stage.place = async () => [placementOf('/w/a.ts', 9)];
  stage.changed.fire(new Set(stage.lines.sites().map(siteKey)));
  first.open([placementOf('/w/a.ts', 1)]);
  await refreshed;
  await stage.lines.refresh();
  expect(stage.file('/w/a.ts')).toBe('9: 1');
});

test('figures of placed sites are told while a new site is still being placed', async () => {
  const stage = new Stage();
  await stage.answer(1, '1 /w/a.ts:1');
  const slow = latch<readonly Placement[]>();
  stage.place = () => slow.passed;
  const told = new Promise((resolve) => stage.lines.onDidChange(resolve));
  const refreshed = stage.answer(2, '1 /w/a.ts:1 x2', '2 /w/b.ts:1');
  await told;
  expect(stage.told.at(-1)).toBe('/w/a.ts');
  slow.open([placementOf('/w/b.ts', 3)]);
  await refreshed;
  expect(stage.told.at(-1)).toBe('/w/b.ts');
});

test('a slow place keeps neither other places nor newer figures waiting', async () => {
  const stage = new Stage();
  const slow = latch<readonly Placement[]>();
  stage.place = async ({ id, code }) =>
    Number(id) === 1 ? slow.passed : [placementOf(code.filePath ?? '', 1)];
  const placed = new Promise((resolve) => stage.lines.onDidChange(resolve));
  const first = stage.answer(1, '1 /w/a.ts:1', '2 /w/b.ts:1');
  await placed;
  expect(stage.told).toEqual(['/w/b.ts']);
  const counted = new Promise((resolve) => stage.lines.onDidChange(resolve));
  const second = stage.answer(2, '2 /w/b.ts:1 x2');
  await counted;
  expect(stage.lines.site(id(2))?.count).toBe(2);
  const added = new Promise((resolve) => stage.lines.onDidChange(resolve));
  const third = stage.answer(3, '3 /w/c.ts:1');
  await added;
  slow.open([placementOf('/w/a.ts', 1)]);
  await Promise.all([first, second, third]);
  expect(stage.told).toEqual(['/w/b.ts', '/w/b.ts', '/w/c.ts', '/w/a.ts']);
});

test('a chosen place is shown instead of the best one, and outlives the number of its site', async () => {
  const stage = new Stage();
  stage.place = async () => [placementOf('/w/a.ts', 1), placementOf('/w/b.ts', 2)];
  await stage.answer(1, '1 /w/x.ts:1');
  stage.lines.choose(id(1), stage.lines.placements(id(1))[1]);
  expect([stage.file('/w/a.ts'), stage.file('/w/b.ts')]).toEqual(['', '2: 1']);
  await stage.answer(1, '5 /w/x.ts:1');
  expect(stage.file('/w/b.ts')).toBe('2: 5');
  stage.lines.choose(id(5), undefined);
  expect([stage.file('/w/a.ts'), stage.file('/w/b.ts')]).toEqual(['1: 5', '']);
  expect(stage.told.at(-1)).toBe('/w/a.ts /w/b.ts');
});

test('one site that cannot be placed spoils no other', async () => {
  const stage = new Stage();
  stage.place = async ({ id, code }) => {
    if (Number(id) === 1) throw new Error('broken');
    return [placementOf(code.filePath ?? '', 1)];
  };
  await stage.answer(1, '1 /w/a.ts:1', '2 /w/b.ts:1');
  expect([stage.file('/w/a.ts'), stage.file('/w/b.ts')]).toEqual(['', '1: 2']);
  expect(stage.errors.map(String)).toEqual(['Error: broken']);
});

test('a collector that cannot be asked leaves what was known, and is asked again', async () => {
  const answers: (SitePage | Error)[] = [
    { revision: 1, complete: true, sites: [site('1 /w/a.ts:1')] },
    new Error('gone'),
    { revision: 2, complete: false, sites: [site('1 /w/a.ts:1 x2')] },
  ];
  const resolver = {
    resolve: async () => [placementOf('/w/a.ts', 1)],
    onDidChange: new Emitter<ReadonlySet<string>>().event,
  };
  const sites = async (): Promise<SitePage> => {
    const answer = answers.shift();
    if (answer === undefined || answer instanceof Error) throw answer;
    return answer;
  };
  const lines = new SiteLines({ sites, resolver, onError: () => undefined });
  await lines.refresh();
  await expect(lines.refresh()).rejects.toThrow('gone');
  expect(lines.ofFile('/w/a.ts')).toEqual([{ line: 1, sites: [1] }]);
  await lines.refresh();
  expect(lines.site(id(1))?.count).toBe(2);
});

test('says nothing after its end', async () => {
  const stage = new Stage();
  const refreshed = stage.answer(1, '1 /w/a.ts:1');
  stage.lines.dispose();
  await refreshed;
  expect(stage.told).toEqual([]);
});

test('choices are kept by whoever keeps them, and hold in the next window', async () => {
  let kept: Readonly<Record<string, Placement>> = {};
  const choices = { get: () => kept, set: (next: typeof kept) => (kept = next) };
  const resolver = {
    resolve: async () => [placementOf('/w/a.ts', 1), placementOf('/w/b.ts', 2)],
    onDidChange: new Emitter<ReadonlySet<string>>().event,
  };
  const page: SitePage = { revision: 1, complete: true, sites: [site('1 /w/a.ts:1')] };
  const open = async () => {
    const lines = new SiteLines({ sites: async () => page, resolver, onError: () => undefined, choices });
    await lines.refresh();
    return lines;
  };
  const first = await open();
  first.choose(id(1), placementOf('/w/b.ts', 2));
  expect((await open()).placement(id(1))?.location.path).toBe('/w/b.ts');
  first.choose(id(1), undefined);
  expect((await open()).placement(id(1))?.location.path).toBe('/w/a.ts');
});

test('what surrounds a site without a line is asked for again when there are twice as many spans', async () => {
  const forgotten: string[] = [];
  const known = new Set<string>();
  const resolver = {
    resolve: async ({ code }: Site) =>
      known.has(code.filePath ?? '') ? [placementOf(code.filePath ?? '', 1)] : [],
    onDidChange: new Emitter<ReadonlySet<string>>().event,
    forget: (keys: ReadonlySet<string>) => forgotten.push(String(keys.size)),
  };
  let page: SitePage = { revision: 0, complete: true, sites: [] };
  const lines = new SiteLines({ sites: async () => page, resolver, onError: () => undefined });
  const answer = async (...pictures: string[]) => {
    page = { revision: page.revision + 1, complete: page.revision === 0, sites: pictures.map(site) };
    await lines.refresh();
  };
  known.add('/w/placed.ts');
  await answer('1 /w/none.ts:1 x2', '2 /w/placed.ts:1 x2');
  await answer('1 /w/none.ts:1 x3', '2 /w/placed.ts:1 x90');
  expect(forgotten).toEqual([]);
  await answer('1 /w/none.ts:1 x4');
  await answer('1 /w/none.ts:1 x7');
  expect(forgotten).toEqual(['1']);
});
