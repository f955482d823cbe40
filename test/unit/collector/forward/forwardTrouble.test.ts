import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ForwardSettings } from '../../../../src/shared/forward.ts';
import { UserError } from '../../../../src/shared/userError.ts';
import { HttpBackEnd } from './backEnd.ts';
import { ForwardYard } from './forwardYard.ts';

const tls = join(import.meta.dirname, '../../../fixtures/tls');

let yard: ForwardYard;
let backEnd: HttpBackEnd;

beforeEach(async () => {
  yard = new ForwardYard();
  backEnd = await HttpBackEnd.start();
});

afterEach(async () => {
  yard.close();
  await backEnd.stop();
});

function settings(more: Partial<ForwardSettings> = {}): ForwardSettings {
  return { name: 'back end', protocol: 'otlp/http', endpoint: backEnd.endpoint, ...more };
}

/** The text of health, with the back end's port called `PORT`. */
function text(): string {
  return yard.text().replaceAll(String(backEnd.port), 'PORT');
}

async function sendAndWait(state: 'retrying' | 'failed' | 'idle', ...names: string[]): Promise<void> {
  await yard.send(...names);
  yard.linger();
  await yard.until(state);
}

test('a back end that is not there is asked again, later and later', async () => {
  await backEnd.stop();
  yard.configure(settings());
  await sendAndWait('retrying', 'a');
  const delays: (number | undefined)[] = [];
  for (let i = 0; i < 6; i++) {
    delays.push(yard.clock.next);
    expect(text()).toBe(
      'retrying, something waits: Nothing listens at 127.0.0.1:PORT. Start the back end, or check the endpoint of this forward.',
    );
    yard.clock.pass(yard.clock.next ?? 0);
    await expect.poll(() => yard.clock.next).toBeGreaterThan(0);
  }
  expect(delays).toEqual([1_000, 1_500, 2_250, 3_375, 5_000, 5_000]);
  backEnd = await HttpBackEnd.start(backEnd.port);
  yard.clock.pass(5_000);
  await yard.settled();
  expect(backEnd.spans).toEqual([['a']]);
  expect(text()).toBe('idle, sent 1');
});

test('while it is not there, one request asks for all', async () => {
  backEnd.answers = Array.from({ length: 3 }, () => ({ status: 503 }));
  yard.configure(settings());
  await sendAndWait('retrying', 'a');
  for (let i = 0; i < 40; i++) await yard.send(`b${i}`, 'x'.repeat(100_000));
  yard.linger();
  yard.clock.pass(1_000);
  await expect.poll(() => backEnd.requests.length).toBe(2);
  await yard.until('retrying');
  expect(backEnd.spans.flat()).toEqual(['a', 'a']);
  yard.clock.pass(1_500);
  await expect.poll(() => backEnd.requests.length).toBe(3);
  yard.clock.pass(2_250);
  await yard.settled();
  expect(yard.text()).toBe('idle, sent 81');
});

test('Retry-After is honoured', async () => {
  backEnd.answers = [{ status: 429, headers: { 'retry-after': '77' }, body: 'too fast' }];
  yard.configure(settings());
  await sendAndWait('retrying', 'a');
  expect(text()).toBe('retrying, something waits: 127.0.0.1:PORT answered 429: “too fast”.');
  expect(yard.clock.next).toBe(77_000);
  yard.clock.pass(77_000);
  await yard.settled();
  expect(text()).toBe('idle, sent 1');
});

test('a refused key is said, without its text, and asked again when the forward is configured', async () => {
  backEnd.answer = ({ headers }) =>
    headers['x-key'] === 'new-secret'
      ? { status: 200 }
      : { status: 401, body: 'no key like old-secret here' };
  const before = settings({ headers: { 'x-key': 'old-secret' } });
  yard.configure(before);
  await sendAndWait('failed', 'a');
  expect(text()).toBe(
    'failed, something waits: 127.0.0.1:PORT refused the API key (401). Check the header x-key of this forward.',
  );
  expect(yard.clock.next).toBe(300_000);
  yard.configure(before);
  yard.clock.pass(0);
  await expect.poll(() => backEnd.requests.length).toBe(2);
  await yard.until('failed');
  yard.configure(settings({ headers: { 'x-key': 'new-secret' } }));
  yard.clock.pass(0);
  await yard.settled();
  expect(text()).toBe('idle, sent 1');
});

test('a server that repeats a secret does not bring it into health', async () => {
  backEnd.answers = [{ status: 400, body: '{"code":3,"message":"bad token abc-123-def"}' }];
  yard.configure(settings({ headers: { authorization: 'Bearer abc-123-def' } }));
  await sendAndWait('idle', 'a');
  expect(JSON.stringify(yard.forwards.health())).not.toContain('abc-123');
  expect(text()).toBe('idle, rejected 1: 127.0.0.1:PORT answered 400: “bad token …”.');
});

