import { describe, expect, test } from 'vitest';
import { parseTraceReference } from '../../../src/shared/traceReference.ts';

const trace = '80f198ee56343ba864fe8b2a57d3eff7';
const span = 'e457b5a2e4d86bd1';
const parent = '05e3ac9a4f6e3b90';
const short = 'a3ce929d0e0e4736';
const padded = `0000000000000000${short}`;

/** `trace/span`, or `none`. */
function read(text: string): string {
  const reference = parseTraceReference(text);
  if (reference === undefined) return 'none';
  return reference.spanId === undefined ? reference.traceId : `${reference.traceId}/${reference.spanId}`;
}

describe('headers', () => {
  test.each([
    ['traceparent, bare', `00-${trace}-${span}-01`, `${trace}/${span}`],
    ['traceparent, in capitals', `00-${trace.toUpperCase()}-${span.toUpperCase()}-00`, `${trace}/${span}`],
    ['traceparent, as a header', `traceparent: 00-${trace}-${span}-01`, `${trace}/${span}`],
    [
      'traceparent, as curl -v prints it',
      `> Traceparent: 00-${trace}-${span}-01\n> Accept: */*`,
      `${trace}/${span}`,
    ],
    ['traceparent, in JSON', `{"traceparent":"00-${trace}-${span}-01"}`, `${trace}/${span}`],
    ['traceparent, of a later version', `cc-${trace}-${span}-01-what-comes`, `${trace}/${span}`],
    ['traceparent, with a span of zeros', `00-${trace}-0000000000000000-01`, trace],
    ['TRACEPARENT, in an environment', `TRACEPARENT=00-${trace}-${span}-01`, `${trace}/${span}`],
    ['B3, one header', `b3: ${trace}-${span}-1-${parent}`, `${trace}/${span}`],
    ['B3, one header, of 64 bits', `${short}-${span}-d`, `${padded}/${span}`],
    ['B3, one header, undecided', `${trace}-${span}`, `${trace}/${span}`],
    [
      'B3, several headers',
      `X-B3-TraceId: ${trace}\nX-B3-ParentSpanId: ${parent}\nX-B3-SpanId: ${span}`,
      `${trace}/${span}`,
    ],
    [
      'B3, several headers on one line',
      `X-B3-TraceId: ${short} X-B3-SpanId: ${span} X-B3-Sampled: 1`,
      `${padded}/${span}`,
    ],
    ['Jaeger', `uber-trace-id: ${trace}:${span}:0:1`, `${trace}/${span}`],
    [
      'Jaeger, without leading zeros',
      'uber-trace-id: ab1:2f:0:1',
      '00000000000000000000000000000ab1/000000000000002f',
    ],
    ['Jaeger, percent-encoded', `${trace}%3A${span}%3A0%3A1`, `${trace}/${span}`],
    [
      'X-Ray',
      'X-Amzn-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
      '5759e988bd862e3fe1be46a994272793/53995c3f42cd8ad8',
    ],
    ['X-Ray, the root alone', '1-5759e988-bd862e3fe1be46a994272793', '5759e988bd862e3fe1be46a994272793'],
    [
      'Datadog',
      'x-datadog-trace-id: 1311768467463790320\nx-datadog-parent-id: 81985529216486895',
      '0000000000000000123456789abcdef0/0123456789abcdef',
    ],
    [
      'Datadog, of 128 bits',
      'x-datadog-trace-id: 1311768467463790320\nx-datadog-tags: _dd.p.tid=640cfd8d00000000',
      '640cfd8d00000000123456789abcdef0',
    ],
    ['Google', `X-Cloud-Trace-Context: ${trace}/81985529216486895;o=1`, `${trace}/0123456789abcdef`],
    ['Sentry', `sentry-trace: ${trace}-${span}-1`, `${trace}/${span}`],
  ])('%s', (_name, text, expected) => {
    expect(read(text)).toBe(expected);
  });
});

