import { jsonToWire } from '../otlp/jsonToWire.ts';
import { tracesSchema } from '../otlp/tracesSchema.ts';
import { MalformedError, WireReader } from '../otlp/wireReader.ts';
import type { HeadSampler } from '../sampling/headSampler.ts';
import { type Signal, signal } from '../store/blockFile.ts';
import { sourceOf } from '../store/gatherBuffer.ts';
import { type Accepted, type Intake, RefusedError } from '../store/intake.ts';
import type { BodyBuffer } from './bodyBuffer.ts';
import type { Format } from './exportResponse.ts';
import { inflate, TooLargeError } from './inflate.ts';
import { ReceiveBudget } from './receiveBudget.ts';
import { RefusalLog } from './refusalLog.ts';

/** Where every request comes in, whatever carried it: checks, transcodes and counts. */
export class Door {
  /** Shared by all bodies that are on their way here. */
  readonly budget = new ReceiveBudget();
  /** What was refused since the start. */
  readonly refused = new RefusalLog(Date.now);
  readonly #intake: Intake;
  readonly #sampler: HeadSampler;
  paused = false;
  /** Origins of pages that may send, besides those of this machine. */
  allowedOrigins: ReadonlySet<string> = new Set();

  constructor(intake: Intake, sampler: HeadSampler) {
    this.#intake = intake;
    this.#sampler = sampler;
  }

  /** Keeps one request. Resolves once it is committed; rejects with a sentence about what is wrong. */
  async receive(kind: Signal, body: BodyBuffer, format: Format, gzip: boolean): Promise<Accepted> {
    if (this.paused) throw new RefusedError('Spanline is paused; send this again later.', true);
    try {
      const accepted = await this.#keep(kind, body, format, gzip);
      if (accepted.refused > 0) this.refused.add(accepted.reason ?? 'no reason', 0, accepted.refused);
      return accepted;
    } catch (error) {
      if (error instanceof MalformedError || error instanceof TooLargeError) this.countRefusal(error.message);
      throw error;
    }
  }

  /** For what was found wrong before it came here. */
  countRefusal(reason: string): void {
    this.refused.add(reason, 1, 0);
  }

  async #keep(kind: Signal, body: BodyBuffer, format: Format, gzip: boolean): Promise<Accepted> {
    // The usual request goes into the block straight from the chunks it came in.
    if (kind === signal.traces && format === 'protobuf' && !gzip && this.#sampler.ratio === 1)
      return this.#intake.offerTraces(body);
    const bytes = gzip ? await inflate(body.toBytes()) : body.toBytes();
    if (kind === signal.traces) {
      const request = format === 'json' ? transcoded(bytes) : bytes;
      return this.#intake.offerTraces(sourceOf(this.#sampler.sample(request)));
    }
    // Kept as they came: JSON starts with "{", which no OTLP protobuf message does.
    if (format === 'json') checkJson(bytes);
    else checkWire(bytes);
    return this.#intake.offerRaw(kind, format === 'json' ? withoutBlanks(bytes) : bytes);
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
