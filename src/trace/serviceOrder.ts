import type { TraceColumns } from '../shared/traceColumns.ts';

/** The services of a trace as its spans first name them, behind those that earlier versions of it named. */
export function serviceOrder(
  { service, strings }: Pick<TraceColumns, 'service' | 'strings'>,
  earlier: readonly string[] = [],
): readonly string[] {
  const order = new Set(earlier);
  const seen = new Uint8Array(strings.length);
  for (const text of service) {
    if (seen[text] === 1) continue;
    seen[text] = 1;
    order.add(strings[text] as string);
  }
  return [...order];
}
