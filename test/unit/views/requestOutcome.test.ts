import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { failureOf, outcomeOf } from '../../../src/views/requestOutcome.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** The outcome of a GET of what a service answers so, in one line. */
async function outcome(answer: RequestListener, init: RequestInit = {}): Promise<string> {
  const service = createServer(answer);
  server = service;
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const { port } = service.address() as AddressInfo;
  return await said(`http://127.0.0.1:${port}/`, init);
}

async function said(url: string, init: RequestInit = {}): Promise<string> {
  const got = await outcomeOf(url, { redirect: 'manual', ...init }, new AbortController().signal);
  return got.kind === 'answered' ? `answered ${got.status}` : `${got.kind} ${got.why}`;
}

describe('what a service does', () => {
  test('answers with an error', async () => {
    expect(await outcome((_request, response) => response.writeHead(500).end('no'))).toBe(
      'answered 500 Internal Server Error',
    );
  });

  test('leads elsewhere', async () => {
    expect(await outcome((_request, response) => response.writeHead(302, { location: '/b' }).end())).toBe(
      'answered 302 Found',
    );
  });

  test('goes on answering', async () => {
    expect(
      await outcome((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
      }),
    ).toBe('answered 200 OK');
  });

  test('hangs up', async () => {
    expect(await outcome((request) => request.socket.destroy())).toBe('lost UND_ERR_SOCKET');
  });

  test('hangs until the user has enough', async () => {
    const end = new AbortController();
    const service = createServer(() => end.abort());
    server = service;
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
    const { port } = service.address() as AddressInfo;
    await expect(outcomeOf(`http://127.0.0.1:${port}/`, {}, end.signal)).rejects.toThrow(/abort/);
  });

  test('speaks no TLS', async () => {
    const service = createServer();
    server = service;
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
    const { port } = service.address() as AddressInfo;
    expect(await said(`https://127.0.0.1:${port}/`)).toMatch(/^unreached E/);
    service.close();
    expect(await said(`http://127.0.0.1:${port}/`)).toBe('unreached ECONNREFUSED');
  });

  test('is asked what fetch does not send', async () => {
    expect(await outcome(() => undefined, { method: 'GET', body: 'a' })).toBe(
      'refused Request with GET/HEAD method cannot have body',
    );
  });
});

test('a certificate that is not trusted is told apart', () => {
  const failure = (code: string): string =>
    failureOf(new TypeError('fetch failed', { cause: { code } })).kind;
  expect(failure('DEPTH_ZERO_SELF_SIGNED_CERT')).toBe('untrusted');
  expect(failure('UNABLE_TO_VERIFY_LEAF_SIGNATURE')).toBe('untrusted');
  expect(failure('CERT_HAS_EXPIRED')).toBe('untrusted');
  expect(failure('ERR_TLS_CERT_ALTNAME_INVALID')).toBe('untrusted');
  expect(failure('ECONNRESET')).toBe('lost');
});
