import { LogScanner } from './logScanner.ts';
import { wordAt } from './wordAt.ts';

const traceIdDigits = 32;
const noDigit = 255;
/** By character: the value of a hexadecimal digit. */
const digitOf = Uint8Array.from({ length: 256 }, (_, code) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase());
  return digit < 0 ? noDigit : digit;
});

type Visit = (a: number, b: number, c: number, d: number) => void;

/** Whether a batch of logs was sent as JSON; the other form never starts so. */
export function isJsonBatch(bytes: Uint8Array): boolean {
  return bytes[0] === '{'.charCodeAt(0);
}

/**
 * Calls with the words of each trace id that a batch of logs names, in either form. In JSON any text of 32 digits is
 * taken for one, so that the batch need not be parsed: there are a few too many then, and none too few.
 */
export function eachTraceId(bytes: Uint8Array, visit: Visit): void {
  if (isJsonBatch(bytes)) eachInJson(bytes, visit);
  else eachOnWire(bytes, visit);
}

function eachOnWire(bytes: Uint8Array, visit: Visit): void {
  const scanner = new LogScanner();
  scanner.each(bytes, () => {
    const at = scanner.traceIdAt;
    if (at < 0) return;
    visit(wordAt(bytes, at), wordAt(bytes, at + 4), wordAt(bytes, at + 8), wordAt(bytes, at + 12));
  });
}

function eachInJson(bytes: Uint8Array, visit: Visit): void {
  let digits = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (digitOf[bytes[i] as number] !== noDigit) {
      digits++;
      continue;
    }
    if (digits === traceIdDigits) {
      const at = i - traceIdDigits;
      visit(wordIn(bytes, at), wordIn(bytes, at + 8), wordIn(bytes, at + 16), wordIn(bytes, at + 24));
    }
    digits = 0;
  }
}

function wordIn(bytes: Uint8Array, at: number): number {
  let word = 0;
  for (let i = at; i < at + 8; i++) word = (word << 4) | (digitOf[bytes[i] as number] as number);
  return word >>> 0;
}
