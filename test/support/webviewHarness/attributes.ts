import { spanKindOf } from '../../../src/shared/spanKind.ts';
import type { AttributeColumn, AttributeColumns, AttributeKey } from '../../../src/shared/traceAttributes.ts';
import type { TraceColumns } from '../../../src/shared/traceColumns.ts';

type Made = (trace: TraceColumns, span: number) => string | undefined;

/** Attributes that any made-up trace has: told from its columns. */
const made: Readonly<Record<string, Made>> = {
  'http.route': (trace, i) => (trace.kind[i] === 2 ? routeOf(nameOf(trace, i)) : undefined),
  'db.query.text': (trace, i) =>
    /^(SELECT|INSERT|UPDATE)/.test(nameOf(trace, i)) ? nameOf(trace, i) : undefined,
  'span.kind': (trace, i) => spanKindOf(trace.kind[i] as number),
  'order.id': (trace, i) => (trace.depth[i] === 2 ? `order-${9980 + (i % 7)}` : undefined),
  'service.version': () => '1.4.2',
};

export function madeAttributes(trace: TraceColumns, keys: readonly string[]): AttributeColumns {
  return {
    traceId: trace.traceId,
    version: trace.version,
    columns: keys.map((key) => columnOf(trace, key)),
  };
}

export function madeKeys(trace: TraceColumns): AttributeKey[] {
  return Object.keys(made).map((key) => {
    const { value, values } = columnOf(trace, key);
    return {
      key,
      from: key === 'service.version' ? 'resource' : 'span',
      spans: value.filter((one) => one > 0).length,
      values: values.slice(0, 20),
      distinct: values.length,
    };
  });
}

function columnOf(trace: TraceColumns, key: string): AttributeColumn {
  const values: string[] = [];
  const places = new Map<string, number>();
  const value = new Uint32Array(trace.count);
  for (let i = 0; i < trace.count; i++) {
    const text = made[key]?.(trace, i);
    if (text === undefined) continue;
    const place = places.get(text) ?? values.push(text);
    places.set(text, place);
    value[i] = place;
  }
  return { key, value, values };
}

function nameOf({ name, strings }: TraceColumns, span: number): string {
  return strings[name[span] as number] as string;
}

function routeOf(name: string): string {
  return name.split(' ').at(-1) as string;
}
