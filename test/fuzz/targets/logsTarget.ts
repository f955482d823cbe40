import { deepStrictEqual } from 'node:assert/strict';
import { LogScanner } from '../../../src/collector/otlp/logScanner.ts';
import { otlpMessages } from '../corpus.ts';
import type { FuzzTarget } from '../fuzzTarget.ts';
import { decodeShallow, hexOf } from '../otlpMessages.ts';
import { ProtoInput } from '../protoInput.ts';
import { outcomeOf } from './wireTarget.ts';

const inputs = new ProtoInput(otlpMessages('logs'));
const scanner = new LogScanner();

/** Whose each log record is. Where protobufjs refuses a message, the scanner tells what came before the fault; it never throws. */
export const logsTarget: FuzzTarget = {
  name: 'logs',
  share: 60,
  make: (random) => inputs.make(random),
  check: (input) => {
    const owners: string[] = [];
    const idAt = (at: number, length: number): string =>
      at < 0 ? '' : hexOf(input.subarray(at, at + length));
    scanner.each(
      input,
      () => void owners.push(`${idAt(scanner.traceIdAt, 16)} ${idAt(scanner.spanIdAt, 8)}`),
    );
    const { value } = outcomeOf(() => expected(input));
    if (value !== undefined) deepStrictEqual(owners, value);
  },
};

interface Record {
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
}

function expected(input: Uint8Array): string[] {
  const groups = decodeShallow('LogsRequest', input)['resourceLogs'] as readonly {
    readonly scopeLogs: readonly { readonly logRecords: readonly Record[] }[];
  }[];
  const records = groups.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords));
  return records.map(({ traceId, spanId }) => `${idOf(traceId, 16)} ${idOf(spanId, 8)}`);
}

function idOf(id: Uint8Array, length: number): string {
  return id.length === length ? hexOf(id) : '';
}
