import type { Placement } from '../shared/placement.ts';
import type { Site } from '../shared/site.ts';
import type { CodeIndex } from './codeIndex.ts';
import type { PathMapper } from './pathMapper.ts';
import type { FileReader } from './workspaceFiles.ts';

/**
 * One way from a site to its line. Rungs know nothing of one another: each answers from the evidence it
 * understands, with every place it knows, or with none. Wrong is worse than none.
 */
export interface Rung {
  /** Stable and readable by scripts: `code.file.path`, `http.route`, … */
  readonly name: string;
  /**
   * Its answer is what handles a request, not where the span was made. For kind SERVER that comes before
   * `code.*`, which there is often the line of a middleware.
   */
  readonly placesHandler?: boolean | ((site: Site) => boolean);
  /** It reads texts, for an answer that is never sure; it is asked only where no other rung has a sure one. */
  readonly searches?: boolean;
  /** Its answer is another site's place; it is asked only where the site has no sure one of its own. */
  readonly inherits?: boolean;
  place(site: Site, context: RungContext): Promise<readonly Placement[]>;
}

/**
 * What a rung may look at. What it looked at is remembered, so that its answer is forgotten when that changes:
 * rungs read files, facts and other sites through here only.
 */
export interface RungContext {
  readonly files: FileReader;
  readonly paths: PathMapper;
  readonly index: CodeIndex;
  /** What surrounds the site's spans; empty where nobody can tell. */
  relatives(): Promise<Relatives>;
  /** Places of another site by its own evidence alone: without what it would get from its own ancestors. */
  placesOf(site: Site): Promise<readonly Placement[]>;
}

/** `SiteRelatives` of the protocol with the sites themselves. */
export interface Relatives {
  readonly ancestors: readonly (readonly Site[])[];
  readonly descendants: readonly Site[];
  readonly exceptionStack?: string;
}
