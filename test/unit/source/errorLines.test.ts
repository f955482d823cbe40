import { expect, test } from 'vitest';
import type { SiteId, SpanId, TraceId } from '../../../src/shared/ids.ts';
import type { SiteRelatives } from '../../../src/shared/protocol.ts';
import type { Site } from '../../../src/shared/site.ts';
import type { StackFrame } from '../../../src/shared/spanProtocol.ts';
import { ErrorLines } from '../../../src/source/errorLines.ts';
import { siteOf } from './pictures.ts';

test('the first frame of the user marks the line, once for all that failed by it', async () => {
  const { errors, asked } = start({ 1: 'lib 3\nuser 7', 2: 'lib 3\nuser 7', 3: 'lib 1' });
  await errors.update([failed(1, 'a'), failed(2, 'b'), failed(3, 'c'), siteOf({}, { id: 4 })]);
  expect(errors.ofFile('/w/user.ts')).toEqual([{ site: 1, line: 7, text: 'Oops: no 1' }]);
  expect(asked).toEqual(['1 2 3']);
});

test('only errors that are new are asked for, and what fails no more is forgotten', async () => {
  const { errors, asked } = start({ 1: 'user 7', 2: 'user 9' });
  let changes = 0;
  errors.onDidChange(() => changes++);
  await errors.update([failed(1, 'a')]);
  await errors.update([failed(1, 'a'), failed(2, 'b')]);
  await errors.update([failed(1, 'a'), failed(2, 'b')]);
  await errors.update([failed(1, 'a2'), failed(2, 'b')]);
  expect(asked).toEqual(['1', '2', '1']);
  await errors.update([failed(2, 'b')]);
  expect(errors.ofFile('/w/user.ts').map(({ line }) => line)).toEqual([9]);
  expect(changes).toBe(4);
});

test('a collector that is gone is reported, and what was known stays', async () => {
  const problems: unknown[] = [];
  const { errors, fail } = start({ 1: 'user 7' }, problems);
  await errors.update([failed(1, 'a')]);
  fail();
  await errors.update([failed(1, 'a'), failed(2, 'b')]);
  expect(problems).toEqual([new Error('gone')]);
  expect(errors.ofFile('/w/user.ts').length).toBe(1);
});

function start(stacks: Readonly<Record<number, string>>, problems: unknown[] = []) {
  const asked: string[] = [];
  let gone = false;
  const relatives = async (sites: readonly SiteId[]): Promise<readonly SiteRelatives[]> => {
    if (gone) throw new Error('gone');
    asked.push(sites.join(' '));
    return sites.map((site) => relativesOf(site, stacks[site] ?? ''));
  };
  const errors = new ErrorLines({ relatives, place: framesOf, onError: (error) => problems.push(error) });
  return { errors, asked, fail: () => (gone = true) };
}

function relativesOf(site: SiteId, exceptionStack: string): SiteRelatives {
  return {
    site,
    ancestors: [],
    descendants: [],
    exceptionStack,
    exception: `Oops: no ${site > 2 ? site : 1}`,
  };
}

/** `user 7` is line 7 of the user's file, `lib 3` a frame of a library. */
async function framesOf(text: string): Promise<readonly StackFrame[]> {
  return text.split('\n').map((frame) => {
    const [name = '', line = ''] = frame.split(' ');
    const location = name === 'user' ? { path: '/w/user.ts', line: Number(line) } : undefined;
    return { text: frame, functionName: '', label: '', location };
  });
}

function failed(id: number, spanId: string): Site {
  const latestFailed = { traceId: 't' as TraceId, spanId: spanId as SpanId };
  return { ...siteOf({}, { id }), errors: 1, latestFailed };
}
