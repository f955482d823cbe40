import { expect, test } from 'vitest';
import { noiseOf } from '../../../src/trace/noise.ts';
import { rowOf, traceOf } from '../support/traceText.ts';
import { bigTraces } from './bigTraces.ts';

test('internals of frameworks are noise, and what does the work is none', () => {
  expect(
    noiseIn(`
      shop  GET /items  0-1000 server
        shop  middleware - query  1-2
        shop  middleware - expressInit  2-3
        shop  middleware - session  3-60
          shop  GET  4-50 client
        shop  router - /items  60-61
        shop  request handler - /items  61-990
        shop  tcp.connect  62-63
        shop  dns.lookup  63-64
        py  GET /items http send  990-991
        shop  SELECT items  100-900 client
    `),
  ).toEqual([
    'middleware - query',
    'middleware - expressInit',
    'router - /items',
    'tcp.connect',
    'dns.lookup',
    'GET /items http send',
  ]);
});

test.each([
  'GET /health',
  'GET /healthz',
  'GET /livez',
  'GET /readyz',
  'GET /metrics',
  'HTTP GET /api/ping',
  'grpc.health.v1.Health/Check',
])('a call of %s is noise with all below it', (name) => {
  expect(
    noiseIn(`
        shop  poll  0-1000
          shop  ${name}  0-10 client
            bank  answer  1-9 server
      `),
  ).toEqual([name, 'answer']);
});

test.each(['GET /healthcare', 'GET /shipping', 'POST /metricsets', 'pingpong'])(
  '%s is no health check',
  (name) => {
    expect(noiseIn(`shop  poll  0-1000\n  shop  ${name}  0-10 client`)).toEqual([]);
  },
);

test.each([
  ['a failed one', '0-10 error'],
  ['one with an exception', '0-10 exception'],
  ['one with links', '0-10 links'],
  ['one with events', '0-10 events=5'],
  ['one that takes a twentieth of the trace', '0-50'],
])('%s is never noise', (_what, rest) => {
  expect(noiseIn(`shop  root  0-1000\n  shop  middleware - query  ${rest}`)).toEqual([]);
});

test('what matters below keeps all above it', () => {
  expect(
    noiseIn(`
      shop  root  0-1000
        shop  GET /health  0-10 server
          shop  check  1-9
            shop  SELECT  2-8 client error
          shop  tell  9-10
    `),
  ).toEqual(['tell']);
});

test('the first level is never noise', () => {
  expect(noiseIn('shop  GET /health  0-10 server\n  shop  answer  0-0.1')).toEqual([]);
});

test('a health check is known by its route too', () => {
  expect(
    noiseIn('shop  root  0-1000\n  shop  GET  0-10 client note:http://localhost:80/healthz?full=1'),
  ).toEqual(['GET']);
});

test.each(bigTraces)('100,000 spans in %s', (_name, make) => {
  expect(noiseOf(make())).toHaveLength(100_000);
});

function noiseIn(text: string): string[] {
  const trace = traceOf(text);
  const noise = noiseOf(trace);
  return Array.from({ length: trace.count }, (_, i) => i)
    .filter((i) => noise[i] === 1)
    .map((i) => rowOf(trace, i).split('  ')[1] ?? '');
}