test('what is not wanted is counted, and the next is sent', async () => {
  backEnd.answers = [{ status: 400, body: '' }];
  yard.configure(settings());
  await sendAndWait('idle', 'a', 'b');
  await yard.settled();
  await sendAndWait('idle', 'c');
  await yard.settled();
  expect(backEnd.spans).toEqual([['a', 'b'], ['c']]);
  expect(text()).toBe('idle, sent 1, rejected 2: 127.0.0.1:PORT answered 400.');
});

test('a partial success', async () => {
  const body = JSON.stringify({ partialSuccess: { rejectedSpans: '1', errorMessage: 'one was too old' } });
  backEnd.answers = [{ status: 200, body }];
  yard.configure(settings());
  await sendAndWait('idle', 'a', 'b');
  await yard.settled();
  expect(text()).toBe('idle, sent 1, rejected 1: The back end rejected 1 of a request: “one was too old”.');
});

test('a request that is too large is halved until it fits; a span that never does is rejected', async () => {
  backEnd.answer = ({ body }) => ({ status: body.length > 3_000 ? 413 : 200 });
  yard.configure(settings());
  const names = Array.from({ length: 20 }, (_, i) => `${i} ${'x'.repeat(300)}`);
  await yard.send(...names, 'y'.repeat(4_000));
  yard.linger();
  await yard.settled();
  const taken = backEnd.requests.flatMap(({ body }, i) =>
    body.length > 3_000 ? [] : (backEnd.spans[i] ?? []),
  );
  expect(taken).toEqual(names);
  expect(text()).toBe('idle, sent 20, rejected 1: 127.0.0.1:PORT answered 413.');
});

test('a connection that breaks off is another attempt, but not once the back end said that it took all', async () => {
  backEnd.answers = ['drop', 'dropAnswer'];
  yard.configure(settings());
  await sendAndWait('retrying', 'a');
  expect(text()).toBe('retrying, something waits: The connection to 127.0.0.1:PORT broke (ECONNRESET).');
  yard.clock.pass(1_000);
  await yard.settled();
  expect(backEnd.spans).toEqual([['a'], ['a']]);
  expect(text()).toBe('idle, sent 1');
});

test.each([
  [404, '127.0.0.1:PORT has no /v1/traces (404). Check the endpoint of this forward.'],
  [301, '127.0.0.1:PORT answered 301. It points to another place. Change the endpoint of this forward.'],
  [415, '127.0.0.1:PORT answered 415. Check the protocol and the compression of this forward.'],
  [403, '127.0.0.1:PORT asks for an API key (403). Give this forward the header that carries it.'],
])('an answer %s needs a person', async (status, problem) => {
  backEnd.answer = () => ({ status });
  yard.configure(settings());
  await sendAndWait('failed', 'a');
  expect(text()).toBe(`failed, something waits: ${problem}`);
});

test('more than the queue holds: the oldest is given up, counted and said', async () => {
  backEnd.answer = () => ({ status: 503 });
  yard.configure(settings({ queueMegabytes: 1 }));
  await sendAndWait('retrying', 'a');
  for (let i = 0; i < 30; i++) await yard.send(`${i}`, 'x'.repeat(100_000));
  expect(yard.health().queuedBytes).toBeLessThanOrEqual(1_000_000);
  expect(yard.health().queuedBytes).toBeGreaterThan(800_000);
  expect(yard.health().droppedSpans).toBe(1 + 2 * 21);
  backEnd.answer = () => ({ status: 200 });
  yard.clock.pass(1_000);
  await yard.settled();
  expect(
    backEnd.spans
      .slice(1)
      .flat()
      .filter((name) => name.length < 3),
  ).toEqual(Array.from({ length: 9 }, (_, i) => `${i + 21}`));
  expect(yard.health()).toMatchObject({ sentSpans: 18, droppedSpans: 43 });
  expect(yard.open.store.drops.list()).toEqual([{ reason: 'given up by a forward', spans: 43, traces: 0 }]);
});

test('the queue is bounded after a restart as well, and the place has moved on', async () => {
  backEnd.answer = () => ({ status: 503 });
  yard.configure(settings());
  for (let i = 0; i < 30; i++) await yard.send(`${i}`, 'x'.repeat(100_000));
  const place = yard.forwards.settledUpTo;
  yard.restart();
  yard.configure(settings({ queueMegabytes: 1 }));
  expect(yard.health()).toMatchObject({ droppedSpans: 42 });
  expect(yard.forwards.settledUpTo).toBe(place + 21);
});

