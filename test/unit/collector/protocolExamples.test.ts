import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SpanId, TraceId } from '../../../src/shared/ids.ts';
import { collectorOfFile } from './collectorOfFile.ts';

const collector = collectorOfFile();

/** Status, content type and body of the answer to a file of `test/fixtures/otlp`. */
async function post(file: string, path: string): Promise<readonly unknown[]> {
  const body = readFileSync(join(import.meta.dirname, '../../fixtures/otlp', file));
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`http://${collector().ready.http}/v1/${path}`, {
    method: 'POST',
    headers,
    body,
  });
  return [answer.status, answer.headers.get('content-type'), await answer.text()];
}

test.each([
  ['trace', 'traces'],
  ['logs', 'logs'],
  ['metrics', 'metrics'],
])('the example of the protocol repository, %s.json, is accepted', async (name, path) => {
  const answer = await post(`opentelemetry-proto/${name}.json`, path);
  expect(answer).toEqual([200, 'application/json', '{}']);
});

test('the span of the example comes back as it was sent', async () => {
  const traceId = '5b8efff798038103d269b633813fc60c' as TraceId;
  const spanId = 'eee19b7ec3c1b174' as SpanId;
  const attribute = (key: string, value: string): object => ({ key, value: { type: 'string', value } });
  expect(await collector().ask((api) => api.span({ traceId, spanId }))).toMatchObject({
    parentSpanId: 'eee19b7ec3c1b173',
    name: "I'm a server span",
    kind: 'server',
    service: 'my.service',
    startUnixNano: '1544712660000000000',
    endUnixNano: '1544712661000000000',
    attributes: [attribute('my.span.attr', 'some value')],
    scope: {
      name: 'my.library',
      version: '1.0.0',
      attributes: [attribute('my.scope.attribute', 'some scope attribute')],
    },
  });
});

test('a document with much that is allowed and unusual', async () => {
  expect(await post('unusual.json', 'traces')).toEqual([200, 'application/json', '{}']);
  const text = '7c1f3e0a9b5d4826af03c9d17e64b258';
  const [summary] = (await collector().ask((api) => api.traces({ limit: 5, text }))).traces;
  expect(summary).toMatchObject({
    root: 'GET /example',
    service: 'example.service',
    startUnixNano: '1544712660123456789',
    durationNano: 1_000_000_001,
    rootMissing: true,
  });
});
