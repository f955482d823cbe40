import type { BodyBuffer } from './bodyBuffer.ts';
import { acceptedCodings, type Coding, codingOf } from './contentCoding.ts';
import { RpcError, rpcCode } from './rpcStatus.ts';
import { maxBodyBytes, TooLargeError } from './tooLargeError.ts';

/** Before each message: one byte that says whether it is compressed, and four of its length, big-endian. */
const headBytes = 5;

/**
 * Takes the head off the one message of a unary call; says whether what is left is compressed. Faults have the codes that gRPC's own
 * table wants (https://grpc.github.io/grpc/core/md_doc_statuscodes.html).
 */
export function takeMessageHead(body: BodyBuffer): boolean {
  const head = body.peek(headBytes);
  if (head.length === 0) throw new RpcError(rpcCode.unimplemented, 'The call has no message.');
  if (head.length < headBytes) throw cutMessage();
  const length = new DataView(head.buffer).getUint32(1);
  if (length > maxBodyBytes) throw new TooLargeError();
  if (body.length < headBytes + length) throw cutMessage();
  if (body.length > headBytes + length) {
    throw new RpcError(rpcCode.unimplemented, 'The call has several messages, and the method takes one.');
  }
  const flag = head[0];
  if (flag !== 0 && flag !== 1) {
    throw new RpcError(rpcCode.internal, `The compressed flag is ${flag}, neither 0 nor 1.`);
  }
  body.skip(headBytes);
  return flag === 1;
}

function cutMessage(): RpcError {
  return new RpcError(rpcCode.internal, 'The call ended in the middle of its message.');
}

/** How the message of a call is compressed that says by its flag that it is. */
export function messageCoding(encoding: string | undefined): Coding {
  const coding = codingOf(encoding);
  if (coding === 'identity') {
    throw new RpcError(
      rpcCode.internal,
      'The compressed flag is set, but grpc-encoding does not say how the message is compressed.',
    );
  }
  if (coding !== undefined) return coding;
  throw new RpcError(
    rpcCode.unimplemented,
    `The encoding "${encoding}" is not supported. Send the message with one of these: ${acceptedCodings.join(', ')}.`,
  );
}

export function framedMessage(message: Uint8Array): Uint8Array {
  const frame = new Uint8Array(headBytes + message.length);
  new DataView(frame.buffer).setUint32(1, message.length);
  frame.set(message, headBytes);
  return frame;
}
