import { MalformedError } from '../otlp/wireReader.ts';
import { tryAnyway } from '../tryAnyway.ts';
import { type BlockFile, type Origin, origin, type Signal, signal } from './blockFile.ts';
import { type ByteSource, GatherBuffer } from './gatherBuffer.ts';
import type { SpanIndex, Staged } from './spanIndex.ts';

/** A group of requests is written at once when it reaches this, so that a block is unpacked quickly and scanned while it is in the cache. */
const fullBlockBytes = 1 << 20;

/**
 * Where small requests come in crowds, they are gathered for so long, milliseconds: writing a hundred costs hardly more than
 * writing one. A crowd is told by the block before.
 */
const crowdMillis = 1;
const crowdRequests = 4;
const smallBlockBytes = 256 << 10;

/** Why a request was not kept. `retryable`: the same request may be sent again. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly retryable: boolean;

  constructor(message: string, retryable: boolean, options?: ErrorOptions) {
    super(message, options);
    this.retryable = retryable;
  }
}

export interface Accepted {
  readonly refused: number;
  readonly reason: string | undefined;
}

/** A block of logs or metrics. */
export interface KeptBlock {
  readonly rowId: number;
  readonly kind: Signal;
  readonly bytes: Uint8Array;
}

/** What the intake tells of its commits. */
export interface IntakeListener {
  /** Spans of these blocks are in the index from now on. */
  committed(rowId: number, bytes: Uint8Array): void;
  /** Logs and metrics were kept. */
  keptRaw(blocks: readonly KeptBlock[]): void;
}

interface Waiting {
  readonly staged: Staged;
  resolve(accepted: Accepted): void;
  reject(error: Error): void;
}

type RawBlock = Omit<KeptBlock, 'rowId'>;

const nothing: Staged = { spans: 0, refused: 0, reason: undefined };

/**
 * Group commit: what arrives while the last block is being written becomes the next one. Writing is done in
 * this thread, right after all bytes that had arrived were read: a block is compressed and inserted in a
 * fraction of the time that its receipt takes.
 */
export class Intake {
  readonly #file: BlockFile;
  readonly #index: () => SpanIndex;
  readonly #listener: IntakeListener;
  readonly #gathered = new GatherBuffer();
  /** Logs and metrics, each a block of its own. */
  #raw: RawBlock[] = [];
  #rawBytes = 0;
  #waiting: Waiting[] = [];
  #scheduled: NodeJS.Immediate | undefined;
  #crowd: NodeJS.Timeout | undefined;
  /** Whether the last block was of a crowd of small requests. */
  #isCrowded = false;
  /** Of the traces that are gathered. */
  #origin: Origin = origin.received;
  #run = 0;

  constructor(file: BlockFile, index: () => SpanIndex, listener: IntakeListener) {
    this.#file = file;
    this.#index = index;
    this.#listener = listener;
  }

  /** Number of the run that goes on: of blocks that are written from now on; 0 where there is none. */
  get run(): number {
    return this.#run;
  }

  set run(run: number) {
    if (run === this.#run) return;
    this.flush();
    this.#run = run;
  }

  /**
   * Keeps the OTLP protobuf of one request for traces. Resolves once it is committed; rejects with a
   * `MalformedError` or a `RefusedError`.
   */
  offerTraces(request: ByteSource, from: Origin = origin.received): Promise<Accepted> {
    if (from !== this.#origin) this.#turnTo(from);
    const start = this.#gathered.append(request);
    let staged: Staged;
    try {
      staged = this.#index().stage(this.#gathered.bytes, start, this.#gathered.length);
    } catch (error) {
      this.#gathered.truncate(start);
      return Promise.reject(error instanceof Error ? error : new MalformedError(String(error)));
    }
    if (staged.spans > 0) return this.#wait(staged);
    this.#gathered.truncate(start);
    return Promise.resolve(staged);
  }

  /** Keeps bytes of logs or metrics as they are. */
  offerRaw(kind: Signal, bytes: Uint8Array): Promise<Accepted> {
    if (bytes.length === 0) return Promise.resolve(nothing);
    this.#raw.push({ kind, bytes });
    this.#rawBytes += bytes.length;
    return this.#wait(nothing);
  }

  /** Writes what waits, now. */
  flush(): void {
    clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    clearTimeout(this.#crowd);
    this.#crowd = undefined;
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length === 0) return;
    this.#isCrowded = waiting.length >= crowdRequests && this.#gathered.length < smallBlockBytes;
    try {
      this.#write();
    } catch (error) {
      this.#index().rollback();
      const reason = this.#file.state.textOf(error);
      for (const request of waiting) request.reject(new RefusedError(reason, true, { cause: error }));
      return;
    } finally {
      this.#gathered.clear();
      this.#raw = [];
      this.#rawBytes = 0;
    }
    for (const request of waiting) request.resolve(request.staged);
  }

  /** A block is of one origin. */
  #turnTo(from: Origin): void {
    this.flush();
    this.#origin = from;
  }

  #wait(staged: Staged): Promise<Accepted> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ staged, resolve, reject });
      // However slow the disk is, no more than this and one request wait for it here.
      if (this.#gathered.length + this.#rawBytes >= fullBlockBytes) this.flush();
      else this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#isCrowded) this.#crowd ??= setTimeout(() => this.flush(), crowdMillis);
    else this.#scheduled ??= setImmediate(() => this.flush());
  }

  #write(): void {
    const traces = this.#gathered.view();
    const run = this.#run;
    const blocks = this.#raw.map(({ kind, bytes }) => ({ signal: kind, bytes, run }));
    const spans = { signal: signal.traces, bytes: traces, origin: this.#origin, run };
    const rowIds = this.#file.append(traces.length > 0 ? [spans, ...blocks] : blocks);
    // It is kept, whatever goes wrong now: who sent it must not send it again.
    tryAnyway('After a commit something went wrong', () => this.#tell(rowIds, traces));
  }

  #tell(rowIds: readonly number[], traces: Uint8Array): void {
    const first = traces.length > 0 ? 1 : 0;
    if (first > 0) this.#listener.committed(rowIds[0] as number, traces);
    if (this.#raw.length === 0) return;
    this.#listener.keptRaw(this.#raw.map((block, i) => ({ ...block, rowId: rowIds[first + i] as number })));
  }
}
