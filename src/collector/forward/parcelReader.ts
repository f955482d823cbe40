import { jsonToWire } from '../otlp/jsonToWire.ts';
import { isJsonBatch } from '../otlp/logIds.ts';
import { logsSchema } from '../otlp/logsSchema.ts';
import { metricsSchema } from '../otlp/metricsSchema.ts';
import { splitRequest } from '../otlp/splitRequest.ts';
import { MalformedError } from '../otlp/wireReader.ts';
import { type Signal, signal } from '../store/blockFile.ts';
import type { ForwardRequest } from './parcel.ts';
import type { QueuedRow } from './rowQueue.ts';
import { countSpans } from './spanTraces.ts';
import type { TraceChoice } from './traceChoice.ts';

/** A request of so much is worth one alone: joining it with others is copying. */
const largeBytes = 256 << 10;

/** Where blocks are read. */
export interface Blocks {
  readAside(rowId: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** Blocks that may still be at hand. */
export interface BlocksAtHand {
  take(rowId: number): Uint8Array<ArrayBuffer> | undefined;
  giveBack(rowId: number, isRead: boolean): void;
}

export interface ReadParcel {
  readonly requests: ForwardRequest[];
  readonly sampledOut: number;
  /** Spans of blocks that are gone or cannot be read. */
  readonly lost: number;
  /** A sentence about what is lost. */
  readonly problem: string | undefined;
}

interface Part {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly spans: number;
}

/** Reads blocks and makes requests of them, none larger than the back end takes. */
export class ParcelReader {
  readonly #blocks: Blocks;
  /** Only the spans of these; all where it is `undefined`. */
  readonly #choice: TraceChoice | undefined;
  readonly #requestBytes: number;
  readonly #atHand: BlocksAtHand | undefined;
  /** Rows that were taken and not given back. */
  readonly #taken = new Set<number>();

  constructor(blocks: Blocks, choice: TraceChoice | undefined, requestBytes: number, atHand?: BlocksAtHand) {
    this.#blocks = blocks;
    this.#choice = choice;
    this.#requestBytes = requestBytes;
    this.#atHand = atHand;
  }

  async read(rows: readonly QueuedRow[]): Promise<ReadParcel> {
    const parts = new Map<Signal, Part[]>();
    let [sampledOut, lost] = [0, 0];
    let problem: string | undefined;
    for (const { row, block } of await this.#blocksOf(rows)) {
      try {
        if (block === undefined) throw new MalformedError('it was removed before it could be sent');
        const chosen = await this.#part(row, block);
        sampledOut += chosen.sampledOut;
        lost += chosen.gone;
        if (chosen.bytes.length > 0) parts.set(row.signal, [...(parts.get(row.signal) ?? []), chosen]);
      } catch (error) {
        lost += row.spans;
        // A block of spans that were all known before is removed at once, and missed by nobody.
        if (row.spans > 0) problem = `A block was left out: ${String(error).replace(/^\w+: /, '')}.`;
      }
    }
    const requests = [...parts].flatMap(([kind, list]) => [...this.#requests(kind, list)]);
    return { requests, sampledOut, lost, problem };
  }

  /** The requests of these rows are done with. `isRead`: no socket reads them any more. */
  release(rows: readonly QueuedRow[], isRead: boolean): void {
    for (const { rowId } of rows) if (this.#taken.delete(rowId)) this.#atHand?.giveBack(rowId, isRead);
  }

  #take(rowId: number): Uint8Array<ArrayBuffer> | undefined {
    const block = this.#atHand?.take(rowId);
    if (block !== undefined) this.#taken.add(rowId);
    return block;
  }

  /** At hand, or unpacked beside one another in other threads. */
  #blocksOf(
    rows: readonly QueuedRow[],
  ): Promise<{ readonly row: QueuedRow; readonly block: Uint8Array<ArrayBuffer> | undefined }[]> {
    const reads = rows.map(async (row) => {
      try {
        return { row, block: this.#take(row.rowId) ?? (await this.#blocks.readAside(row.rowId)) };
      } catch {
        // Damaged on the disk: told as what is missing.
        return { row, block: undefined };
      }
    });
    return Promise.all(reads);
  }

  async #part(
    row: QueuedRow,
    block: Uint8Array<ArrayBuffer>,
  ): Promise<Part & { readonly sampledOut: number; readonly gone: number }> {
    if (row.signal === signal.traces && this.#choice !== undefined) return this.#choice.choose(block);
    return { bytes: onWire(row.signal, block), spans: row.spans, sampledOut: 0, gone: 0 };
  }

  /** Requests one after the other are one request to protobuf, so that small ones go together. */
  *#requests(kind: Signal, parts: readonly Part[]): Generator<ForwardRequest> {
    let [first = 0, bytes, spans] = [0, 0, 0];
    for (const [i, part] of parts.entries()) {
      if (bytes > 0 && (bytes >= largeBytes || bytes + part.bytes.length > this.#requestBytes)) {
        yield { signal: kind, bytes: joined(parts.slice(first, i)), spans };
        [first, bytes, spans] = [i, 0, 0];
      }
      if (part.bytes.length > this.#requestBytes) {
        yield* split(kind, part.bytes, this.#requestBytes / 2);
        [first, bytes, spans] = [i + 1, 0, 0];
        continue;
      }
      bytes += part.bytes.length;
      spans += part.spans;
    }
    if (bytes > 0) yield { signal: kind, bytes: joined(parts.slice(first)), spans };
  }
}

/** The request as several of about so many bytes, less than twice as many; one alone where it cannot be split. */
export function* split(
  kind: Signal,
  bytes: Uint8Array<ArrayBuffer>,
  pieceBytes: number,
): Generator<ForwardRequest> {
  for (const piece of splitRequest(bytes, pieceBytes))
    yield { signal: kind, bytes: piece, spans: kind === signal.traces ? countSpans(piece) : 0 };
}

function joined(parts: readonly Part[]): Uint8Array<ArrayBuffer> {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only.bytes;
  const all = new Uint8Array(parts.reduce((sum, { bytes }) => sum + bytes.length, 0));
  let end = 0;
  for (const { bytes } of parts) {
    all.set(bytes, end);
    end += bytes.length;
  }
  return all;
}

/** Stores of earlier versions kept logs and metrics in JSON as they came. */
function onWire(kind: Signal, block: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (kind === signal.traces || !isJsonBatch(block)) return block;
  return jsonToWire(kind === signal.logs ? logsSchema : metricsSchema, Buffer.from(block).toString());
}
