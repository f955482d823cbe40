import { describe, expect, test } from 'vitest';
import {
  fetchOptions,
  newTraceparent,
  readRequestLine,
  requestLine,
} from '../../../src/views/tracedRequest.ts';

const traceparent = `00-${'ab'.repeat(15)}a1-${'cd'.repeat(7)}c1-01`;

test('a traceparent is one that is recorded, also of bytes that are all zero', () => {
  expect(newTraceparent(new Uint8Array(24).fill(0xab))).toMatch(/^00-[ab]{31}1-[ab]{15}1-01$/);
  expect(newTraceparent(new Uint8Array(24))).toBe(`00-${'0'.repeat(31)}1-${'0'.repeat(15)}1-01`);
});

describe('what is typed', () => {
  const line = (typed: string): string =>
    requestLine(typed, traceparent, 'posix')?.replace(` -H 'traceparent: ${traceparent}'`, ' +') ?? 'none';

  test.each([
    ['http://localhost:3000/cart', 'curl -i http://localhost:3000/cart +'],
    [' localhost:3000/cart ', 'curl -i http://localhost:3000/cart +'],
    [':3000/cart?a=1&b', "curl -i 'http://localhost:3000/cart?a=1&b' +"],
    ['post https://h/orders', 'curl -i -X POST https://h/orders +'],
    ["curl -H 'b3: 0' 'http://h/a' -d x=1", 'curl http://h/a -d x=1 +'],
    ['file:///etc/passwd', 'none'],
    ['curl ftp://h/a', 'none'],
    ['GET  two words', 'none'],
    ['', 'none'],
    ['http://', 'none'],
  ])('%s', (typed, expected) => {
    expect(line(typed)).toBe(expected);
  });
});

test('the line is read as the user left it', () => {
  const line = requestLine('POST http://h/orders', traceparent, 'posix') ?? '';
  expect(readRequestLine(line)).toMatchObject({ trace: { traceId: traceparent.slice(3, 35) } });
  expect(readRequestLine('')).toBe('noCurl');
  expect(readRequestLine(line.replace('http://h', 'ftp://h'))).toBe('noHttp');
  expect(readRequestLine('curl http://h')).toBe('noTrace');
});

test('what is sent leaves to the connection what is the connection’s', () => {
  const line = `curl http://h -u me:pÄss -H 'Host: x' -H 'Content-Length: 3' -H 'accept: a' -H 'traceparent: ${traceparent}' -d a=1`;
  const request = readRequestLine(line);
  if (typeof request === 'string') throw new Error(request);
  expect(fetchOptions(request.command)).toEqual({
    method: 'POST',
    redirect: 'manual',
    body: 'a=1',
    headers: [
      ['accept', 'a'],
      ['traceparent', traceparent],
      ['content-type', 'application/x-www-form-urlencoded'],
      ['authorization', `Basic ${Buffer.from('me:pÄss').toString('base64')}`],
    ],
  });
});
