import type { Signal } from '../store/blockFile.ts';
import type { QueuedRow } from './rowQueue.ts';

/** One request to the back end. */
export interface ForwardRequest {
  readonly signal: Signal;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly spans: number;
}

/** A few blocks that are sent together; the forward's place moves behind them once all of it is settled. */
export class Parcel {
  readonly rows: readonly QueuedRow[];
  readonly bytes: number;
  /** What is still to be sent; `undefined` before the blocks were read. */
  requests: ForwardRequest[] | undefined;
  state: 'waiting' | 'busy' | 'done' = 'waiting';
  /** Every request was taken, so that its bytes were read to the end. */
  isRead = true;

  constructor(rows: readonly QueuedRow[]) {
    this.rows = rows;
    this.bytes = rows.reduce((sum, row) => sum + row.bytes, 0);
  }

  get firstRow(): number {
    return this.rows[0]?.rowId ?? 0;
  }

  /** Still to be sent. */
  get spans(): number {
    return (this.requests ?? this.rows).reduce((sum, { spans }) => sum + spans, 0);
  }
}
