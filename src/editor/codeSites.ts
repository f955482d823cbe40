import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { Emitter, type Event } from '../shared/event.ts';
import type { SiteId } from '../shared/ids.ts';
import type { CodeLocation, Placement } from '../shared/placement.ts';
import type { Site } from '../shared/site.ts';
import { type Coverage, coverageOf } from '../source/coverage.ts';
import { isFileLevel } from '../source/fileLevel.ts';
import type { LineSites } from '../source/fileSites.ts';
import type { ShiftedLine } from '../source/lineShift.ts';
import { placeKind } from '../source/placeKind.ts';
import type { FileSites, PlacedSite, ThrownError } from './placedSite.ts';

/** Sites and their lines as the saved files have them; `SiteLines` is one. */
export interface SavedLines {
  sites(): readonly Site[];
  site(id: SiteId): Site | undefined;
  placement(id: SiteId): Placement | undefined;
  placements(id: SiteId): readonly Placement[];
  choose(id: SiteId, placement: Placement | undefined): void;
  ofFile(path: string): readonly LineSites[];
  refresh(): Promise<void>;
  readonly onDidChange: Event<unknown>;
}

/** Errors on the lines of the saved files that threw them; `ErrorLines` is one. */
export interface SavedErrors {
  ofFile(path: string): readonly { readonly site: SiteId; readonly line: number; readonly text: string }[];
  readonly onDidChange: Event<void>;
}

/** Where edits move lines to; `EditedFiles` is one. */
export interface Edits {
  shift(path: string, site: SiteId, line: number, byText: boolean): ShiftedLine;
  follow(path: string): void;
  readonly onDidChange: Event<void>;
}

/** Rungs that take the line from the span itself; all others find it in the text of the file. */
const rungsByNumber: ReadonlySet<string> = new Set(['code.file.path']);

/** Sites on the lines of the files as the editors show them, edits included. */
export class CodeSites implements FileSites, Disposable {
  readonly #lines: SavedLines;
  readonly #errors: SavedErrors;
  readonly #edits: Edits;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.register(new Emitter<void>());

  readonly onDidChange = this.#changes.event;

  constructor(lines: SavedLines, errors: SavedErrors, edits: Edits) {
    this.#lines = lines;
    this.#errors = errors;
    this.#edits = edits;
    this.#owned.register(lines.onDidChange(() => this.#changes.fire()));
    this.#owned.register(errors.onDidChange(() => this.#changes.fire()));
    this.#owned.register(edits.onDidChange(() => this.#changes.fire()));
  }

  inFile(path: string): readonly PlacedSite[] {
    const lines = this.#lines.ofFile(path);
    if (lines.length > 0) this.#edits.follow(path);
    // At confidence low only the file is known: a figure on its first line would be a wrong one.
    return this.#on(lines).filter(({ placement }) => placement.confidence !== 'low');
  }

  calledIn(path: string): readonly PlacedSite[] {
    return this.#on(this.#lines.ofFile(path)).filter(({ placement }) => placeKind(placement) === 'caller');
  }

  /** A line that was changed since has been looked after: its error says nothing of what stands there now. */
  errorsIn(path: string): readonly ThrownError[] {
    const errors = this.#errors.ofFile(path);
    if (errors.length > 0) this.#edits.follow(path);
    return errors.flatMap(({ site, line, text }) => {
      const shifted = this.#edits.shift(path, site, line, true);
      const span = this.#lines.site(site)?.latestFailed;
      return shifted.stale ? [] : [{ line: shifted.line, text, ...(span && { span }) }];
    });
  }

  all(): readonly Site[] {
    return this.#lines.sites();
  }

  /** Where a site is now; `undefined` where no rung knows, and until the first answer is there. */
  placementOf(id: SiteId): Placement | undefined {
    const placed = this.#placed(id);
    if (placed === undefined) return undefined;
    const { placement, line, stale } = placed;
    // What is known of the file alone has no line that edits could move.
    if (isFileLevel(placement)) return placement;
    return { ...placement, location: { ...placement.location, line }, stale };
  }

  /** The same, waiting for the answer. */
  async resolve(id: SiteId): Promise<Placement | undefined> {
    const known = this.placementOf(id);
    if (known !== undefined) return known;
    await this.#lines.refresh();
    return this.placementOf(id);
  }

  /** Every place known, the one that is shown before all. */
  placementsOf(id: SiteId): readonly Placement[] {
    const shown = this.#lines.placement(id);
    const others = this.#lines.placements(id).filter(({ location }) => !isSame(location, shown?.location));
    return shown === undefined ? others : [shown, ...others];
  }

  /** Why there is no line, a sentence; `undefined` where there is one. */
  whyNowhere(id: SiteId): string | undefined {
    const site = this.#lines.site(id);
    if (site === undefined) return undefined;
    const [missing] = coverageOf([{ site, placement: this.#lines.placement(id) }]).missing;
    return missing && `${missing.reason}.`;
  }

  /** How many spans lead to a line, and why the others do not. */
  coverage(): Coverage {
    const sites = this.#lines.sites();
    return coverageOf(sites.map((site) => ({ site, placement: this.#lines.placement(site.id) })));
  }

  /** The user knows better: spans of the site come from there. Without a place, the best one counts again. */
  choose(id: SiteId, location: CodeLocation | undefined): void {
    const evidence = 'from your choice';
    const rung = 'chosen';
    this.#lines.choose(id, location && { location, rung, confidence: 'exact', evidence });
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #on(lines: readonly LineSites[]): readonly PlacedSite[] {
    return lines.flatMap(({ sites }) => sites.flatMap((id) => this.#placed(id) ?? []));
  }

  #placed(id: SiteId): PlacedSite | undefined {
    const site = this.#lines.site(id);
    const placement = this.#lines.placement(id);
    if (site === undefined || placement === undefined) return undefined;
    const { path, line } = placement.location;
    const byText = placement.followed === true || !rungsByNumber.has(placement.rung);
    const shifted = this.#edits.shift(path, id, line, byText);
    // Edits in the editor tell where a line went that cannot be found by its text.
    const gone = placement.stale === true && shifted.line === line;
    return { site, placement, line: shifted.line, stale: shifted.stale || gone };
  }
}

function isSame(a: CodeLocation, b: CodeLocation | undefined): boolean {
  return a.path === b?.path && a.line === b.line;
}