test('TLS: an unknown authority needs a person, a known one is trusted, a client certificate is shown', async () => {
  const secure = await HttpBackEnd.start(0, {
    cert: readFileSync(join(tls, 'server.pem')),
    key: readFileSync(join(tls, 'server.key')),
    ca: readFileSync(join(tls, 'ca.pem')),
    requestCert: true,
    rejectUnauthorized: true,
  });
  try {
    const endpoint = `https://127.0.0.1:${secure.port}`;
    yard.configure(settings({ endpoint }));
    await sendAndWait('failed', 'a');
    expect(yard.text().replaceAll(String(secure.port), 'PORT')).toMatch(
      /^failed, something waits: The certificate of 127.0.0.1:PORT is not trusted \([A-Z_]+\)\. Give this forward/,
    );
    const caFile = join(tls, 'ca.pem');
    yard.configure(settings({ endpoint, tls: { caFile } }));
    yard.clock.pass(0);
    await yard.until('failed');
    expect(yard.text()).toContain('Check the client certificate of this forward');
    yard.configure(
      settings({
        endpoint,
        tls: { caFile, certFile: join(tls, 'client.pem'), keyFile: join(tls, 'client.key') },
      }),
    );
    yard.clock.pass(0);
    await yard.settled();
    expect(secure.spans).toEqual([['a']]);
    yard.configure(settings({ endpoint: `http://127.0.0.1:${secure.port}` }));
  } finally {
    await secure.stop();
  }
});

test('TLS where none is spoken, and none where it is', async () => {
  yard.configure(settings({ endpoint: backEnd.endpoint.replace('http:', 'https:') }));
  await sendAndWait('failed', 'a');
  expect(text()).toBe(
    'failed, something waits: 127.0.0.1:PORT does not speak TLS. Use http:// in the endpoint of this forward.',
  );
});

test('a proxy of the environment is used, but not to this machine', async () => {
  vi.stubEnv('http_proxy', backEnd.endpoint);
  try {
    const direct = await HttpBackEnd.start();
    try {
      yard.configure(
        settings({ endpoint: 'http://back-end.example' }),
        settings({ name: 'local', endpoint: direct.endpoint }),
      );
      await yard.send('a');
      yard.linger();
      await yard.settled();
      await yard.settled('local');
      expect(backEnd.requests.map(({ path }) => path)).toEqual(['http://back-end.example/v1/traces']);
      expect(direct.requests.map(({ path }) => path)).toEqual(['/v1/traces']);
    } finally {
      await direct.stop();
    }
  } finally {
    vi.unstubAllEnvs();
  }
});

const wrong: [string, readonly Partial<ForwardSettings>[]][] = [
  ['Two forwards are called "back end". Give each its own name.', [{}, {}]],
  ['Each forward needs a name.', [{ name: ' ' }]],
  [
    'The forward "back end" needs a protocol (otlp/grpc, otlp/http, zipkin), not otlp.',
    [{ protocol: 'otlp' as never }],
  ],
  [
    'The endpoint of the forward "back end" must be an address like http://localhost:4318 or https://api.example.com.',
    [{ endpoint: 'localhost:4318' }],
  ],
  [
    'The endpoint of the forward "back end" must not hold a user, a password or a query. Put what is secret into its headers.',
    [{ endpoint: 'https://a:b@api.example.com' }],
  ],
  [
    'The endpoint of the forward "back end" has a path, which OTLP/gRPC has not. Leave it out, or use otlp/http.',
    [{ protocol: 'otlp/grpc', endpoint: 'https://api.example.com/otlp' }],
  ],
  [
    'The forward "back end" would send to Spanline itself (localhost:4317). Give it the endpoint of another back end.',
    [{ endpoint: 'http://localhost:4317' }],
  ],
  [
    'The forward "back end" would send to Spanline itself (localhost). Give it the endpoint of another back end.',
    [{ protocol: 'otlp/grpc', endpoint: 'http://localhost' }],
  ],
  [
    'The forward "back end" has settings for TLS, but its endpoint begins with http://. Use https://.',
    [{ tls: { insecureSkipVerify: true } }],
  ],
];

test.each(wrong)('%s', (sentence, forwards) => {
  yard.configure(settings({ name: 'as before' }));
  expect(() => yard.configure(...forwards.map((forward) => settings(forward)))).toThrow(
    new UserError(sentence),
  );
  expect(yard.health('as before').state).toBe('idle');
});

test('a file that is not there, or is no certificate, is named; the other forwards begin', () => {
  const endpoint = 'https://localhost';
  yard.configure(
    settings({ endpoint, tls: { caFile: '/no/such/file.pem' } }),
    settings({ name: 'other', endpoint, tls: { certFile: join(tls, 'README.md') } }),
    settings({ name: 'third' }),
  );
  expect(yard.text()).toContain(
    'failed: The forward "back end" cannot read its tls.caFile: ENOENT: no such file or directory',
  );
  expect(yard.text('other')).toBe(
    'failed: The certificates of the forward "other" cannot be used: error:0480006C:PEM routines::no start line. Check the files under tls.',
  );
  expect(yard.text('third')).toBe('idle');
});
