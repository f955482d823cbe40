import { jsonToWire } from '../otlp/jsonToWire.ts';
import { tracesSchema } from '../otlp/otlpSchema.ts';
import { MalformedError, WireReader } from '../otlp/wireReader.ts';
import { type Signal, signal } from '../store/blockFile.ts';
import { type Accepted, type Intake, RefusedError } from '../store/intake.ts';
import type { Format } from './exportResponse.ts';
import { TooLargeError } from './inflate.ts';

/** What was refused since the start. */
export interface RefusalCounts {
  readonly requests: number;
  readonly spans: number;
  readonly last: string | undefined;
}

/** Where every request comes in, whatever carried it: checks, transcodes and counts. */
export class Door {
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
  async receive(kind: Signal, body: Uint8Array<ArrayBuffer>, format: Format): Promise<Accepted> {
    if (this.paused) throw new RefusedError('Spanline is paused; send this again later.', true);
    try {
      const accepted = await this.#keep(kind, body, format);
      if (accepted.refused > 0) this.#count(0, accepted.refused, accepted.reason);
      return accepted;
    } catch (error) {
      if (error instanceof MalformedError) this.countRefusal(error.message);
      throw error;
    }
  }

  /** For what was found wrong before it came here. */
  countRefusal(reason: string): void {
    this.#count(1, 0, reason);
  }

  #keep(kind: Signal, body: Uint8Array<ArrayBuffer>, format: Format): Promise<Accepted> {
    if (kind === signal.traces) {
      return this.#intake.offer(kind, format === 'json' ? transcoded(body) : body);
    }
    // Kept as they came: a JSON body starts with "{", which no OTLP protobuf message does.
    if (format === 'json') checkJson(body);
    else checkWire(body);
    return this.#intake.offer(kind, body);
  }

  #count(requests: number, spans: number, last: string | undefined): void {
    const refused = this.#refused;
    this.#refused = { requests: refused.requests + requests, spans: refused.spans + spans, last };
  }
}

/** Whether sending the same bytes again could ever help. */
export function isOurFault(error: unknown): boolean {
  return !(error instanceof MalformedError) && !(error instanceof TooLargeError);
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

function checkWire(body: Uint8Array): void {
  const reader = new WireReader(body);
  while (reader.pos < body.length) reader.skip(reader.tag());
}
