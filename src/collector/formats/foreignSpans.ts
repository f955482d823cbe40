import { setImmediate } from 'node:timers/promises';
import { messageToWire } from '../otlp/messageToWire.ts';
import { spanSchema } from '../otlp/tracesSchema.ts';
import { MalformedError } from '../otlp/wireReader.ts';
import type { JsonMessage } from '../otlp/wireToJson.ts';
import { type AttributeMap, keyValues, messagesOf } from './anyValue.ts';
import { SpanHeads } from './otlpSpan.ts';
import { PartCount } from './partCount.ts';
import { SpanGroups } from './spanGroups.ts';

/** So long, in milliseconds, spans are converted before others get their turn. */
const turnMillis = 10;

/** A span in OTLP JSON, its attributes apart, with the resource that it came under. */
export interface ConvertedSpan {
  readonly span: JsonMessage;
  readonly attributes: AttributeMap;
  readonly resource: AttributeMap;
}

/** Takes OTLP protobuf; resolves once it is kept. */
export type RequestKeeper = (request: Uint8Array<ArrayBuffer>) => Promise<void>;

/** What came of spans that were sent in other words than OTLP's. */
export interface Transcoded {
  readonly spans: number;
  /** Spans that are none, and why the first of them is. */
  readonly refused: number;
  readonly reason: string | undefined;
}

/** Converts spans and hands them on as requests of a moderate size. A span that cannot be converted is left out. */
export class ForeignSpans {
  readonly #keep: RequestKeeper;
  readonly #heads = new SpanHeads();
  readonly #groups = new SpanGroups();
  #turnEnds = performance.now() + turnMillis;
  #spans = 0;
  #refused = 0;
  #reason: string | undefined;

  constructor(keep: RequestKeeper) {
    this.#keep = keep;
  }

  /** Keeps what `convert` answers; counts a span as refused where it throws `MalformedError`. */
  async add(convert: () => readonly ConvertedSpan[]): Promise<void> {
    try {
      for (const converted of convert()) this.#add(converted);
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      this.refuse(error.message);
    }
    if (this.#groups.isFull) await this.#flush();
    if (performance.now() < this.#turnEnds) return;
    await setImmediate();
    this.#turnEnds = performance.now() + turnMillis;
  }

  refuse(reason: string): void {
    this.#refused++;
    // What stands in a span has no place in a list of reasons.
    this.#reason ??= reason.replace(/: .*$/s, '');
  }

  /** Hands on what is left. */
  async finish(): Promise<Transcoded> {
    await this.#flush();
    return { spans: this.#spans, refused: this.#refused, reason: this.#reason };
  }

  #add({ span, attributes, resource }: ConvertedSpan): void {
    new PartCount().add(
      attributes.size + messagesOf(span['events']).length + messagesOf(span['links']).length,
    );
    const head = this.#heads.of(resource, attributes);
    const content = messageToWire(spanSchema, { ...span, attributes: keyValues(attributes) }, 'the span');
    this.#groups.add(head, content);
    this.#spans++;
  }

  async #flush(): Promise<void> {
    const request = this.#groups.take();
    if (request !== undefined) await this.#keep(request);
  }
}