describe('ids and links', () => {
  test.each([
    ['32 digits', trace, trace],
    ['32 digits in capitals, among spaces', `  ${trace.toUpperCase()}\n`, trace],
    ['32 digits with a prefix', `0x${trace}`, trace],
    ['32 digits in a sentence', `see ${trace}, please`, trace],
    ['16 digits', short, padded],
    ['a UUID', '80f198ee-5634-3ba8-64fe-8b2a57d3eff7', trace],
    ['a decimal id', '1311768467463790320', '0000000000000000123456789abcdef0'],
    ['a link of ours', `vscode://spanline.spanline/trace/${trace}?span=${span}`, `${trace}/${span}`],
    ['a link of ours through a browser', `https://host/callback?x=1/trace/${trace}`, trace],
    [
      'a link of Jaeger',
      `http://localhost:16686/trace/${trace}?uiEmbed=v0&uiFind=${span}`,
      `${trace}/${span}`,
    ],
    ['a link of another viewer', `http://localhost:9411/zipkin/traces/${trace}`, trace],
    ['a log line', `12:30:45:12 INFO trace_id=${trace} span_id=${span} paid`, `${trace}/${span}`],
    [
      'a log line of JSON',
      `{"level":30,"traceId":"${trace}","spanId":"${span}","msg":"paid"}`,
      `${trace}/${span}`,
    ],
    ['JSON in JSON', `"{\\"trace_id\\":\\"${trace}\\"}"`, trace],
    [
      'a log line of Datadog',
      'dd.trace_id=1311768467463790320 dd.span_id=81985529216486895',
      '0000000000000000123456789abcdef0/0123456789abcdef',
    ],
    ['ECS', `trace.id: ${short}`, padded],
    ['nothing', '', 'none'],
    ['words', 'POST /checkout', 'none'],
    ['zeros', '0'.repeat(32), 'none'],
    ['a longer hash', 'a'.repeat(40), 'none'],
    ['a time', '12:30:45:12', 'none'],
    ['16 digits among words', `commit ${short}`, 'none'],
  ])('%s', (_name, text, expected) => {
    expect(read(text)).toBe(expected);
  });
});

describe('curl commands', () => {
  test.each([
    ['single quotes', `curl 'http://localhost/a' -H 'traceparent: 00-${trace}-${span}-01'`],
    [
      'double quotes',
      `curl -X POST -H "traceparent: 00-${trace}-${span}-01" http://localhost/a -d "{\\"id\\":1}"`,
    ],
    ['--header=', `curl http://localhost/a --header='traceparent: 00-${trace}-${span}-01'`],
    ['an attached value', `curl -sSHtraceparent:00-${trace}-${span}-01 localhost/a`],
    [
      'line continuations',
      `curl 'http://localhost/a' \\\n  -H 'accept: */*' \\\n  -H 'b3: ${trace}-${span}-1' \\\n  --compressed`,
    ],
    [
      'line breaks that were pasted away',
      `curl 'http://localhost/a' \\  -H 'accept: */*' \\  -H 'b3: ${trace}-${span}-1'`,
    ],
    ['several headers', `$ curl localhost -H 'X-B3-TraceId: ${trace}' -H 'X-B3-SpanId: ${span}'`],
    [
      'Windows',
      `curl ^"http://localhost/a^" ^\r\n  -H ^"traceparent: 00-${trace}-${span}-01^" ^\r\n  --data-raw ^"^{^\\^"a^\\^":1^}^"`,
    ],
    [
      'Windows, older',
      `curl.exe "http://localhost/a" ^\n  -H "uber-trace-id: ${trace}:${span}:0:1" ^\n  --compressed`,
    ],
    ['PowerShell', `curl.exe 'http://localhost/a' \`\n -H 'traceparent: 00-${trace}-${span}-01'`],
  ])('%s', (_name, text) => {
    expect(read(text)).toBe(`${trace}/${span}`);
  });

  test('an id in an address or a body is no trace', () => {
    expect(read(`curl http://localhost/users/${trace} -d 'trace_id=${trace}'`)).toBe('none');
  });
});

test('long texts cost no more than their length', () => {
  const long = `${'a'.repeat(31)} `.repeat(30_000);
  expect(read(long)).toBe('none');
  expect(read(`${long}trace_id=${trace}`)).toBe(trace);
});
