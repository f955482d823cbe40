/** Nanoseconds of a time in microseconds, as a number or as text (with three digits behind the point, exactly); `undefined` where it is none. */
export function nanosOfMicros(value: unknown): bigint | undefined {
  if (typeof value === 'string' && /^-?\d{1,20}$/.test(value)) return BigInt(value) * 1000n;
  const parts = typeof value === 'string' ? /^(-?)(\d{1,20})\.(\d{3})$/.exec(value) : null;
  if (parts !== null) return BigInt(`${parts[1]}${parts[2]}${parts[3]}`);
  const micros = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof micros !== 'number' || !Number.isFinite(micros) || Math.abs(micros) > 2 ** 63) return undefined;
  if (Number.isInteger(micros)) return BigInt(micros) * 1000n;
  const whole = Math.floor(micros);
  return BigInt(whole) * 1000n + BigInt(Math.round((micros - whole) * 1000));
}

/** Whole microseconds of nanoseconds as text, toward zero as OpenTelemetry's exporters have them. */
export function microsOf(nanos: unknown): bigint {
  return (typeof nanos === 'string' && /^\d+$/.test(nanos) ? BigInt(nanos) : 0n) / 1000n;
}

/** As JSON: a number, since microseconds since the epoch are far below 2^53. */
export function jsonMicros(micros: bigint): number {
  return Number(micros);
}
