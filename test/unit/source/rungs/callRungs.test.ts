import { expect, test } from 'vitest';
import type { Placement } from '../../../../src/shared/placement.ts';
import type { Site } from '../../../../src/shared/site.ts';
import type { RungContext } from '../../../../src/source/rung.ts';
import { ancestorRung } from '../../../../src/source/rungs/ancestorRung.ts';
import { clientCallRung } from '../../../../src/source/rungs/clientCallRung.ts';
import { siteOf } from '../pictures.ts';
import { around, placed, workspace } from './workspace.ts';

const request = siteOf(
  {},
  {
    kind: 'client',
    name: 'GET',
    scope: '@opentelemetry/instrumentation-undici',
    evidence: { 'http.request.method': 'GET' },
  },
);

/** A context in which the site above has a place. */
function calledFrom(
  context: RungContext,
  line: number,
  confidence: Placement['confidence'] = 'high',
): RungContext {
  const above = siteOf({}, { id: 2, name: 'GET /users', kind: 'server' });
  const place = { location: { path: '/w/src/users.js', line }, rung: 'http.route', confidence, evidence: '' };
  return {
    ...around(context, { ancestors: [[above]] }),
    placesOf: async (site: Site) => (site.id === above.id ? [place] : []),
  };
}

const users = {
  'src/users.js': `
export async function one(id) {
  // fetch('/old')
  const answer = await fetch('http://users/' + id, {
    method: 'GET',
  });
  return answer.json();
}
export async function two(id) {
  await fetch('http://a');
  await fetch('http://b');
}
export async function none() {
  return mail.send();
}
app.get('/x', one);
`,
};

test('the only request in what called it', async () => {
  const context = workspace(users);
  expect(await placed(clientCallRung, request, calledFrom(context, 2))).toMatchInlineSnapshot(
    `"src/users.js:4 medium"`,
  );
  expect(await placed(clientCallRung, request, calledFrom(context, 9))).toBe('none');
  // Elsewhere there are three.
  expect(await placed(clientCallRung, request, calledFrom(context, 13))).toBe('none');
  expect(await placed(clientCallRung, { ...request, scope: 'shop' }, calledFrom(context, 2))).toBe('none');
  expect(await placed(clientCallRung, { ...request, kind: 'internal' }, calledFrom(context, 2))).toBe('none');
});

test('the only request in the workspace, and never the one in the tests', async () => {
  const context = workspace({
    'src/client.py': 'import httpx\n\n\ndef prices():\n    return httpx.get("http://prices")\n',
    'tests/test_client.py': 'import httpx\n\n\ndef test_it():\n    httpx.get("http://other")\n',
  });
  const python = { ...request, scope: 'opentelemetry.instrumentation.httpx' };
  expect(await placed(clientCallRung, python, context)).toMatchInlineSnapshot(`"src/client.py:5 medium"`);
  const post = { ...python, evidence: { 'http.request.method': 'POST' } };
  expect(await placed(clientCallRung, post, context)).toBe('none');
});

test('what a library does was called from the nearest line above, and no request is called from anywhere', async () => {
  const context = workspace(users);
  expect(await placed(ancestorRung, request, calledFrom(context, 2))).toMatchInlineSnapshot(
    `"src/users.js:2 low"`,
  );
  expect(await placed(ancestorRung, { ...request, kind: 'server' }, calledFrom(context, 2))).toBe('none');
  expect(await placed(ancestorRung, request, calledFrom(context, 1, 'low'))).toBe('none');
});
