import { Buffer } from 'node:buffer';
import { messageOf } from '../../shared/assert.ts';
import { MalformedError, wireType } from '../otlp/wireReader.ts';
import { WireWriter } from '../otlp/wireWriter.ts';
import { RefusedError } from '../store/intake.ts';
import { TooLargeError } from './tooLargeError.ts';

/** Codes of gRPC, which are those of `google.rpc.Code` (https://grpc.github.io/grpc/core/md_doc_statuscodes.html). */
export const rpcCode = {
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  permissionDenied: 7,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
} as const;

/** `google.rpc.Status`. */
export interface RpcStatus {
  readonly code: number;
  /** A sentence for whoever develops the sender. */
  readonly message: string;
  /** The same request may be sent again, after so many seconds. */
  readonly retrySeconds?: number;
}

/** An error that has a status of its own. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly status: RpcStatus;

  constructor(code: number, message: string) {
    super(message);
    this.status = { code, message };
  }
}

/** Long enough for a commit or a short pause, short enough for the queues of exporters. */
const retrySeconds = 1;

/** What went wrong with a request, for its sender. What is nobody's fault may be sent again. */
export function statusOf(error: unknown): RpcStatus {
  if (error instanceof RpcError) return error.status;
  if (error instanceof MalformedError) {
    return { code: rpcCode.invalidArgument, message: `The request is malformed: ${error.message}.` };
  }
  if (error instanceof TooLargeError) return { code: rpcCode.resourceExhausted, message: error.message };
  const message = error instanceof RefusedError ? error.message : `Spanline failed: ${messageOf(error)}`;
  return { code: rpcCode.unavailable, message, retrySeconds };
}

const typeHost = 'type.googleapis.com/google.rpc';

/** With `RetryInfo` or `BadRequest` in its details, as the OTLP specification wants them. */
export function statusBytes({ code, message, retrySeconds: seconds }: RpcStatus): Uint8Array {
  const writer = new WireWriter();
  writer.tag(1, wireType.varint);
  writer.uint32(code);
  writeText(writer, 2, message);
  if (seconds !== undefined) writeDetail(writer, 'RetryInfo', (inner) => writeDelay(inner, seconds));
  else if (code === rpcCode.invalidArgument) {
    writeDetail(writer, 'BadRequest', (inner) => {
      inner.tag(1, wireType.bytes);
      inner.nested(() => writeText(inner, 2, message));
    });
  }
  return writer.finish();
}

/** The same in protobuf's JSON. */
export function statusJson({ code, message, retrySeconds: seconds }: RpcStatus): object {
  const details =
    seconds !== undefined
      ? [{ '@type': `${typeHost}.RetryInfo`, retryDelay: `${seconds}s` }]
      : code === rpcCode.invalidArgument
        ? [{ '@type': `${typeHost}.BadRequest`, fieldViolations: [{ description: message }] }]
        : [];
  return details.length === 0 ? { code, message } : { code, message, details };
}

/** `google.protobuf.Any`. */
function writeDetail(writer: WireWriter, type: string, write: (writer: WireWriter) => void): void {
  writer.tag(3, wireType.bytes);
  writer.nested(() => {
    writeText(writer, 1, `${typeHost}.${type}`);
    writer.tag(2, wireType.bytes);
    writer.nested(() => write(writer));
  });
}

/** `RetryInfo` with its `Duration`. */
function writeDelay(writer: WireWriter, seconds: number): void {
  writer.tag(1, wireType.bytes);
  writer.nested(() => {
    writer.tag(1, wireType.varint);
    writer.uint32(seconds);
  });
}

function writeText(writer: WireWriter, number: number, text: string): void {
  writer.tag(number, wireType.bytes);
  writer.bytes(Buffer.from(text));
}
