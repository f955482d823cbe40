import { setImmediate } from 'node:timers/promises';
import { messageOf } from '../../shared/assert.ts';
import type { TraceId } from '../../shared/ids.ts';
import { SpanScanner, type SpanVisitor } from '../otlp/spanScanner.ts';
import { wireType } from '../otlp/wireReader.ts';
import { WireWriter } from '../otlp/wireWriter.ts';
import { origin, type Signal, signal } from '../store/blockFile.ts';
import { sourceOf } from '../store/gatherBuffer.ts';
import type { Intake } from '../store/intake.ts';
import { ProblemList } from './problemList.ts';

/** What spans came under, as fields of `ResourceSpans` and of `ScopeSpans`. Told apart by identity. */
export interface SpanHead {
  readonly resource: Uint8Array;
  readonly scope: Uint8Array;
}

/** Where what is read of a file goes. */
export type SpanIntake = Pick<Intake, 'offerTraces'> & Partial<Pick<Intake, 'offerRaw'>>;

/** A request is offered when it has so many bytes. */
const requestBytes = 1 << 20;
/** So long, in milliseconds, a file is read before others get their turn. */
const turnMillis = 10;

/** Gathers the spans of a file into requests of a moderate size and counts what came of them. */
export class SpanSink {
  readonly problems = new ProblemList();
  readonly traceIds = new Set<TraceId>();
  spans = 0;
  refused = 0;
  logBatches = 0;
  /** The form of the file was made out, though there may be no span in it. */
  recognised = false;
  /** Said before each problem: `line 7: `. */
  place = '';
  readonly #intake: SpanIntake;
  readonly #scanner = new SpanScanner();
  #waiting = new Map<SpanHead, WireWriter>();
  #bytes = 0;
  #turnEnds = 0;

  constructor(intake: SpanIntake) {
    this.#intake = intake;
  }

  problem(text: string): void {
    this.problems.add(`${this.place}${text}`);
  }

  /** A span that cannot be kept. */
  refuse(path: string, reason: string): void {
    this.refused++;
    this.problem(`${path}: ${reason}`);
  }

  /** Keeps a span, given as the content of its message. */
  async add(head: SpanHead, span: Uint8Array): Promise<void> {
    let spans = this.#waiting.get(head);
    if (spans === undefined) {
      spans = new WireWriter();
      this.#waiting.set(head, spans);
      this.#bytes += head.resource.length + head.scope.length;
    }
    spans.tag(2, wireType.bytes);
    spans.bytes(span);
    this.#bytes += span.length;
    if (this.#bytes >= requestBytes) await this.flush();
    else await this.rest();
  }

  /** Lets others have their turn, where it is time. */
  async rest(): Promise<void> {
    if (performance.now() < this.#turnEnds) return;
    await setImmediate();
    this.#turnEnds = performance.now() + turnMillis;
  }

  /** Offers what waits. */
  async flush(): Promise<void> {
    const waiting = this.#waiting;
    if (waiting.size === 0) return;
    this.#waiting = new Map();
    this.#bytes = 0;
    const writer = new WireWriter();
    for (const [head, spans] of waiting) writeGroup(writer, head, spans.finish());
    await this.offer(writer.finish());
  }

  /** Keeps a whole request. Throws `MalformedError` where it is none. */
  async offer(request: Uint8Array<ArrayBuffer>): Promise<void> {
    const census = new Census();
    this.#scanner.scan(request, census);
    await this.#intake.offerTraces(sourceOf(request), origin.imported);
    this.spans += census.spans;
    for (const id of census.traceIds) this.traceIds.add(id);
    for (const [reason, count] of census.refusals) {
      this.refused += count;
      this.problem(`${count === 1 ? 'A span was' : `${count} spans were`} left out: ${reason}`);
    }
  }

  /** Keeps a batch of logs or metrics as OTLP JSON. */
  async offerRaw(kind: Signal, bytes: Uint8Array): Promise<void> {
    if (this.#intake.offerRaw === undefined) return;
    try {
      await this.#intake.offerRaw(kind, bytes);
      if (kind === signal.logs) this.logBatches++;
    } catch (error) {
      this.problem(messageOf(error));
    }
  }
}

/** Writes a `ResourceSpans` of one scope; `spans` with their tags. */
export function writeGroup(writer: WireWriter, head: SpanHead, spans: Uint8Array): void {
  writer.tag(1, wireType.bytes);
  writer.nested(() => {
    writer.raw(head.resource);
    writer.tag(2, wireType.bytes);
    writer.nested(() => {
      writer.raw(head.scope);
      writer.raw(spans);
    });
  });
}

class Census implements SpanVisitor {
  readonly traceIds = new Set<TraceId>();
  readonly refusals = new Map<string, number>();
  spans = 0;

  group(): void {
    // Only spans are counted.
  }

  span({ bytes, traceIdAt }: SpanScanner): void {
    this.spans++;
    this.traceIds.add(Buffer.from(bytes.buffer, bytes.byteOffset + traceIdAt, 16).toString('hex') as TraceId);
  }

  refused(reason: string): void {
    this.refusals.set(reason, (this.refusals.get(reason) ?? 0) + 1);
  }
}
