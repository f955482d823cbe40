import { expect, test } from 'vitest';
import { CodeSites, type Edits, type SavedLines } from '../../../src/editor/codeSites.ts';
import { Emitter } from '../../../src/shared/event.ts';
import type { SiteId } from '../../../src/shared/ids.ts';
import type { Placement } from '../../../src/shared/placement.ts';
import { siteOf } from './siteOf.ts';

const path = '/shop/orders.ts';

test('sites are on the lines to which edits moved them', () => {
  const { code, followed } = setUp();
  expect(code.inFile(path).map(({ site, line, stale }) => [site.id, line, stale])).toEqual([[1, 13, false]]);
  expect(followed).toEqual([path]);
});

test('edits move a line that was found in the text only while they are not saved', () => {
  const { code, shifts } = setUp();
  code.inFile(path);
  expect(shifts).toEqual(['1 by number', '2 by text']);
});

test('where only the file is known, no line carries figures or moves, but the file can be opened', () => {
  const { code } = setUp();
  expect(code.inFile(path).map(({ site }) => site.id)).not.toContain(2);
  expect(code.placementOf(2 as SiteId)?.location).toEqual({ path, line: 1 });
});

test('what a line called is told apart from what comes from it', () => {
  const { code } = setUp(10, placement('called from', 'low', 3));
  expect(code.inFile(path)).toEqual([]);
  expect(code.calledIn(path).map(({ site, line }) => [site.id, line])).toEqual([[1, 13]]);
});

test('a line whose text was followed moves with unsaved edits alone; one that is gone is stale', () => {
  const { code, shifts, placements } = setUp();
  const said = placements.get(1) as Placement;
  placements.set(1, { ...said, followed: true });
  expect(code.inFile(path).map(({ stale }) => stale)).toEqual([false]);
  expect(shifts[0]).toBe('1 by text');
  // Edits in the editor know better where a line went.
  placements.set(1, { ...said, stale: true });
  expect(code.inFile(path).map(({ stale }) => stale)).toEqual([false]);
  expect(
    setUp(0, { ...said, stale: true })
      .code.inFile(path)
      .map(({ stale }) => stale),
  ).toEqual([true]);
});

test('an answer that is not there yet is waited for', async () => {
  const { code, lines } = setUp();
  expect(code.placementOf(3 as SiteId)).toBeUndefined();
  lines.arrive();
  expect((await code.resolve(3 as SiteId))?.location.line).toBe(15);
});

test('errors are on the lines to which edits moved them', () => {
  const { code } = setUp();
  expect(code.errorsIn(path)).toEqual([{ line: 14, text: 'Oops: no' }]);
  expect(code.errorsIn('/other.ts')).toEqual([]);
});

test('what the user chose is shown, with the other places behind it', () => {
  const { code } = setUp();
  code.choose(1 as SiteId, { path, line: 8 });
  expect(code.placementsOf(1 as SiteId).map(({ rung, location }) => `${rung} ${location.line}`)).toEqual([
    'chosen 8',
  ]);
  expect(code.whyNowhere(1 as SiteId)).toBeUndefined();
  expect(code.whyNowhere(3 as SiteId)).toMatch(/\.$/);
});

function setUp(down = 10, first = placement('code.file.path', 'exact', 3)) {
  const placements = new Map<number, Placement>([
    [1, first],
    [2, placement('code.function.name', 'low', 1)],
  ]);
  let waiting = false;
  const lines: SavedLines & { arrive(): void } = {
    sites: () => [1, 2, 3].map((id) => siteOf(id)),
    site: (id) => siteOf(id),
    placement: (id) => placements.get(id),
    placements: (id) => [...placements].flatMap(([key, one]) => (key === id ? [one] : [])),
    choose: (id, chosen) => {
      if (chosen !== undefined) placements.set(id, chosen);
    },
    ofFile: (file) => (file === path ? [{ line: 1, sites: [1, 2] as SiteId[] }] : []),
    refresh: async () => {
      if (waiting) placements.set(3, placement('code.file.path', 'exact', 5));
    },
    arrive: () => {
      waiting = true;
    },
    onDidChange: new Emitter<void>().event,
  };
  const followed: string[] = [];
  const shifts: string[] = [];
  const edits: Edits = {
    shift: (_, site, line, byText) => {
      shifts.push(`${site} by ${byText ? 'text' : 'number'}`);
      return { line: line + down, stale: false };
    },
    follow: (file) => followed.push(file),
    onDidChange: new Emitter<void>().event,
  };
  const errors = {
    ofFile: (file: string) => (file === path ? [{ site: 7 as SiteId, line: 4, text: 'Oops: no' }] : []),
    onDidChange: new Emitter<void>().event,
  };
  return { code: new CodeSites(lines, errors, edits), lines, followed, shifts, placements };
}

function placement(rung: string, confidence: Placement['confidence'], line: number): Placement {
  return { location: { path, line }, rung, confidence, evidence: '' };
}
