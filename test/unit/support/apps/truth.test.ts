import { expect, test } from 'vitest';
import type { SiteLine } from '../../../support/apps/sitesOf.ts';
import { parseTruth } from '../../../support/apps/truth.ts';
import { countsText, truthTable } from '../../../support/apps/truthTable.ts';
import { countOwn, faultsOf, judge } from '../../../support/apps/verdicts.ts';

const table = parseTruth(`
# A comment, and a line of each kind.
own       server    GET /orders/{id}                  app.py:3|app.py:9-11   # beside it
own       internal  save  scope=shop                  store.py:5
own       internal  retry * of 3                      app.py:20
own       client    SELECT  db.statement=*orders*     store.py:8
library   internal  http send                         -
library   internal  middleware - auth                 -|auth.py:2
own@captured   client  connect                        store.py:2
library@plain  client  connect                        -
library?  internal  tls.connect                       -
`);

function site(kind: string, name: string, place: string, more: Partial<SiteLine> = {}): SiteLine {
  const [where = '', rung = 'a rung', confidence = 'high'] = place.split(', ');
  const [file = '', line = ''] = where.split(':');
  const found = where === '-' ? { file: null, line: null } : { file, line: Number(line), rung, confidence };
  const plain = { service: 's', scope: 'shop', name, kind, count: 1, code: {}, evidence: {} };
  return { ...plain, ...found, ...more } as SiteLine;
}

test('each site has its verdict', () => {
  const sites = [
    site('server', 'GET /orders/{id}', 'app.py:10'),
    site('server', 'GET /orders/{id}', 'app.py:12, http.route, medium'),
    site('internal', 'save', 'store.py:1, scope, low'),
    site('internal', 'retry 2 of 3', '-'),
    site('client', 'SELECT', 'app.py:3, called from, low', {
      evidence: { 'db.statement': 'SELECT a FROM orders' },
    }),
    site('internal', 'http send', 'app.py:3, called from, low'),
    site('internal', 'middleware - auth', 'auth.py:2'),
    site('client', 'connect', '-'),
  ];
  const judgement = judge(sites, table, 'plain');
  expect(`\n${truthTable(judgement)}\n`).toBe(`
   whose    kind      span               expected              got         rung         confidence  verdict
   own      server    GET /orders/{id}   app.py:3|app.py:9-11  app.py:10   a rung       high        right
✗  own      server    GET /orders/{id}   app.py:3|app.py:9-11  app.py:12   http.route   medium      wrong
·  own      internal  save               store.py:5            store.py:1  scope        low         file only
·  own      internal  retry 2 of 3       app.py:20             -                                    none
·  own      client    SELECT             store.py:8            app.py:3    called from  low         called from
   library  internal  http send          -                     app.py:3    called from  low         right
   library  internal  middleware - auth  -|auth.py:2           auth.py:2   a rung       high        right
   library  client    connect            -                     -                                    right
`);
  expect(faultsOf(judgement)).toEqual([]);
  const counts = countsText(countOwn(judgement.judged));
  expect(counts).toBe('1 of 5 right (20.0 %), 1 called from, 1 file only, 1 wrong, 1 none');
});

test('what must not be is said', () => {
  const sites = [
    site('server', 'GET /orders/{id}', 'app.py:12, http.route, high'),
    site('internal', 'save', 'store.py:5', { scope: 'another' }),
    site('internal', 'http send', 'app.py:3, span name, medium'),
    site('client', 'connect', 'store.py:2'),
  ];
  expect(faultsOf(judge(sites, table, 'captured'))).toEqual([
    'truth.txt:3: server "GET /orders/{id}" of own is put on app.py:12 (http.route, high).',
    'truth.txt:7: internal "http send" of library is put on app.py:3 (span name, medium).',
    'No line of truth.txt speaks of this: internal  save  scope=another  store.py:5',
    'truth.txt:4: no internal span "save" came.',
    'truth.txt:5: no internal span "retry * of 3" came.',
    'truth.txt:6: no client span "SELECT" came.',
    'truth.txt:8: no internal span "middleware - auth" came.',
  ]);
});

test.each([
  ['own  internal  save', 'truth.txt:1 cannot be read.'],
  ['mine  internal  save  a.py:1', 'truth.txt:1 cannot be read.'],
  ['own  internal  save  a.py', 'truth.txt:1: "a.py" is no FILE:LINE.'],
  ['own  internal  save  shop  a.py:1', 'truth.txt:1: "shop" is neither an attribute nor the last column.'],
])('a line with a mistake is refused: %s', (line, message) => {
  expect(() => parseTruth(line)).toThrow(message);
});
