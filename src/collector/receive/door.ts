import { messageOf } from '../../shared/assert.ts';
import { giveBackMemory } from '../giveBackMemory.ts';
import { hideBrokenRecords } from '../otlp/hideBrokenRecords.ts';
import { jsonToWire } from '../otlp/jsonToWire.ts';
import { logsSchema } from '../otlp/logsSchema.ts';
import type { MessageSchema } from '../otlp/messageSchema.ts';
import { metricsSchema } from '../otlp/metricsSchema.ts';
import { RefusedRecords } from '../otlp/refusedRecords.ts';
import { tracesSchema } from '../otlp/tracesSchema.ts';
import type { HeadSampler } from '../sampling/headSampler.ts';
import { type Signal, signal } from '../store/blockFile.ts';
import { sourceOf } from '../store/gatherBuffer.ts';
import { type Accepted, type Intake, RefusedError } from '../store/intake.ts';
import type { BodyBuffer } from './bodyBuffer.ts';
import type { Coding } from './contentCoding.ts';
import type { Format } from './exportResponse.ts';
import { inflate } from './inflate.ts';
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

  /** Keeps one request, unpacked. Resolves once it is committed; rejects with a sentence about what is wrong. */
  async receive(kind: Signal, body: BodyBuffer, format: Format): Promise<Accepted> {
    try {
      if (this.paused) throw new RefusedError('Spanline is paused; send this again later.', true);
      const accepted = await this.#keep(kind, body, format);
      if (accepted.refused > 0) this.#countRecords(kind, accepted);
      return accepted;
    } catch (error) {
      throw this.#counted(error);
    }
  }

  /** Unpacks a body for as long as it is used. */
  async unpacked<T>(packed: BodyBuffer, coding: Coding, use: (body: BodyBuffer) => Promise<T>): Promise<T> {
    if (coding === 'identity') return use(packed);
    let body: BodyBuffer;
    try {
      body = await inflate(packed, coding, this.budget);
    } catch (error) {
      throw this.#counted(error);
    }
    try {
      return await use(body);
    } finally {
      body.release();
    }
  }

  /** For what was found wrong before it came here. */
  countRefusal(reason: string): void {
    this.refused.add(reason, 1, 0);
  }

  #counted(error: unknown): unknown {
    this.countRefusal(messageOf(error));
    return error;
  }

  #countRecords(kind: Signal, { refused, reason }: Accepted): void {
    const spans = kind === signal.traces ? refused : 0;
    this.refused.add(reason ?? 'no reason', 0, spans, refused - spans);
  }

  async #keep(kind: Signal, body: BodyBuffer, format: Format): Promise<Accepted> {
    // The usual request goes into the block straight from the chunks it came in.
    if (kind === signal.traces && format === 'protobuf' && this.#sampler.ratio === 1)
      return this.#intake.offerTraces(body);
    const refused = new RefusedRecords();
    const bytes = format === 'json' ? fromJson(kind, body, refused) : body.toBytes();
    if (kind !== signal.traces) return this.#keepRaw(kind, bytes, refused);
    const accepted = await this.#intake.offerTraces(sourceOf(this.#sampler.sample(bytes)));
    return { refused: refused.count + accepted.refused, reason: refused.reason ?? accepted.reason };
  }

  async #keepRaw(kind: Signal, bytes: Uint8Array, refused: RefusedRecords): Promise<Accepted> {
    const kept = hideBrokenRecords(schemas[kind], bytes, refused);
    if (kept > 0) await this.#intake.offerRaw(kind, bytes);
    return { refused: refused.count, reason: refused.reason };
  }
}

function fromJson(kind: Signal, body: BodyBuffer, refused: RefusedRecords): Uint8Array<ArrayBuffer> {
  const json = body.toBytes();
  try {
    return jsonToWire(schemas[kind], json, refused);
  } finally {
    giveBackMemory(json);
  }
}

const schemas: Readonly<Record<Signal, MessageSchema>> = {
  [signal.traces]: tracesSchema,
  [signal.logs]: logsSchema,
  [signal.metrics]: metricsSchema,
};
