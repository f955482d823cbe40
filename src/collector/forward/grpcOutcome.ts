import { connectionOutcome, outcomeOf, TimeoutError } from './connectionProblem.ts';
import { type Asked, quoted, refusedKey } from './httpOutcome.ts';
import type { Outcome } from './sender.ts';
import { longText, retryInfoMillis } from './serverAnswer.ts';

/** How a call over gRPC ended otherwise than well. */
export interface GrpcFault {
  readonly code: number;
  readonly details: string;
  /** The trailer `grpc-status-details-bin`: a `google.rpc.Status`. */
  readonly status: Uint8Array | undefined;
}

/** Status codes of gRPC (https://grpc.io/docs/guides/status-codes/). */
const code = {
  deadlineExceeded: 4,
  permissionDenied: 7,
  resourceExhausted: 8,
  unimplemented: 12,
  unavailable: 14,
  unauthenticated: 16,
} as const;

/** CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS: OTLP lets them be sent again. */
const retryable: ReadonlySet<number> = new Set([1, 4, 10, 11, 14, 15]);

const names = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
];

/** What the end of a call means for the request, after OTLP's specification. */
export function grpcOutcome(fault: GrpcFault, asked: Asked): Outcome {
  const name = names[fault.code] ?? String(fault.code);
  const said = `${asked.host} answered ${name}${quoted(longText(fault.details))}`;
  const afterMillis = fault.status === undefined ? undefined : retryInfoMillis(fault.status);
  if (fault.code === code.deadlineExceeded && /^Deadline exceeded/i.test(fault.details))
    return connectionOutcome(new TimeoutError(fault.details), asked.host);
  if (fault.code === code.unavailable && isOfConnection(fault.details))
    return outcomeOf('', fault.details, asked.host);
  if (retryable.has(fault.code) || (fault.code === code.resourceExhausted && afterMillis !== undefined))
    return { type: 'retry', problem: said, ...(afterMillis === undefined ? {} : { afterMillis }) };
  switch (fault.code) {
    case code.unauthenticated:
    case code.permissionDenied:
      return { type: 'failed', problem: refusedKey(asked.host, name, asked.headers) };
    case code.resourceExhausted:
      return { type: isAboutSize(fault.details) ? 'tooLarge' : 'refused', problem: said };
    case code.unimplemented:
      return unimplemented(fault.details, asked, said);
    default:
      return { type: 'refused', problem: said };
  }
}

function unimplemented(details: string, asked: Asked, said: string): Outcome {
  if (/compress|encoding/i.test(details))
    return { type: 'failed', problem: `${said} Set the compression of this forward to none.` };
  if (asked.signal !== 'traces')
    return {
      type: 'unknownSignal',
      problem: `${asked.host} takes no ${asked.signal}${quoted(longText(details))}`,
    };
  return { type: 'failed', problem: `${said} Check protocol and port of this forward.` };
}

/** What the client says of its own when there was no answer. */
function isOfConnection(details: string): boolean {
  return /^(?:No connection established|Name resolution failed|Connection dropped)|ECONNRE|certificate|SSL|TLS/i.test(
    details,
  );
}

function isAboutSize(details: string): boolean {
  return /larger than max|too large|message size|max(?:imum)? size|exceeds/i.test(details);
}
