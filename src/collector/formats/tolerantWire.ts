import type { MessageSchema } from '../otlp/messageSchema.ts';
import { messageToWire } from '../otlp/messageToWire.ts';
import { MalformedError } from '../otlp/wireReader.ts';

/**
 * A message in OTLP JSON as protobuf, without those of its fields, or elements of its repeated fields, that are
 * not as they should be: each of them is told as a problem.
 */
export function tolerantWire(
  schema: MessageSchema,
  message: object,
  path: string,
  problem: (text: string) => void,
): Uint8Array<ArrayBuffer> {
  try {
    return messageToWire(schema, message, path);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
  }
  const parts: Uint8Array[] = [];
  for (const piece of piecesOf(message, path)) {
    try {
      parts.push(messageToWire(schema, piece.message, piece.path));
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      problem(`${error.message.replaceAll(piece.from, piece.to)}; that part was left out`);
    }
  }
  // Fields one after the other are a message.
  return new Uint8Array(Buffer.concat(parts));
}

interface Piece {
  readonly message: object;
  readonly path: string;
  /** An element that is looked at alone is the first of its array: its true path is put in. */
  readonly from: string;
  readonly to: string;
}

function* piecesOf(message: object, path: string): Generator<Piece> {
  for (const [name, value] of Object.entries(message)) {
    if (!Array.isArray(value)) yield { message: single(name, value), path, from: path, to: path };
    else
      for (const [i, item] of value.entries()) {
        const from = `${path}.${name}[0]`;
        yield { message: single(name, [item]), path, from, to: `${path}.${name}[${i}]` };
      }
  }
}

/** Also for a name like `__proto__`. */
function single(name: string, value: unknown): object {
  return Object.fromEntries([[name, value]]);
}
