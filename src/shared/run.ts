import type { Brand } from './brand.ts';

export type RunId = Brand<number, 'RunId'>;

/** What began a run: a debug session, a person's command, or forgetting all that was before. */
export type RunKind = 'debug' | 'command' | 'clear';

/** A stretch of time that can be named and compared. A trace is of the run in which its first span came. */
export interface Run {
  readonly id: RunId;
  /** For people: `Debug server`, `with the new index`. */
  readonly name: string;
  readonly kind: RunKind;
  readonly startUnixMillis: number;
  /** Missing while it goes on. */
  readonly endUnixMillis?: number;
  /** Traces that are still held. */
  readonly traces: number;
}
