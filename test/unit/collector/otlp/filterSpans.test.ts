import { expect, test } from 'vitest';
import { filterSpans } from '../../../../src/collector/otlp/filterSpans.ts';
import { SpanScanner } from '../../../../src/collector/otlp/spanScanner.ts';
import { MalformedError } from '../../../../src/collector/otlp/wireReader.ts';
import { requestOf, wireOf } from '../otlpRequest.ts';

const shop = wireOf(
  requestOf([
    { trace: 'a', id: '1', name: 'checkout', attributes: { 'http.route': '/orders' } },
    { trace: 'b', id: '2', name: 'health' },
    { trace: 'a', id: '3', parent: '1', name: 'charge' },
  ]),
);
const worker = wireOf(requestOf([{ trace: 'b', id: '4', name: 'mail' }], 'worker'));
const both = new Uint8Array([...shop, ...worker]);

test('all stay: the input itself', () => {
  expect(filterSpans(both, () => true)).toBe(both);
});

test('none stays: nothing', () => {
  expect(filterSpans(both, () => false)).toHaveLength(0);
});

test('some stay, and resources and scopes without any go', () => {
  expect(namesIn(filterSpans(both, ofTrace(0x0a)))).toBe('shop: checkout, charge');
  expect(namesIn(filterSpans(both, ofTrace(0x0b)))).toBe('shop: health; worker: mail');
});

test('what stays is the same, byte for byte', () => {
  const only = filterSpans(both, (bytes, _at, start, end) =>
    Buffer.from(bytes.subarray(start, end)).includes('health'),
  );
  expect(only).toEqual(filterSpans(shop, ofTrace(0x0b)));
});

test('a truncated request is refused', () => {
  expect(() => filterSpans(both.slice(0, -1), () => false)).toThrow(MalformedError);
});

function ofTrace(last: number) {
  return (bytes: Uint8Array, traceIdAt: number): boolean => bytes[traceIdAt + 15] === last;
}

/** Services with the names of their spans. */
function namesIn(bytes: Uint8Array<ArrayBuffer>): string {
  const groups: string[] = [];
  const names: string[] = [];
  const text = (start: number, end: number): string => Buffer.from(bytes.subarray(start, end)).toString();
  new SpanScanner().scan(bytes, {
    group: ({ origin }) => groups.push(text(origin.serviceStart, origin.serviceEnd)),
    span: ({ nameStart, nameEnd }) => {
      const at = groups.length - 1;
      names[at] = [names[at], text(nameStart, nameEnd)].filter(Boolean).join(', ');
    },
    refused: (reason) => groups.push(reason),
  });
  return groups.map((group, i) => `${group}: ${names[i]}`).join('; ');
}
