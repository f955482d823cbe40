import { MalformedError } from '../otlp/wireReader.ts';
import { type BlockFile, type Signal, signal } from './blockFile.ts';
import type { SpanIndex, Staged } from './spanIndex.ts';

/** A group of requests is written at once when it reaches this, so that a block stays quick to unpack. */
const fullBlockBytes = 4 << 20;

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

/** What the intake tells of its commits. */
export interface IntakeListener {
  /** Spans of these blocks are in the index from now on. */
  committed(rowId: number): void;
  /** Logs and metrics were kept. */
  keptRaw(kinds: ReadonlySet<Signal>): void;
}

interface Waiting {
  readonly kind: Signal;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly staged: Staged;
  resolve(accepted: Accepted): void;
  reject(error: Error): void;
}

/**
 * Group commit: what arrives while the last block is being written becomes the next one. Writing is done in
 * this thread, right after all bytes that had arrived were read (measured: handing blocks to a worker costs
 * more than it saves, since a block is compressed and inserted in a fraction of the time its receipt takes).
 */
export class Intake {
  readonly #file: BlockFile;
  readonly #index: () => SpanIndex;
  readonly #listener: IntakeListener;
  #waiting: Waiting[] = [];
  #traceBytes = 0;
  #scheduled: NodeJS.Immediate | undefined;

  constructor(file: BlockFile, index: () => SpanIndex, listener: IntakeListener) {
    this.#file = file;
    this.#index = index;
    this.#listener = listener;
  }

  /**
   * Keeps the bytes of one OTLP request. Resolves once they are committed; rejects with a `MalformedError`
   * or a `RefusedError`.
   */
  offer(kind: Signal, bytes: Uint8Array<ArrayBuffer>): Promise<Accepted> {
    let staged: Staged = { spans: 0, refused: 0, reason: undefined };
    if (kind === signal.traces) {
      try {
        staged = this.#index().stage(bytes, this.#traceBytes);
      } catch (error) {
        return Promise.reject(error instanceof Error ? error : new MalformedError(String(error)));
      }
      if (staged.spans === 0) return Promise.resolve(staged);
      this.#traceBytes += bytes.length;
    } else if (bytes.length === 0) return Promise.resolve(staged);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ kind, bytes, staged, resolve, reject });
      if (this.#traceBytes >= fullBlockBytes) this.flush();
      else this.#scheduled ??= setImmediate(() => this.flush());
    });
  }

  /** Writes what waits, now. */
  flush(): void {
    clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#traceBytes = 0;
    if (waiting.length === 0) return;
    try {
      this.#write(waiting);
    } catch (error) {
      this.#index().rollback();
      const refused = new RefusedError(
        'The store cannot be written, probably because the disk is full.',
        true,
        {
          cause: error,
        },
      );
      for (const request of waiting) request.reject(refused);
      return;
    }
    for (const request of waiting) request.resolve(request.staged);
  }

  #write(waiting: readonly Waiting[]): void {
    const traces = waiting.filter((request) => request.kind === signal.traces);
    const others = waiting.filter((request) => request.kind !== signal.traces);
    const blocks = others.map(({ kind, bytes }) => ({ kind, bytes }));
    if (traces.length > 0) blocks.unshift({ kind: signal.traces, bytes: joined(traces) });
    const rowIds = this.#file.append(blocks.map(({ kind, bytes }) => ({ signal: kind, bytes })));
    if (traces.length > 0) this.#listener.committed(rowIds[0] as number);
    if (others.length > 0) this.#listener.keptRaw(new Set(others.map((request) => request.kind)));
  }
}

/** Protobuf messages one after the other are one message with the fields of all. */
function joined(requests: readonly Waiting[]): Uint8Array<ArrayBuffer> {
  const only = requests[0];
  if (requests.length === 1 && only !== undefined) return only.bytes;
  const total = requests.reduce((sum, request) => sum + request.bytes.length, 0);
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const request of requests) {
    bytes.set(request.bytes, at);
    at += request.bytes.length;
  }
  return bytes;
}
