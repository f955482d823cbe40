import type { Placement } from '../shared/placement.ts';
import type { Site } from '../shared/site.ts';
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
  readonly placesHandler?: boolean;
  place(site: Site, context: RungContext): Promise<readonly Placement[]>;
}

/**
 * What a rung may look at. What it looked at is remembered, so that its answer is forgotten when that changes:
 * rungs read files through here only.
 */
export interface RungContext {
  readonly files: FileReader;
  readonly paths: PathMapper;
}
