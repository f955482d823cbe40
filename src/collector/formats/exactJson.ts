import { messageOf } from '../../shared/assert.ts';
import { MalformedError } from '../otlp/wireReader.ts';

/** What `JSON.parse` tells of a number besides its value. */
interface ReviverContext {
  readonly source?: string;
}

/** Integers that a double may not hold: from 9·10^15 on. */
const longInteger = /[:[,]\s*-?(?:9\d{15}|[1-9]\d{16})/;

/**
 * Parses JSON; integers beyond 2^53 become text, so that they stay exact. Throws `MalformedError`.
 */
export function exactJson(text: string): unknown {
  try {
    return longInteger.test(text) ? JSON.parse(text, exactly as Reviver) : JSON.parse(text);
  } catch (error) {
    if (error instanceof RangeError) throw new MalformedError('nested too deeply');
    throw new MalformedError(`not JSON (${messageOf(error)})`);
  }
}

/** What TypeScript knows of it: not the third argument. */
type Reviver = (key: string, value: unknown) => unknown;

function exactly(_: string, value: unknown, context?: ReviverContext): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || !Number.isInteger(value)) return value;
  const source = context?.source;
  return source !== undefined && /^-?\d+$/.test(source) ? source : value;
}
