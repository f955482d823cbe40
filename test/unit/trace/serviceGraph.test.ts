import { expect, test } from 'vitest';
import type { ServiceGraph } from '../../../src/shared/serviceGraph.ts';
import type { SpanKind } from '../../../src/shared/spanKind.ts';
import type { TraceColumns } from '../../../src/shared/traceColumns.ts';
import { type Peer, peerFrom } from '../../../src/trace/peer.ts';
import { ServiceGraphBuilder } from '../../../src/trace/serviceGraph.ts';
import { traceOf, traceOfSpans } from '../support/traceText.ts';
import { bigTraces } from './bigTraces.ts';

test("the client's half and the server's are one call, with the figures of the server", () => {
  expect(
    graphOf(`
      shop  checkout  0-100 server
        shop  POST  10-60 client error
          bank  charge  20-50 server
        shop  POST  60-90 client
          bank  charge  61-80 server error
    `),
  ).toEqual(['service bank 2 failed 1 max 30', 'service shop 1 max 100', 'shop -> bank 2 failed 1 max 30']);
});

test('spans between two services of neither kind do not matter, and calls back are calls', () => {
  expect(
    graphOf(`
      a  one  0-100
        b  two  0-90
          b  three  0-80
            a  four  0-70
    `),
  ).toEqual(['service a 1 max 70', 'service b 1 max 90', 'a -> b 1 max 90', 'b -> a 1 max 70']);
});

test('an outgoing span below which nothing was called is a call to its peer, the innermost alone', () => {
  expect(
    graphOf(`
      shop  checkout  0-100 server
        shop  orm  10-40 client note:database orders
          shop  SELECT  12-38 client note:database orders
        shop  POST  50-90 client note:external api.example.com
        shop  POST  50-90 client note:external bank:8080
          bank  charge  55-80 server
    `),
  ).toEqual([
    'database orders 1 max 26',
    'external api.example.com 1 max 40',
    'service bank 1 max 25',
    'service shop 1 max 100',
    'shop -> api.example.com 1 max 40',
    'shop -> bank 1 max 25',
    'shop -> orders 1 max 26',
  ]);
});

test('a message goes through its destination, to each of its receivers', () => {
  const expected = [
    'messaging orders 1 max 5',
    'service mail 1 max 10',
    'service shop 1 max 100',
    'service stock 1 max 20',
    'orders -> mail 1 max 10',
    'orders -> stock 1 max 20',
    'shop -> orders 1 max 5',
  ];
  expect(
    graphOf(`
      shop  checkout  0-100 server
        shop  send  10-15 producer note:messaging orders
          stock  receive  20-40 consumer note:messaging orders
          mail  receive  20-30 consumer
    `),
  ).toEqual(expected);
});

test('a receiver that alone names the destination tells it for the sender; one on its own has no sender', () => {
  expect(
    graphOf(`
      shop  send  10-15 producer
        stock  receive  20-40 consumer note:messaging orders
      mail  receive  50-60 consumer note:messaging orders
    `),
  ).toEqual([
    'messaging orders 1 max 20',
    'service mail 1 max 10',
    'service shop 1 max 5',
    'service stock 1 max 20',
    'orders -> mail 1 max 10',
    'orders -> stock 1 max 20',
    'shop -> orders 1 max 20',
  ]);
});

test('several traces are one graph that says how many it saw', () => {
  const builder = new ServiceGraphBuilder();
  const trace = traceOf('a  one  0-10\n  b  two  0-5');
  builder.add(trace, () => undefined);
  builder.add(trace, () => undefined);
  const graph = builder.finish(7);
  expect(graph).toMatchObject({ traces: 2, spans: 4, ofTraces: 7 });
  expect(graph.edges).toMatchObject([{ figures: { calls: 2, p50Nano: 5e6 } }]);
});

test('nothing at all is an empty graph', () => {
  expect(new ServiceGraphBuilder().finish(0)).toEqual({
    nodes: [],
    edges: [],
    traces: 0,
    spans: 0,
    ofTraces: 0,
  });
  expect(linesOf(build(traceOfSpans([])))).toEqual([]);
});

test.each(bigTraces)('100,000 spans in %s', (_name, make) => {
  expect(build(make()).spans).toBe(100_000);
});

test.each<[SpanKind, Record<string, string>, string | undefined]>([
  ['client', { 'db.system': 'postgresql', 'db.namespace': 'shop', 'server.address': 'db' }, 'database shop'],
  ['client', { 'db.system': 'postgresql', 'db.name': 'shop' }, 'database shop'],
  ['client', { 'db.system': 'redis' }, 'database redis'],
  ['internal', { 'db.system.name': 'sqlite' }, 'database sqlite'],
  ['producer', { 'messaging.system': 'kafka', 'messaging.destination.name': 'orders' }, 'messaging orders'],
  ['consumer', { 'messaging.system': 'kafka' }, 'messaging kafka'],
  ['client', { 'peer.service': 'bank', 'server.address': '10.0.0.1' }, 'external bank'],
  ['client', { 'server.address': 'localhost', 'server.port': '8080' }, 'external localhost:8080'],
  ['client', { 'http.url': 'https://user:secret@api.example.com:444/x?y=z' }, 'external api.example.com:444'],
  ['server', { 'server.address': 'localhost' }, undefined],
  ['internal', { 'server.address': 'localhost' }, undefined],
  ['client', {}, undefined],
])('the peer of a %s with %o is %s', (kind, values, expected) => {
  const peer = peerFrom((key) => values[key], kind);
  expect(peer === undefined ? undefined : `${peer.kind} ${peer.name}`).toBe(expected);
});

function build(trace: TraceColumns): ServiceGraph {
  const builder = new ServiceGraphBuilder();
  builder.add(trace, (span) => peerOfNote(trace.strings[trace.note[span] ?? 0] ?? ''));
  return builder.finish(1);
}

/** Notes of these tests say the peer: `database orders`. */
function peerOfNote(note: string): Peer | undefined {
  const [kind, name = ''] = note.split(' ');
  return kind === 'database' || kind === 'messaging' || kind === 'external' ? { kind, name } : undefined;
}

function graphOf(text: string): string[] {
  return linesOf(build(traceOf(text)));
}

function linesOf({ nodes, edges }: ServiceGraph): string[] {
  const figures = ({ calls, errors, maxNano }: ServiceGraph['edges'][number]['figures']): string =>
    `${calls}${errors === 0 ? '' : ` failed ${errors}`} max ${maxNano / 1e6}`;
  return [
    ...nodes.map((node) => `${node.kind} ${node.name} ${figures(node.figures)}`).sort(),
    ...edges
      .map((edge) => `${nodes[edge.from]?.name} -> ${nodes[edge.to]?.name} ${figures(edge.figures)}`)
      .sort(),
  ];
}
