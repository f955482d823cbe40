import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { imported } from './importedText.ts';

const fixture = readFileSync(join(import.meta.dirname, '../../../fixtures/jaeger/two-services.json'), 'utf8');

test('the answer of the query API', async () => {
  const { text, result } = await imported(fixture);
  expect(result).toMatchObject({ spans: 3, refused: 0, problems: [] });
  expect(text).toMatchInlineSnapshot(`
    "5b8efff798038103d269b633813fc60c/a1 GET /checkout server 1763816400000000000+450000000 error: card declined
      resource host.name=string:"box-1" service.name=string:"storefront"
      scope example.http 1.2.0
      attributes @jaeger@warnings=array:["clock skew adjusted"] cache.hit=bool:false http.response.status_code=int:500 sampling.ratio=double:1 token=bytes:"AQID"
      event 1763816400100000000 exception exception.type=string:"Declined"
    5b8efff798038103d269b633813fc60c/b2 under a1 charge client 1763816400010000000+20000000
      resource service.name=string:"payments"
      link 6c9efff798038103d269b633813fc60d/f9
    5b8efff798038103d269b633813fc60c/c3 under b2 audit 1763816400500000000+1000000
      resource service.name=string:"payments""
  `);
});

test('one trace alone, as some dumps have it, with processes before the spans', async () => {
  const document = JSON.parse(fixture) as { data: [{ traceID: string; spans: object[]; processes: object }] };
  const [{ traceID, spans, processes }] = document.data;
  const whole = await imported(fixture);
  expect((await imported({ processes, traceID, spans })).text).toBe(whole.text);
  expect((await imported([{ traceID, spans, processes }])).text).toBe(whole.text);
  expect((await imported({ data: { traceID, spans, processes } })).text).toBe(whole.text);
});

test('a span that cannot be read is told with its path, and the others are kept', async () => {
  const span = { traceID: 'a1', spanID: 'b', operationName: 'x', startTime: 1, duration: 1, processID: 'p' };
  const { spanID: _, ...nameless } = span;
  const spans = [
    span,
    nameless,
    { ...span, spanID: 'zz!' },
    { ...span, startTime: 'soon' },
    null,
    { ...span, spanID: 'c' },
  ];
  const { text, result } = await imported({ data: [{ traceID: 'a1', spans, processes: {} }] });
  expect([text, ...result.problems].join('\n')).toMatchInlineSnapshot(`
    "a1/b x 1000+1000
    a1/c x 1000+1000
    data[0].spans[1]: no spanID
    data[0].spans[2]: spanID is no id: "zz!"
    data[0].spans[3]: startTime is no number
    data[0].spans[4]: not an object"
  `);
  expect(result.refused).toBe(4);
});

test('the halves of a span that caller and callee share both stay, and the child goes under the server', async () => {
  const span = (spanID: string, operationName: string, kind: string, parent?: string): object => ({
    traceID: 'a1',
    spanID,
    operationName,
    references: parent === undefined ? [] : [{ refType: 'CHILD_OF', traceID: 'a1', spanID: parent }],
    startTime: 1,
    duration: 1,
    tags: kind === '' ? [] : [{ key: 'span.kind', type: 'string', value: kind }],
  });
  const spans = [
    span('d', 'query', '', 'c'),
    span('c', 'answer', 'server', 'b'),
    span('b', 'root', ''),
    span('c', 'call', 'client', 'b'),
    span('b', 'root', ''),
  ];
  const { text } = await imported({ data: [{ traceID: 'a1', spans, processes: {} }] });
  expect(text.split('\n').map((line) => line.replace(/[\da-f]{16}/g, 'made'))).toEqual([
    'a1/b root 1000+1000',
    'a1/c under b call client 1000+1000',
    'a1/d under made query 1000+1000',
    'a1/made under c answer server 1000+1000',
  ]);
});
