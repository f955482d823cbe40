/**
 * A trace id as 32 hexadecimal digits, of what files call one: hexadecimal in any case, shorter where leading
 * zeros were lost or the id has 64 bits, or base64. `undefined` where it is none.
 */
export function tolerantTraceId(value: unknown): string | undefined {
  return tolerantId(value, 16);
}

/** The same for a span id, as 16 digits. */
export function tolerantSpanId(value: unknown): string | undefined {
  return tolerantId(value, 8);
}

/** Why a value is no id, for a problem: `no spanID`, `the spanID "x" is none`. */
export function idFault(name: string, value: unknown): string {
  if (value === undefined || value === null || value === '') return `no ${name}`;
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : typeof value;
  return `${name} is no id: ${text}`;
}

function tolerantId(value: unknown, bytes: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  const hex = hexOf(value.trim(), bytes)
    ?.toLowerCase()
    .padStart(bytes * 2, '0');
  return hex === undefined || /^0+$/.test(hex) ? undefined : hex;
}

function hexOf(text: string, bytes: number): string | undefined {
  const plain = /^0x/i.test(text) ? text.slice(2) : text;
  if (/^[0-9a-f]+$/i.test(plain)) {
    if (plain.length <= bytes * 2) return plain;
    const extra = plain.slice(0, -bytes * 2);
    return /^0+$/.test(extra) ? plain.slice(-bytes * 2) : undefined;
  }
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return undefined;
  const decoded = Buffer.from(text, 'base64');
  return decoded.length === bytes || decoded.length === 8 ? decoded.toString('hex') : undefined;
}
