import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { imported } from './importedText.ts';

function fixture(name: string): string {
  return readFileSync(join(import.meta.dirname, '../../../fixtures/zipkin', name), 'utf8');
}

test('version 2: the halves of a shared span both stay, and the child goes under the server', async () => {
  const { text, result } = await imported(fixture('shared-v2.json'));
  expect(result.problems).toEqual([]);
  expect(text).toMatchInlineSnapshot(`
    "d2f9288a2904503d/a get / client 1763816400000000000+207000000
      resource service.name=string:"frontend"
      attributes http.path=string:"/api" network.local.address=string:"127.0.0.1" network.peer.address=string:"192.168.99.101" network.peer.port=int:9000 peer.service=string:"backend"
      event 1763816400100000000 wr
    d2f9288a2904503d/b under 88712be8a582fca query 1763816400050000000+0 error: timeout
      resource service.name=string:"backend"
    d2f9288a2904503d/88712be8a582fca under a get /api server 1763816400020000000+150000000
      resource service.name=string:"backend"
      attributes network.local.address=string:"192.168.99.101" network.local.port=int:9000 otel.zipkin.shared=bool:true"
  `);
});

test('version 1: annotations tell kinds, halves and times', async () => {
  const { text, result } = await imported(fixture('shared-v1.json'));
  expect(result.problems).toEqual([]);
  expect(text).toMatchInlineSnapshot(`
    "d2f9288a2904503d/a get / client 1763816400000000000+207000000
      resource service.name=string:"frontend"
      attributes http.path=string:"/api" network.local.address=string:"127.0.0.1" network.peer.address=string:"192.168.99.101" network.peer.port=int:9000 peer.service=string:"backend"
    d2f9288a2904503d/b under 88712be8a582fca query 1763816400050000000+30000000
      resource service.name=string:"backend"
    d2f9288a2904503d/88712be8a582fca under a get / server 1763816400020000000+150000000
      resource service.name=string:"backend"
      attributes http.path=string:"/api/internal" network.local.port=int:9000 network.peer.address=string:"127.0.0.1" network.peer.port=int:55555 otel.zipkin.shared=bool:true peer.service=string:"frontend"
      event 1763816400100000000 cache miss"
  `);
});

test('halves are known without the flag, and the same file gives the same ids', async () => {
  const spans = (JSON.parse(fixture('shared-v2.json')) as [Record<string, unknown>[]])[0];
  const unsaid = spans.map(({ shared: _, ...span }) => span);
  const { text } = await imported(fixture('shared-v2.json'));
  expect((await imported(unsaid)).text).toBe(text.replace(' otel.zipkin.shared=bool:true', ''));
});

test('a list that begins with what is no span, and lists of nothing', async () => {
  const { result } = await imported([null, { traceId: 'f' }, [{ id: '1' }, { traceId: 'f', id: '2' }]]);
  expect([result.spans, ...result.problems]).toEqual([
    1,
    '[0]: not an object',
    '[1]: no id',
    '[2][0]: no traceId',
  ]);
  expect((await imported([[]])).result.spans).toBe(0);
});

test('what came later of the same half is no second half', async () => {
  const span = { traceId: 'f', id: '1', timestamp: 5, duration: 1 };
  const { text } = await imported([
    { ...span, kind: 'SERVER', name: 'first' },
    { ...span, name: 'more' },
    { ...span, id: '2', parentId: '1' },
  ]);
  expect(text).toMatchInlineSnapshot(`
    "f/1 first server 5000+1000
    f/2 under 1 5000+1000"
  `);
});

test('what is missing: times, names, endpoints', async () => {
  const { text } = await imported([
    { traceId: '0000000000000001000000000000000f', id: '1', annotations: [{ timestamp: 50, value: 'x' }] },
    { traceId: '0000000000000001000000000000000f', id: '2', parentId: '1', duration: 7 },
    { traceId: 'f', id: '3', timestamp: 9, remoteEndpoint: { port: 80 }, kind: 'client' },
  ]);
  expect(text).toMatchInlineSnapshot(`
    "f/3 client 9000+0
      attributes network.peer.port=int:80
    1000000000000000f/1 50000+0
      attributes otel.zipkin.absentField.startTime=bool:true
      event 50000 x
    1000000000000000f/2 under 1 50000+7000
      attributes otel.zipkin.absentField.startTime=bool:true"
  `);
});

test('status, scope, resource and links come back from tags', async () => {
  const span = { traceId: 'f', id: '1', timestamp: 5, duration: 1 };
  const { text } = await imported([
    { ...span, tags: { error: '', 'otel.status_code': 'ERROR' } },
    { ...span, id: '2', tags: { error: 'true' } },
    { ...span, id: '3', tags: { error: 'false' } },
    {
      ...span,
      id: '4',
      tags: { 'otel.status_code': 'OK', 'otel.scope.name': 's', 'otel.scope.version': '1' },
    },
    {
      ...span,
      id: '5',
      tags: { 'otlp.link.0': '1|2||{"a":1}|0', 'host.name': 'box', 'span.kind': 'internal' },
    },
    {
      ...span,
      id: '6',
      annotations: [
        { timestamp: 6, value: '"retry": {"n":2}' },
        { timestamp: 7, value: 'old|{"k":"v"}|3' },
      ],
    },
  ]);
  expect(text).toMatchInlineSnapshot(`
    "f/1 5000+1000 error
    f/2 5000+1000 error
    f/3 5000+1000
      attributes error=string:"false"
    f/4 5000+1000 ok
      scope s 1
    f/5 internal 5000+1000
      resource host.name=string:"box"
      link 1/2 a=int:1
    f/6 5000+1000
      event 6000 retry n=int:2
      event 7000 old k=string:"v""
  `);
});
