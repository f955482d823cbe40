import { expect, test } from 'vitest';
import { SpanScanner, type SpanVisitor } from '../../../src/collector/otlp/spanScanner.ts';
import { MalformedError } from '../../../src/collector/otlp/wireReader.ts';
import { WireWriter } from '../../../src/collector/otlp/wireWriter.ts';
import { requestOf, wireOf } from './otlpRequest.ts';

/** What the scan says, a line each. */
function scanned(bytes: Uint8Array<ArrayBuffer>): string[] {
  const lines: string[] = [];
  const text = (scanner: SpanScanner, start: number, end: number): string =>
    Buffer.from(scanner.bytes.subarray(start, end)).toString();
  const visitor: SpanVisitor = {
    group: (it) =>
      void lines.push(
        `${text(it, it.origin.serviceStart, it.origin.serviceEnd)} / ${text(it, it.origin.scopeNameStart, it.origin.scopeNameEnd)}`,
      ),
    span: (it) =>
      void lines.push(
        `  ${text(it, it.nameStart, it.nameEnd)} kind ${it.kind} status ${it.status} code ${it.places.count}`,
      ),
    refused: (reason) => void lines.push(`  refused: ${reason}`),
  };
  new SpanScanner().scan(bytes, visitor);
  return lines;
}

const request = requestOf([
  {
    id: '1',
    name: 'first',
    kind: 2,
    attributes: { 'code.file.path': '/a.ts', 'code.line.number': 3, codec: 'x' },
  },
  { id: '2', name: 'second', status: { code: 2 } },
]);

test('resources, scopes and spans are told in order', () => {
  expect(scanned(wireOf(request))).toEqual([
    'shop / test',
    '  first kind 2 status 0 code 2',
    '  second kind 1 status 2 code 0',
  ]);
});

test('fields may stand in any order: the resource behind its spans, the value before its key', () => {
  const field = (number: number, content: Uint8Array | string): Uint8Array => {
    const writer = new WireWriter();
    writer.tag(number, 2);
    writer.bytes(Buffer.from(content));
    return writer.finish();
  };
  const join = (...parts: Uint8Array[]): Uint8Array => Buffer.concat(parts);
  const string = (value: string): Uint8Array => field(2, field(1, value));
  const code = field(9, join(string('/a.ts'), field(1, 'code.filepath')));
  const span = field(2, join(code, field(5, 'late'), field(2, 'spanspan'), field(1, 'tracetracetrace!')));
  const scopeSpans = field(2, join(span, field(1, field(1, 'scope'))));
  const resource = field(1, field(1, join(string('svc'), field(1, 'service.name'))));
  expect(scanned(new Uint8Array(field(1, join(scopeSpans, resource))))).toEqual([
    'svc / scope',
    '  late kind 0 status 0 code 1',
  ]);
});

test('every cut and every changed byte is read or refused, never more than that', () => {
  const whole = wireOf(request);
  for (let at = 0; at < whole.length; at++) {
    expect(outcomeOf(whole.slice(0, at))).toMatch(/read|refused/);
    for (const bits of [0x01, 0x80, 0xff]) {
      const changed = whole.slice();
      changed[at] = (changed[at] as number) ^ bits;
      expect(outcomeOf(changed)).toMatch(/read|refused/);
    }
  }
});

function outcomeOf(bytes: Uint8Array<ArrayBuffer>): string {
  try {
    scanned(bytes);
    return 'read';
  } catch (error) {
    return error instanceof MalformedError ? 'refused' : String(error);
  }
}

test('spans with ids that are none are refused one by one', () => {
  const spans = [
    { id: '0', name: 'zeros' },
    { id: '1', trace: '0', name: 'zeros' },
    { id: '3', parent: '12345678901234567', name: 'long parent' },
    { id: '4', name: 'good' },
  ];
  expect(scanned(wireOf(requestOf(spans)))).toEqual([
    'shop / test',
    '  refused: a span id of zeros',
    '  refused: a trace id of zeros',
    '  refused: a parent id of 4 bytes instead of 8',
    '  good kind 1 status 0 code 0',
  ]);
});
