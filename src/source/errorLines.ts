import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { Emitter } from '../shared/event.ts';
import { groupBy } from '../shared/groupBy.ts';
import type { SiteId } from '../shared/ids.ts';
import { oneLine } from '../shared/oneLine.ts';
import type { CodeLocation } from '../shared/placement.ts';
import type { SiteRelatives } from '../shared/protocol.ts';
import type { Site } from '../shared/site.ts';
import type { StackFrame } from '../shared/spanProtocol.ts';
import { errorFrame } from './stackTrace.ts';

/** An error that a program threw, on the line of the user's that did. */
export interface ErrorLine {
  readonly site: SiteId;
  /** 1-based. */
  readonly line: number;
  /** `CardDeclined: insufficient funds`. */
  readonly text: string;
}

interface Options {
  readonly relatives: (sites: readonly SiteId[]) => Promise<readonly SiteRelatives[]>;
  /** Places the frames of a stack trace that a service printed. */
  readonly place: (text: string, service: string) => Promise<readonly StackFrame[]>;
  readonly onError: (error: unknown) => void;
}

interface Known {
  /** Of the span whose error it is. */
  readonly spanId: string;
  readonly location: CodeLocation | undefined;
  readonly text: string;
}

/** More failing kinds of span at once are a program that is down: the first ones tell. */
const maxSites = 200;
const longestText = 120;

/** The line that threw the latest error of each site, kept up with the sites. */
export class ErrorLines implements Disposable {
  readonly #options: Options;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.register(new Emitter<void>());
  readonly onDidChange = this.#changes.event;
  #known = new Map<SiteId, Known>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Takes in the sites as they are now; asks only for errors that are new. */
  async update(sites: readonly Site[]): Promise<void> {
    const failing = sites.filter((site) => site.latestFailed !== undefined).slice(0, maxSites);
    const isKnown = (site: Site): boolean => this.#known.get(site.id)?.spanId === site.latestFailed?.spanId;
    const fresh = failing.filter((site) => !isKnown(site));
    const gone = this.#known.size + fresh.length > failing.length;
    const found = fresh.length === 0 ? [] : await this.#find(fresh);
    if (this.#owned.disposed || (found.length === 0 && !gone)) return;
    const kept = failing.flatMap((site) => {
      const known = this.#known.get(site.id);
      return known === undefined ? [] : [[site.id, known] as const];
    });
    this.#known = new Map([...kept, ...found]);
    this.#changes.fire();
  }

  /** Lines of a file that threw, each error once. */
  ofFile(path: string): readonly ErrorLine[] {
    const errors = [...this.#known].flatMap(([site, { location, text }]) =>
      location?.path === path ? [{ site, line: location.line, text }] : [],
    );
    return [...groupBy(errors, ({ line, text }) => `${line} ${text}`).values()].flatMap(
      ([first]) => first ?? [],
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #find(sites: readonly Site[]): Promise<readonly (readonly [SiteId, Known])[]> {
    try {
      const relatives = await this.#options.relatives(sites.map(({ id }) => id));
      const byId = new Map(relatives.map((one) => [one.site, one]));
      return await Promise.all(
        sites.map(async (site) => [site.id, await this.#knownOf(site, byId.get(site.id))]),
      );
    } catch (error) {
      this.#options.onError(error);
      return [];
    }
  }

  async #knownOf(site: Site, relatives: SiteRelatives | undefined): Promise<Known> {
    const spanId = site.latestFailed?.spanId ?? '';
    const stack = relatives?.exceptionStack;
    const frame =
      stack === undefined ? undefined : errorFrame(await this.#options.place(stack, site.service));
    const text = oneLine(relatives?.exception ?? '').slice(0, longestText);
    return { spanId, location: frame?.location, text };
  }
}
