import { MalformedError } from '../otlp/wireReader.ts';
import { type ThriftMessage, ThriftReader, type ThriftStruct } from './thriftReader.ts';

/** Field ids and names are those of jaeger-idl's `jaeger.thrift`. */
const tag: ThriftStruct = {
  1: { name: 'key', type: 'text' },
  2: { name: 'vType', type: 'i32' },
  3: { name: 'vStr', type: 'text' },
  4: { name: 'vDouble', type: 'double' },
  5: { name: 'vBool', type: 'bool' },
  6: { name: 'vLong', type: 'i64' },
  7: { name: 'vBinary', type: 'binary' },
};
const log: ThriftStruct = {
  1: { name: 'timestamp', type: 'i64' },
  2: { name: 'fields', type: tag, repeated: true },
};
const spanRef: ThriftStruct = {
  1: { name: 'refType', type: 'i32' },
  2: { name: 'traceIdLow', type: 'i64' },
  3: { name: 'traceIdHigh', type: 'i64' },
  4: { name: 'spanId', type: 'i64' },
};
const span: ThriftStruct = {
  1: { name: 'traceIdLow', type: 'i64' },
  2: { name: 'traceIdHigh', type: 'i64' },
  3: { name: 'spanId', type: 'i64' },
  4: { name: 'parentSpanId', type: 'i64' },
  5: { name: 'operationName', type: 'text' },
  6: { name: 'references', type: spanRef, repeated: true },
  7: { name: 'flags', type: 'i32' },
  8: { name: 'startTime', type: 'i64' },
  9: { name: 'duration', type: 'i64' },
  10: { name: 'tags', type: tag, repeated: true },
  11: { name: 'logs', type: log, repeated: true },
};
const process: ThriftStruct = {
  1: { name: 'serviceName', type: 'text' },
  2: { name: 'tags', type: tag, repeated: true },
};
/** Fields of a `Batch`. */
const processId = 1;
const spansId = 2;
/** Of `emitBatch` a batch, of `submitBatches` a list of them. */
const batchesId = 1;

/**
 * Spans of a `jaeger.Batch` as they are in Jaeger's JSON, one at a time, each with its process. It may come alone, or in
 * the call that brings batches to an agent or a collector. Throws `MalformedError`.
 */
export function* jaegerThriftSpans(bytes: Uint8Array): Generator<object> {
  for (const { process: sender, spansAt } of batchesOf(bytes)) {
    for (const at of spansAt) {
      for (const found of new ThriftReader(bytes.subarray(at)).structs(span)) yield spanOf(found, sender);
    }
  }
}

interface FoundBatch {
  process: object | undefined;
  /** Where lists of spans stand. */
  readonly spansAt: number[];
}

function batchesOf(bytes: Uint8Array): readonly FoundBatch[] {
  const reader = new ThriftReader(bytes);
  const batches: FoundBatch[] = [];
  const read = (): void => void batches.push(batchOf(reader, bytes));
  if (!reader.callHead()) read();
  else {
    reader.fields((id, isList, isStruct) => {
      if (id !== batchesId || !(isList || isStruct)) return false;
      if (isStruct) read();
      else reader.eachOf(read);
      return true;
    });
  }
  if (reader.left > 0) throw new MalformedError('something follows the message');
  return batches;
}

function batchOf(reader: ThriftReader, bytes: Uint8Array): FoundBatch {
  const batch: FoundBatch = { process: undefined, spansAt: [] };
  reader.fields((id, isList, isStruct) => {
    if (id === processId && isStruct) batch.process = processOf(reader.struct(process));
    else if (id === spansId && isList) {
      batch.spansAt.push(bytes.length - reader.left);
      return false;
    } else return false;
    return true;
  });
  return batch;
}

function processOf({ serviceName, tags }: ThriftMessage): object {
  return { serviceName, tags: listOf(tags).map(tagOf) };
}

function spanOf(span: ThriftMessage, sender: object | undefined): object {
  const traceID = traceIdOf(span);
  const parentSpanID = idOf(span['parentSpanId']);
  const references = listOf(span['references']).map(referenceOf);
  // The parent need not be among the references; where it is, they say how it is one.
  const isParentTold = references.some(
    (reference) => reference.spanID === parentSpanID && reference.traceID === traceID,
  );
  const parent = { refType: 'CHILD_OF', traceID, spanID: parentSpanID };
  return {
    traceID,
    spanID: idOf(span['spanId']),
    operationName: span['operationName'],
    references: isParentTold || parentSpanID === noId ? references : [parent, ...references],
    flags: Number(span['flags'] ?? 0) >>> 0,
    startTime: String(span['startTime'] ?? 0n),
    duration: String(span['duration'] ?? 0n),
    process: sender,
    tags: listOf(span['tags']).map(tagOf),
    logs: listOf(span['logs']).map(({ timestamp, fields }) => ({
      timestamp: String(timestamp ?? 0n),
      fields: listOf(fields).map(tagOf),
    })),
  };
}

function referenceOf(reference: ThriftMessage): {
  readonly refType: string;
  readonly traceID: string;
  readonly spanID: string;
} {
  return {
    refType: reference['refType'] === 1 ? 'FOLLOWS_FROM' : 'CHILD_OF',
    traceID: traceIdOf(reference),
    spanID: idOf(reference['spanId']),
  };
}

/** The value that the type names; its default where it is missing. */
function tagOf(found: ThriftMessage): object {
  const { key, vStr, vDouble, vBool, vLong, vBinary } = found;
  switch (found['vType']) {
    case 1:
      return { key, type: 'float64', value: vDouble ?? 0 };
    case 2:
      return { key, type: 'bool', value: vBool ?? false };
    case 3:
      return { key, type: 'int64', value: String(vLong ?? 0n) };
    case 4:
      return { key, type: 'binary', value: Buffer.isBuffer(vBinary) ? vBinary.toString('base64') : '' };
    default:
      return { key, type: 'string', value: vStr ?? '' };
  }
}

const noId = '0'.repeat(16);

function traceIdOf({ traceIdHigh, traceIdLow }: ThriftMessage): string {
  return idOf(traceIdHigh) + idOf(traceIdLow);
}

function idOf(value: unknown): string {
  return typeof value === 'bigint' ? BigInt.asUintN(64, value).toString(16).padStart(16, '0') : noId;
}

function listOf(value: unknown): readonly ThriftMessage[] {
  return Array.isArray(value) ? (value as ThriftMessage[]) : [];
}
