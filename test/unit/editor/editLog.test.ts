import { expect, test } from 'vitest';
import { EditLog } from '../../../src/editor/editLog.ts';
import type { SiteId } from '../../../src/shared/ids.ts';
import type { TextChange } from '../../../src/source/lineShift.ts';

const site = 1 as SiteId;
const later = 2 as SiteId;
const insertedAbove: TextChange = {
  startLine: 1,
  startCharacter: 0,
  endLine: 1,
  endCharacter: 0,
  text: '// new\n',
};
const replaced: TextChange = {
  startLine: 3,
  startCharacter: 0,
  endLine: 4,
  endCharacter: 0,
  text: 'a();\nb();\n',
};

test('the line of the code that ran follows every edit, saved or not', () => {
  const log = new EditLog('text');
  expect(log.shift(site, 3, false)).toEqual({ line: 3, stale: false });
  log.record([insertedAbove]);
  expect(log.shift(site, 3, false)).toEqual({ line: 4, stale: false });
  log.settle('new text');
  expect(log.shift(site, 3, false)).toEqual({ line: 4, stale: false });
});

test('a line found in the saved text follows only what is not saved', () => {
  const log = new EditLog('text');
  log.record([insertedAbove]);
  expect(log.shift(site, 3, true).line).toBe(4);
  log.settle('new text');
  expect(log.shift(site, 4, true).line).toBe(4);
});

test('a site that comes after a save was made from the saved text', () => {
  const log = new EditLog('text');
  log.record([insertedAbove]);
  log.settle('new text');
  expect(log.shift(later, 4, false).line).toBe(4);
});

test('a replaced line is stale, until that is undone', () => {
  const log = new EditLog('text');
  log.shift(site, 3, false);
  log.record([replaced]);
  expect(log.shift(site, 3, false).stale).toBe(true);
  log.record([{ ...replaced, endLine: 5, text: 'was();\n' }]);
  log.settle('text');
  expect(log.shift(site, 3, false)).toEqual({ line: 3, stale: false });
});

test('closing without saving takes everything back', () => {
  const log = new EditLog('text');
  log.shift(site, 3, false);
  log.record([insertedAbove]);
  log.revert();
  expect(log.shift(site, 3, false).line).toBe(3);
});
