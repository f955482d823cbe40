import { expect, test } from 'vitest';
import type { Evidence } from '../../../src/shared/evidence.ts';
import type { Placement } from '../../../src/shared/placement.ts';
import type { CodeAttributes, Site } from '../../../src/shared/site.ts';
import type { SpanKind } from '../../../src/shared/spanKind.ts';
import { coverageOf, coverageText } from '../../../src/source/coverage.ts';
import { siteOf } from './pictures.ts';

const line: Placement = {
  location: { path: '/w/a.ts', line: 4 },
  rung: 'http.route',
  confidence: 'high',
  evidence: '',
};
const file: Placement = {
  location: { path: '/w/a.ts', line: 1 },
  rung: 'scope',
  confidence: 'low',
  evidence: '',
};

const caller: Placement = { ...line, rung: 'called from', confidence: 'low' };

function site(name: string, count: number, evidence: Evidence = {}, kind: SpanKind = 'internal'): Site {
  return siteOf({}, { name, count, evidence, kind });
}

test('how many spans lead to a line, in a sentence that never promises too much', () => {
  const text = (...sites: readonly (readonly [Site, Placement | undefined])[]) =>
    coverageText(coverageOf(sites.map(([one, placement]) => ({ site: one, placement }))));
  expect(text()).toBe('No spans yet');
  expect(text([site('a', 3), line])).toBe('All spans have a line');
  expect(text([site('a', 92), line], [site('b', 5), undefined], [site('c', 3), file])).toBe(
    '92 % of spans have a line; 2 sites without one',
  );
  expect(text([site('a', 100_000), line], [site('b', 1), undefined])).toBe(
    '99 % of spans have a line; 1 site without one',
  );
  expect(text([site('a', 50), line], [site('b', 40), caller], [site('c', 10), undefined])).toBe(
    '90 % of spans have a line, 40 % that of their caller; 1 site without one',
  );
  expect(text([site('a', 99), line], [site('b', 1), caller])).toBe(
    'All spans have a line, 1 % that of their caller',
  );
});

test('why a site has no line, those with the most spans first', () => {
  const withCode = (code: CodeAttributes, count: number) => siteOf(code, { name: 'x', count });
  const sites = [
    site('a', 1),
    site('capture', 11, { 'spanline.capture.error': 'the SDK is too old' }),
    site('GET /x', 10, { 'http.route': '/x' }, 'server'),
    site('GET', 9, { 'url.path': '/y/*' }, 'server'),
    site('GET', 8, {}, 'server'),
    site('acme.Shop/Get', 7, { 'rpc.method': 'acme.Shop/Get' }, 'server'),
    { ...site('SELECT', 6, {}, 'client'), scope: 'go.opentelemetry.io/contrib/x' },
    withCode({ filePath: '/app/a.ts', line: 1 }, 5),
    withCode({ functionName: 'a.b' }, 4),
    site('orders process', 3, {}, 'consumer'),
  ];
  const { missing } = coverageOf([
    ...sites.map((one) => ({ site: one, placement: undefined })),
    { site: site('file', 2), placement: file },
  ]);
  expect(
    `\n${missing.map(({ site: { name, count }, reason }) => `${count} ${name}: ${reason}`).join('\n')}\n`,
  ).toMatchInlineSnapshot(`
    "
    11 capture: Capture failed: the SDK is too old
    10 GET /x: The route /x is registered nowhere in the workspace
    9 GET: It tells no route, and none in the workspace is known to be that of /y/*
    8 GET: It tells neither route nor path
    7 acme.Shop/Get: Nothing in the workspace implements acme.Shop/Get
    6 SELECT: A library's span, called from nowhere in the workspace
    5 x: Its file /app/a.ts is not in the workspace
    4 x: Its function a.b is not in the workspace
    3 orders process: Nothing in the workspace is known to take these messages
    2 file: Only its file is known, not its line
    1 a: Its name stands nowhere in the workspace: it is computed, or the code is not here
    "
  `);
});
