import type { Event } from '../shared/event.ts';
import type { Placement } from '../shared/placement.ts';
import type { Site, SpanRef } from '../shared/site.ts';

/** A site on a line of a file, as the file is now. */
export interface PlacedSite {
  readonly site: Site;
  readonly placement: Placement;
  /** 1-based; where the line is now, after edits. */
  readonly line: number;
  /** The line's text is not what it was when the spans came. */
  readonly stale: boolean;
}

/** An error on the line of the user's code that threw it. */
export interface ThrownError {
  /** 1-based; where the line is now, after edits. */
  readonly line: number;
  /** `CardDeclined: no funds`; empty where it was not said. */
  readonly text: string;
  /** The latest that failed so. */
  readonly span?: SpanRef;
}

/** What the editor asks about files. */
export interface FileSites {
  /** All sites on lines of a file that are sure enough to say so on the line, in any order. */
  inFile(path: string): readonly PlacedSite[];
  /** Sites without a line of their own that lines of a file called, in any order. */
  calledIn(path: string): readonly PlacedSite[];
  /** The latest errors that lines of a file threw, in any order. */
  errorsIn(path: string): readonly ThrownError[];
  /** Every site of the program, for what share of its time a line takes. */
  all(): Iterable<Site>;
  /** Figures or lines changed; may come often. */
  readonly onDidChange: Event<void>;
}
