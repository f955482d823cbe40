import type { TraceColumns } from '../shared/traceColumns.ts';

/** The id as hexadecimal digits; `null`, as the contract of the JSON output has it, for the zeros that mean none. */
export function idAt(ids: Uint8Array, index: number): string | null {
  const hex = Buffer.from(ids.buffer, ids.byteOffset + 8 * index, 8).toString('hex');
  return /^0+$/.test(hex) ? null : hex;
}

export function nameAt({ strings, name }: TraceColumns, span: number): string {
  return strings[name[span] as number] ?? '';
}

export function serviceAt({ strings, service }: TraceColumns, span: number): string {
  return strings[service[span] as number] ?? '';
}
