import { wordsOfHex } from '../store/hexOfWords.ts';
import { LogScanner } from './logScanner.ts';
import { wordAt } from './wordAt.ts';

const traceIdDigits = 32;
const spanIdDigits = 16;
const noDigit = 255;
/** By character: the value of a hexadecimal digit. */
const digitOf = Uint8Array.from({ length: 256 }, (_, code) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase());
  return digit < 0 ? noDigit : digit;
});

/** Called with the words of an id; for the id of a span the last two are 0. */
export type VisitId = (a: number, b: number, c: number, d: number) => void;

/** Whether a batch of logs was sent as JSON; the other form never starts so. */
export function isJsonBatch(bytes: Uint8Array): boolean {
  return bytes[0] === '{'.charCodeAt(0);
}

/** The words of an id of a trace or of a span, as they are visited. */
export function wordsOfId(id: string): Uint32Array {
  return wordsOfHex(id.padEnd(traceIdDigits, '0'));
}

/**
 * Calls with each id of a trace or of a span that a batch of logs names, in either form. In JSON any text of as many digits is
 * taken for one, so that the batch need not be parsed: there are a few too many then, and none too few.
 */
export function eachLogId(bytes: Uint8Array, visit: VisitId): void {
  if (isJsonBatch(bytes)) eachInJson(bytes, visit);
  else eachOnWire(bytes, visit);
}

function eachOnWire(bytes: Uint8Array, visit: VisitId): void {
  const scanner = new LogScanner();
  scanner.each(bytes, () => {
    visitIds(bytes, scanner, visit);
  });
}

/** A record without the id of a trace is nobody's. */
export function visitIds(
  bytes: Uint8Array,
  { traceIdAt: trace, spanIdAt: span }: { readonly traceIdAt: number; readonly spanIdAt: number },
  visit: VisitId,
): void {
  if (trace < 0) return;
  visit(wordAt(bytes, trace), wordAt(bytes, trace + 4), wordAt(bytes, trace + 8), wordAt(bytes, trace + 12));
  if (span >= 0) visit(wordAt(bytes, span), wordAt(bytes, span + 4), 0, 0);
}

function eachInJson(bytes: Uint8Array, visit: VisitId): void {
  let digits = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (digitOf[bytes[i] as number] !== noDigit) {
      digits++;
      continue;
    }
    if (digits === traceIdDigits) {
      const at = i - traceIdDigits;
      visit(wordIn(bytes, at), wordIn(bytes, at + 8), wordIn(bytes, at + 16), wordIn(bytes, at + 24));
    } else if (digits === spanIdDigits) {
      visit(wordIn(bytes, i - spanIdDigits), wordIn(bytes, i - 8), 0, 0);
    }
    digits = 0;
  }
}

function wordIn(bytes: Uint8Array, at: number): number {
  let word = 0;
  for (let i = at; i < at + 8; i++) word = (word << 4) | (digitOf[bytes[i] as number] as number);
  return word >>> 0;
}
