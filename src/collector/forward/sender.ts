import type { Disposable } from '../../shared/disposable.ts';
import type { Signal } from '../store/blockFile.ts';

/** Carries requests to one back end. What is in flight at its end is given up. */
export interface Sender extends Disposable {
  /** Requests should not be larger, uncompressed. */
  readonly requestBytes: number;
  /**
   * Sends one request: OTLP protobuf of the signal's `Export…ServiceRequest`. Never rejects because of the back end: what went wrong
   * is the outcome.
   */
  send(signal: Signal, request: Uint8Array<ArrayBuffer>): Promise<Outcome>;
}

/** What became of a request. Problems are sentences for people. */
export type Outcome =
  /** Spans of it that were refused all the same, and why. */
  | { readonly type: 'taken'; readonly rejected: number; readonly problem?: string }
  /** The same request may be sent again, not before `afterMillis` where the back end says so. */
  | { readonly type: 'retry'; readonly problem: string; readonly afterMillis?: number }
  /** This request is not wanted; others may be. */
  | { readonly type: 'refused'; readonly problem: string }
  /** Halves of it may be taken. */
  | { readonly type: 'tooLarge'; readonly problem: string }
  /** The back end takes no such signal. */
  | { readonly type: 'unknownSignal'; readonly problem: string }
  /** No request will be taken until a person has changed something. */
  | { readonly type: 'failed'; readonly problem: string };
