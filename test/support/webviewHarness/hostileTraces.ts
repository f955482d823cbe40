import type { TraceColumns } from '../../../src/shared/traceColumns.ts';
import { type TestSpan, traceOf, traceOfSpans } from '../../unit/support/traceText.ts';

const hour = 3600e9;
const century = 100 * 365 * 24 * hour;

/** Names that are hard to set: long, empty, of other scripts, with what controls or marks up text. */
export function hostileNames(): TraceColumns {
  const names = [
    'x'.repeat(1_000_000),
    '',
    '   ',
    '<img src=x onerror=alert(1)><b>bold</b>&amp;',
    'line one\nline two\ttab\r\nline three',
    '\u0000\u0001\u001b[31mred\u001b[0m\u007f',
    '\u202egnirts desrever\u202c and back',
    'مرحبا بالعالم GET /طلب',
    '\u200b\u200b\u200b',
    '👩‍👩‍👧‍👦 family 🇩🇪 flag e\u0301\u0301\u0301\u0301\u0301\u0301 Z\u0351\u036b\u0343\u036a',
    '日本語のとても長い名前'.repeat(12),
    '\ud800 lone surrogate',
    `GET /${'a-long-path-segment/'.repeat(20)}`,
    '__proto__',
    'constructor',
  ];
  return traceOfSpans([
    { id: 'fff', name: names[6] ?? '', service: 'shop\u202e', start: 0, end: 100e6 },
    ...names.map(
      (name, k): TestSpan => ({
        id: (k + 1).toString(16),
        parent: 'fff',
        name,
        service: names[(k + 5) % names.length]?.slice(0, 3000) ?? '',
        note: names[(k + 3) % names.length]?.slice(0, 3000) ?? '',
        start: k * 6e6,
        end: (k + 1) * 6e6,
        status: k % 4 === 0 ? 'error' : 'unset',
        site: (k + 1) * 3,
      }),
    ),
  ]);
}

/** Nothing takes any time. */
export function zeroLength(): TraceColumns {
  return traceOf(`
    shop  root  0-0
      "  child  0-0 client events=0
        db  query  0-0 error
      "  other  0-0
  `);
}

/** Times a hundred years apart, one of them before the other's parent. */
export function centuries(): TraceColumns {
  return traceOfSpans([
    { id: '1', name: 'root', service: 'shop', start: century, end: century + 5e6 },
    { id: '2', parent: '1', name: 'of 1970', service: 'clockless', start: 0, end: 3e6 },
    { id: '3', parent: '1', name: 'now', service: 'shop', start: century + 1e6, end: century + 4e6 },
    { id: '4', parent: '3', name: 'ends never', service: 'far', start: century, end: 2 * century },
    { id: '5', parent: '3', name: 'ends before', service: 'far', start: century + 9, end: century + 3 },
  ]);
}

/** `count` spans that all start at once. */
export function equalStarts(count: number): TraceColumns {
  return traceOfSpans(
    Array.from({ length: count }, (_, k) => ({
      id: (k + 1).toString(16),
      ...(k === 0 ? {} : { parent: Math.ceil(k / 3).toString(16) }),
      name: `span ${k % 7}`,
      service: `service ${k % 40}`,
      start: 0,
      end: k % 2 === 0 ? 10e6 : 10e6 - k,
    })),
  );
}

/** Spans that are each other's parents, and their own. */
export function cycles(): TraceColumns {
  return traceOfSpans([
    { id: '1', parent: '3', name: 'one', service: 'a', start: 0, end: 9e6 },
    { id: '2', parent: '1', name: 'two', service: 'b', start: 1e6, end: 8e6 },
    { id: '3', parent: '2', name: 'three', service: 'c', start: 2e6, end: 7e6 },
    { id: '4', parent: '4', name: 'itself', service: 'd', start: 3e6, end: 4e6 },
    { id: '5', parent: '4', name: 'below', service: 'd', start: 3e6, end: 4e6 },
  ]);
}

/** A span of each of `count` services. */
export function servicesOfOneSpan(count: number): TraceColumns {
  return traceOfSpans(
    Array.from({ length: count }, (_, k) => ({
      id: (k + 1).toString(16),
      ...(k === 0 ? {} : { parent: Math.ceil(k / 8).toString(16) }),
      name: `GET /${k}`,
      service: `service-${k}`,
      kind: 'server' as const,
      start: k * 1000,
      end: 20e6 - k * 1000,
    })),
  );
}

/** One span of nanoseconds inside hours, and a depth of 50. */
export function deep(depth: number): TraceColumns {
  return traceOfSpans(
    Array.from({ length: depth }, (_, k) => ({
      id: (k + 1).toString(16),
      ...(k === 0 ? {} : { parent: k.toString(16) }),
      name: `handler of level ${k}`,
      service: `service-${k % 40}`,
      start: k * 1e6,
      end: 2 * depth * 1e6 - k * 1e6,
      site: k + 1,
    })),
  );
}
