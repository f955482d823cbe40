import type { Event } from '../shared/event.ts';
import type { FileFacts } from './syntax/fileFacts.ts';

/** What the syntax of the user's files says; made in the background, and kept up with the files. */
export interface CodeIndex {
  /** Facts of one file, parsed when first asked for; `undefined` for what cannot be parsed. */
  factsOf(path: string): Promise<FileFacts | undefined>;
  /**
   * Facts of every file that speaks of spans, routes, services, consumers or statements, once all files have been
   * looked at. A new object after a change, the same one until then.
   */
  all(): Promise<IndexedFacts>;
  /** False while `all` tells of less than there is, since the files are still being looked at. */
  readonly isComplete?: boolean;
  /** Facts that `all` tells of are not what they were. */
  readonly onDidChange: Event<void>;
  /** Something could not be read for a fault of ours; what is told is without it. */
  readonly onDidFail?: Event<unknown>;
}

/** One state of the index. */
export interface IndexedFacts {
  /** By absolute path. */
  readonly files: ReadonlyMap<string, FileFacts>;
}
