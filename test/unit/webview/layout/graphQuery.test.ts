import { expect, test } from 'vitest';
import type { GraphNode } from '../../../../src/shared/serviceGraph.ts';
import type { AttributeKey } from '../../../../src/shared/traceAttributes.ts';
import { callLatency, callSentence } from '../../../../webview/layout/callWords.ts';
import { callQuery, nodeQuery } from '../../../../webview/layout/graphQuery.ts';
import { graphWords } from '../../../../webview/layout/graphWords.ts';

const figures = { calls: 1, errors: 0, p50Nano: 1e6, p95Nano: 2e6, maxNano: 3e6 };
const node = (kind: GraphNode['kind'], name: string): GraphNode => ({ kind, name, figures });
const key = (name: string, ...values: string[]): AttributeKey => ({
  key: name,
  from: 'span',
  spans: 1,
  values,
  distinct: values.length,
});
const keys = [
  key('db.namespace', 'shop'),
  key('db.system', 'postgresql'),
  key('server.address', 'mail.example'),
];

test('a service is found by its name', () => {
  expect(nodeQuery(node('service', 'my shop'), keys)).toBe('service="my shop"');
});

test('a store is found by the attributes that name it in this trace', () => {
  expect(nodeQuery(node('database', 'shop'), keys)).toBe('db.namespace=shop');
  expect(nodeQuery(node('external', 'mail.example'), keys)).toBe('server.address=mail.example');
  expect(nodeQuery(node('external', 'mail.example:587'), keys)).toBe(
    'server.address=mail.example server.port=587',
  );
});

test('without any known key the usual one is asked for', () => {
  expect(nodeQuery(node('messaging', 'orders'), [])).toBe('messaging.destination.name=orders');
});

test('a call between services is all spans of both, one to a store only those that go there', () => {
  const [a, b] = [node('service', 'a'), node('service', 'b')];
  expect(callQuery(a, b, keys)).toBe('service=a OR service=b');
  expect(callQuery(a, node('database', 'shop'), keys)).toBe('service=a db.namespace=shop');
});

test('calls are told by the figure that their number allows', () => {
  expect(callLatency({ ...figures, calls: 0 })).toBe('');
  expect(callLatency(figures)).toBe('3 ms');
  expect(callLatency({ ...figures, calls: 19 })).toBe('max 3 ms');
  expect(callSentence({ ...figures, calls: 1200, errors: 2 })).toBe('1,200 calls, p95 2 ms, 2 failed');
});

test('a graph in figures', () => {
  const nodes = [node('service', 'a'), node('service', 'b'), node('database', 'c')];
  const edges = [{ from: 0, to: 1, figures }];
  expect(graphWords({ nodes, edges, traces: 1, spans: 3, ofTraces: 1 })).toBe(
    '2 services · 1 database · 1 call',
  );
  expect(graphWords({ nodes, edges, traces: 200, spans: 3, ofTraces: 1234 })).toBe(
    '2 services · 1 database · 1 call · the latest 200 of 1,234 traces',
  );
});
