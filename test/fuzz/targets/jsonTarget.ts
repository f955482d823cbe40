import { deepStrictEqual } from 'node:assert/strict';
import { jsonToWire } from '../../../src/collector/otlp/jsonToWire.ts';
import { messageToWire } from '../../../src/collector/otlp/messageToWire.ts';
import { MalformedError } from '../../../src/collector/otlp/wireReader.ts';
import { decodeWithReference } from '../../unit/collector/otlpReference.ts';
import { type OtlpSignal, otlpTexts, schemas } from '../corpus.ts';
import type { FuzzTarget } from '../fuzzTarget.ts';
import { JsonInput } from '../jsonInput.ts';
import { hexOf } from '../otlpMessages.ts';
import { outcomeOf } from './wireTarget.ts';

/**
 * OTLP JSON, read while it is gone through, against `JSON.parse` and the table of messages: the same protobuf, or both refuse;
 * and protobufjs reads it. Not compared: integers that `JSON.parse` rounds, names that come twice, texts that are no UTF-8, and
 * what is nested deeper than `JSON.parse` or we go.
 */
function jsonTarget(signal: OtlpSignal, share: number): FuzzTarget {
  const inputs = new JsonInput(otlpTexts(signal));
  return {
    name: `json-${signal}`,
    share,
    make: (random) => inputs.make(random),
    check: (input) => {
      const text = Buffer.from(input).toString();
      const ours = outcomeOf(() => jsonToWire(schemas[signal], input));
      if (ours.error !== undefined && !(ours.error instanceof MalformedError)) throw ours.error;
      const parsed = outcomeOf(() => JSON.parse(text) as unknown);
      if (parsed.error !== undefined && ours.value !== undefined)
        throw new Error('read what JSON.parse refuses');
      if (signal === 'traces' && ours.value !== undefined) decodeWithReference(ours.value);
      if (parsed.error !== undefined || !isComparable(text, parsed.value)) return;
      const theirs = outcomeOf(() => messageToWire(schemas[signal], parsed.value, 'the body'));
      if ((theirs.value === undefined) !== (ours.value === undefined)) {
        throw new Error(`one refuses: ${ours.error?.message} / ${theirs.error?.message}`);
      }
      if (ours.value !== undefined) deepStrictEqual(hexOf(ours.value), hexOf(theirs.value));
    },
  };
}

export const jsonTracesTarget = jsonTarget('traces', 110);
export const jsonLogsTarget = jsonTarget('logs', 30);
export const jsonMetricsTarget = jsonTarget('metrics', 30);

function isComparable(text: string, value: unknown): boolean {
  if (text.includes('\ufffd') || /\d{16}|[eE.]\d*/.test(text.replace(/"(?:[^"\\]|\\.)*"/g, ''))) return false;
  const names = text.match(/"(?:[^"\\]|\\.)*"\s*:/g)?.length ?? 0;
  return names === membersOf(value);
}

/** How many members all objects have together: fewer than names where one comes twice. */
function membersOf(value: unknown): number {
  let count = 0;
  const open = [value];
  for (const each of open) {
    if (typeof each !== 'object' || each === null) continue;
    const values = Object.values(each);
    if (!Array.isArray(each)) count += values.length;
    open.push(...values);
  }
  return count;
}
