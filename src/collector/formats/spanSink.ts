import { setImmediate } from 'node:timers/promises';
import { messageOf } from '../../shared/assert.ts';
import type { TraceId } from '../../shared/ids.ts';
import { SpanScanner, type SpanVisitor } from '../otlp/spanScanner.ts';
import { origin, type Signal, signal } from '../store/blockFile.ts';
import { sourceOf } from '../store/gatherBuffer.ts';
import type { Intake } from '../store/intake.ts';
import { ProblemList } from './problemList.ts';
import { SpanGroups, type SpanHead } from './spanGroups.ts';

/** Where what is read of a file goes. */
export type SpanIntake = Pick<Intake, 'offerTraces'> & Partial<Pick<Intake, 'offerRaw'>>;

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
  readonly #groups = new SpanGroups();
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
    this.#groups.add(head, span);
    if (this.#groups.isFull) await this.flush();
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
    const request = this.#groups.take();
    if (request !== undefined) await this.offer(request);
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
