import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServerCredentials, status } from '@grpc/grpc-js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ForwardSettings } from '../../../../src/shared/forward.ts';
import { ForwardYard } from './forwardYard.ts';
import { GrpcBackEnd, retryInfo } from './grpcBackEnd.ts';
import { encodedLogs } from './rawRequests.ts';

const tls = join(import.meta.dirname, '../../../fixtures/tls');

let yard: ForwardYard;
let backEnd: GrpcBackEnd;

beforeEach(async () => {
  yard = new ForwardYard();
  backEnd = await GrpcBackEnd.start();
});

afterEach(() => {
  yard.close();
  backEnd.stop();
});

function settings(more: Partial<ForwardSettings> = {}): ForwardSettings {
  return { name: 'back end', protocol: 'otlp/grpc', endpoint: backEnd.endpoint, ...more };
}

function text(): string {
  return yard.text().replaceAll(String(backEnd.port), 'PORT');
}

async function sendAndWait(state: 'retrying' | 'failed', ...names: string[]): Promise<void> {
  await yard.send(...names);
  yard.linger();
  await yard.until(state);
}

test.each(['none', 'gzip'] as const)('spans and logs, compression %s', async (compression) => {
  yard.configure(settings({ headers: { 'X-Team': 'ours' }, compression }));
  await yard.send('a', 'b');
  yard.sendRaw('logs', encodedLogs('one'));
  yard.linger();
  await yard.settled();
  expect(backEnd.calls.map(({ method }) => method)).toEqual([
    '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
    '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
  ]);
  expect(backEnd.spans[0]).toEqual(['a', 'b']);
  expect([...(backEnd.calls[1]?.body ?? [])]).toEqual([...encodedLogs('one')]);
  expect(backEnd.calls[0]?.metadata.get('x-team')).toEqual(['ours']);
  expect(backEnd.calls[0]?.metadata.get('user-agent')[0]).toMatch(/^Spanline\//);
  expect(text()).toBe('idle, sent 2');
});

test('a back end that goes and comes again', async () => {
  yard.configure(settings());
  await yard.send('a');
  yard.linger();
  await yard.settled();
  backEnd.stop();
  await sendAndWait('retrying', 'b');
  expect(text()).toMatch(/^retrying, sent 1, something waits: /);
  const before = backEnd;
  backEnd = await GrpcBackEnd.start(before.port);
  await expect
    .poll(
      () => {
        yard.clock.pass(5_000);
        return backEnd.spans;
      },
      { timeout: 8_000, interval: 50 },
    )
    .toEqual([['b']]);
  await yard.settled();
  expect(text()).toBe('idle, sent 2');
});

test('a back end that was never there', async () => {
  backEnd.stop();
  yard.configure(settings());
  await sendAndWait('retrying', 'a');
  expect(text()).toBe(
    'retrying, something waits: Nothing listens at 127.0.0.1:PORT. Start the back end, or check the endpoint of this forward.',
  );
});

test('RetryInfo is honoured; without it an exhausted resource is final', async () => {
  const exhausted = { code: status.RESOURCE_EXHAUSTED, details: 'over quota' };
  backEnd.answers = [{ ...exhausted, metadata: retryInfo(42) }, exhausted];
  yard.configure(settings());
  await sendAndWait('retrying', 'a');
  expect(text()).toBe('retrying, something waits: 127.0.0.1:PORT answered RESOURCE_EXHAUSTED: “over quota”.');
  expect(yard.clock.next).toBe(42_000);
  yard.clock.pass(42_000);
  await yard.settled();
  expect(text()).toBe('idle, rejected 1: 127.0.0.1:PORT answered RESOURCE_EXHAUSTED: “over quota”.');
});

test('a message that is too large is halved', async () => {
  backEnd.answer = ({ body }) =>
    body.length > 2_000
      ? {
          code: status.RESOURCE_EXHAUSTED,
          details: `grpc: received message larger than max (${body.length} vs. 2000)`,
        }
      : Buffer.alloc(0);
  yard.configure(settings());
  const names = Array.from({ length: 20 }, (_, i) => `${i} ${'x'.repeat(200)}`);
  await yard.send(...names);
  yard.linger();
  await yard.settled();
  const taken = backEnd.calls.flatMap(({ body }, i) => (body.length > 2_000 ? [] : (backEnd.spans[i] ?? [])));
  expect(taken).toEqual(names);
  expect(text()).toBe('idle, sent 20');
});

test('a partial success', async () => {
  backEnd.answers = [Buffer.concat([Buffer.from([0x0a, 7, 0x08, 1, 0x12, 3]), Buffer.from('old')])];
  yard.configure(settings());
  await yard.send('a', 'b');
  yard.linger();
  await yard.settled();
  expect(text()).toBe('idle, sent 1, rejected 1: The back end rejected 1 of a request: “old”.');
});

const codes: [keyof typeof status, string][] = [
  [
    'UNAUTHENTICATED',
    'failed, something waits: 127.0.0.1:PORT asks for an API key (UNAUTHENTICATED). Give this forward the header that carries it.',
  ],
  [
    'PERMISSION_DENIED',
    'failed, something waits: 127.0.0.1:PORT asks for an API key (PERMISSION_DENIED). Give this forward the header that carries it.',
  ],
  [
    'UNIMPLEMENTED',
    'failed, something waits: 127.0.0.1:PORT answered UNIMPLEMENTED: “why”. Check protocol and port of this forward.',
  ],
  ['UNAVAILABLE', 'retrying, something waits: 127.0.0.1:PORT answered UNAVAILABLE: “why”.'],
  ['ABORTED', 'retrying, something waits: 127.0.0.1:PORT answered ABORTED: “why”.'],
  ['DATA_LOSS', 'retrying, something waits: 127.0.0.1:PORT answered DATA_LOSS: “why”.'],
  ['INVALID_ARGUMENT', 'idle, rejected 1: 127.0.0.1:PORT answered INVALID_ARGUMENT: “why”.'],
  ['INTERNAL', 'idle, rejected 1: 127.0.0.1:PORT answered INTERNAL: “why”.'],
];

test.each(codes)('%s', async (code, outcome) => {
  backEnd.answer = () => ({ code: status[code], details: 'why' });
  yard.configure(settings());
  await yard.send('a');
  yard.linger();
  await yard.until(
    outcome.startsWith('failed') ? 'failed' : outcome.startsWith('idle') ? 'idle' : 'retrying',
  );
  expect(text()).toBe(outcome);
});

test('TLS: an unknown authority needs a person, a known one is trusted, or nothing is checked', async () => {
  const pair = {
    cert_chain: readFileSync(join(tls, 'server.pem')),
    private_key: readFileSync(join(tls, 'server.key')),
  };
  const secure = await GrpcBackEnd.start(0, ServerCredentials.createSsl(null, [pair]));
  try {
    const endpoint = `https://localhost:${secure.port}`;
    yard.configure(settings({ endpoint }));
    await sendAndWait('failed', 'a');
    expect(yard.text()).toContain('is not trusted');
    yard.configure(settings({ endpoint, tls: { caFile: join(tls, 'ca.pem') } }));
    yard.clock.pass(0);
    await yard.settled();
    yard.configure(settings({ endpoint, tls: { insecureSkipVerify: true } }));
    await yard.send('b');
    yard.linger();
    await yard.settled();
    expect(secure.spans).toEqual([['a'], ['b']]);
  } finally {
    secure.stop();
  }
});
