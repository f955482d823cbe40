import { jsonToWire } from '../otlp/jsonToWire.ts';
import { tracesSchema } from '../otlp/otlpSchema.ts';
import { MalformedError, WireReader } from '../otlp/wireReader.ts';
import { type Signal, signal } from '../store/blockFile.ts';
import { sourceOf } from '../store/gatherBuffer.ts';
import { type Accepted, type Intake, RefusedError } from '../store/intake.ts';
import type { BodyBuffer } from './bodyBuffer.ts';
import type { Format } from './exportResponse.ts';
import { inflate, TooLargeError } from './inflate.ts';
import { ReceiveBudget } from './receiveBudget.ts';

/** What was refused since the start. */
export interface RefusalCounts {
  readonly requests: number;
  readonly spans: number;
  readonly last: string | undefined;
}

/** Where every request comes in, whatever carried it: checks, transcodes and counts. */
export class Door {
  /** Shared by all bodies that are on their way here. */
  readonly budget = new ReceiveBudget();
  readonly #intake: Intake;
  #refused: RefusalCounts = { requests: 0, spans: 0, last: undefined };
  paused = false;

  constructor(intake: Intake) {
    this.#intake = intake;
  }

  get refused(): RefusalCounts {
    return this.#refused;
  }

  /** Keeps one request. Resolves once it is committed; rejects with a sentence about what is wrong. */
  async receive(kind: Signal, body: BodyBuffer, format: Format, gzip: boolean): Promise<Accepted> {
    if (this.paused) throw new RefusedError('Spanline is paused; send this again later.', true);
    try {
      const accepted = await this.#keep(kind, body, format, gzip);
      if (accepted.refused > 0) this.#count(0, accepted.refused, accepted.reason);
      return accepted;
    } catch (error) {
      if (error instanceof MalformedError || error instanceof TooLargeError) this.countRefusal(error.message);
      throw error;
    }
  }

  /** For what was found wrong before it came here. */
  countRefusal(reason: string): void {
    this.#count(1, 0, reason);
  }

  async #keep(kind: Signal, body: BodyBuffer, format: Format, gzip: boolean): Promise<Accepted> {
    // The usual request goes into the block straight from the chunks it came in.
    if (kind === signal.traces && format === 'protobuf' && !gzip) return this.#intake.offerTraces(body);
    const bytes = gzip ? await inflate(body.toBytes()) : body.toBytes();
    if (kind === signal.traces) {
      return this.#intake.offerTraces(sourceOf(format === 'json' ? transcoded(bytes) : bytes));
    }
    // Kept as they came: JSON starts with "{", which no OTLP protobuf message does.
    if (format === 'json') checkJson(bytes);
    else checkWire(bytes);
    return this.#intake.offerRaw(kind, format === 'json' ? withoutBlanks(bytes) : bytes);
  }

  #count(requests: number, spans: number, last: string | undefined): void {
    const refused = this.#refused;
    this.#refused = { requests: refused.requests + requests, spans: refused.spans + spans, last };
  }
}

function transcoded(body: Uint8Array): Uint8Array<ArrayBuffer> {
  return jsonToWire(tracesSchema, Buffer.from(body.buffer, body.byteOffset, body.length).toString());
}

function checkJson(body: Uint8Array): void {
  try {
    JSON.parse(Buffer.from(body).toString());
  } catch (error) {
    throw new MalformedError('the body is not JSON', { cause: error });
  }
}

function withoutBlanks(body: Uint8Array): Uint8Array {
  return body.subarray(Math.max(0, body.indexOf('{'.charCodeAt(0))));
}

function checkWire(body: Uint8Array): void {
  const reader = new WireReader(body);
  while (reader.pos < body.length) reader.skip(reader.tag());
}
