import { expect, test } from 'vitest';
import { type CurlCommand, curlLine, parseCurl, plainOptions } from '../../../src/shared/curlCommand.ts';

/** The request as HTTP shows it, and what only curl can do. */
function picture(command: CurlCommand | undefined): string {
  if (command === undefined) return 'none';
  const { method, url, headers, body, user, followsRedirects } = command.request;
  const lines = [
    `${method} ${url}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(user === undefined ? [] : [`user ${user}`]),
    ...(followsRedirects ? ['follows redirects'] : []),
    ...(body === undefined ? [] : ['', body]),
    ...command.onlyCurl.map((option) => `only curl: ${option}`),
  ];
  return lines.join('\n');
}

test('what browsers copy', () => {
  const text = String.raw`curl 'http://localhost:3000/cart?a=1' \
  -X 'POST' \
  -H 'Accept: application/json' \
  -H $'X-Name: O\'Neil \u00e9' \
  --data-raw $'{"item":"caf\xe9","n":1}' \
  --compressed`;
  expect(picture(parseCurl(text))).toMatchInlineSnapshot(`
    "POST http://localhost:3000/cart?a=1
    Accept: application/json
    X-Name: O'Neil é
    content-type: application/x-www-form-urlencoded

    {"item":"café","n":1}"
  `);
});

test('what browsers copy for Windows', () => {
  const text = `curl ^"http://localhost:3000/cart?a=1^&b=50^%^25^" ^\r
  -H ^"Content-Type: application/json^" ^\r
  --data-raw ^"^{^\\^"item^\\^":^\\^"a b^\\^"^}^"`;
  expect(picture(parseCurl(text))).toMatchInlineSnapshot(`
    "POST http://localhost:3000/cart?a=1&b=50%25
    Content-Type: application/json

    {"item":"a b"}"
  `);
});

test('what is written for Windows without carets', () => {
  const text =
    'curl.exe "http://localhost/a" -H "x: C:\\\\temp it\'s" --data-raw "{""item"":""a b"",\\"n\\":1}"';
  expect(picture(parseCurl(text))).toMatchInlineSnapshot(`
    "POST http://localhost/a
    x: C:\\\\temp it's
    content-type: application/x-www-form-urlencoded

    {"item":"a b","n":1}"
  `);
  const powerShell = 'curl.exe "http://localhost/a" `\n  -H \'x: "y"\' `\n  -d \'a=1\'';
  expect(picture(parseCurl(powerShell))).toMatchInlineSnapshot(`
    "POST http://localhost/a
    x: "y"
    content-type: application/x-www-form-urlencoded

    a=1"
  `);
});

test('options in all their ways of writing', () => {
  expect(
    picture(parseCurl("curl -sSL -u me:secret -XPUT -Afoo --json '{}' localhost/a")),
  ).toMatchInlineSnapshot(`
    "PUT http://localhost/a
    user-agent: foo
    content-type: application/json
    accept: application/json
    user me:secret
    follows redirects

    {}"
  `);
  expect(picture(parseCurl('curl -G -d a=1 --data-urlencode "b=x y" http://h/p'))).toMatchInlineSnapshot(
    `"GET http://h/p?a=1&b=x%20y"`,
  );
  expect(picture(parseCurl('curl -I -o /dev/null --max-time 3 http://h'))).toBe('HEAD http://h');
  expect(picture(parseCurl('curl -k -F file=@a.txt -d @body.json http://h'))).toMatchInlineSnapshot(`
    "POST http://h
    content-type: application/x-www-form-urlencoded

    @body.json
    only curl: -k
    only curl: -F
    only curl: -d"
  `);
});

test('what is no curl command, or names no address', () => {
  expect(picture(parseCurl('wget http://h'))).toBe('none');
  expect(picture(parseCurl('curl -s'))).toBe('none');
  expect(picture(parseCurl(''))).toBe('none');
});

test('the traced line keeps all but the headers of other traces, and is read back as it was', () => {
  const command = parseCurl(
    `curl -sS 'http://h/a b' -H 'B3: 0' -H 'traceparent: 00-1-2-00' -H "x: it's" -F 'f=@a.txt'`,
  );
  const line = curlLine(command?.options ?? [], '00-ab-cd-01', 'posix');
  expect(line).toBe(`curl -s -S 'http://h/a b' -H 'x: it'\\''s' -F f=@a.txt -H 'traceparent: 00-ab-cd-01'`);
  const again = parseCurl(line);
  expect(curlLine(again?.options ?? [], '00-ab-cd-01', 'posix')).toBe(line);
});

test('a plain address becomes a line for either shell', () => {
  expect(curlLine(plainOptions('GET', 'http://h/?a=1&b=2'), '00-ab-cd-01', 'posix')).toBe(
    "curl -i 'http://h/?a=1&b=2' -H 'traceparent: 00-ab-cd-01'",
  );
  expect(curlLine(plainOptions('DELETE', 'http://h/?a=1&b=2'), '00-ab-cd-01', 'windows')).toBe(
    'curl.exe -i -X DELETE "http://h/?a=1&b=2" -H "traceparent: 00-ab-cd-01"',
  );
});
