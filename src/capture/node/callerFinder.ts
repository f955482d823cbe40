import type { CallPlace, Doubt } from './callPlace.ts';
import type { CallPlaces } from './callPlaces.ts';
import { callSites } from './callSites.ts';
import type { Attributes } from './openTelemetry.ts';
import type { UsualDepth } from './usualDepth.ts';

/** Beyond this many frames nobody looks for the caller. */
const most = 64;
/** How many frames of the user's may lie between a span and the call that names it. */
const mostWrappers = 4;

type Callable = (...args: never[]) => unknown;

/** Finds who called: the innermost frame of the user's on the stack. */
export class CallerFinder {
  readonly #places: CallPlaces;

  constructor(places: CallPlaces) {
    this.#places = places;
  }

  /**
   * `code.*` of the caller of `cut`; `undefined` where nobody of the user's is on the stack. With the span's `name`
   * it is the innermost caller in whose call that name is written, should there be one.
   */
  find(depth: UsualDepth, cut: Callable, name?: string): Attributes | undefined {
    let skipped: CallPlace | undefined;
    let nearest: CallPlace | undefined;
    let wrappers = 0;
    // What others name, no call of the user's has to; but what only waits may wait for what another function returned.
    let isNamedByOthers = name === undefined;
    let doubt: Doubt | undefined;
    let sites = callSites(depth.limit, cut);
    let isWhole = sites.length < depth.limit;
    for (let index = 0; wrappers < mostWrappers; index++) {
      if (index === sites.length && !isWhole) {
        sites = callSites(most, cut);
        isWhole = true;
      }
      if (index >= sites.length) break;
      const site = sites[index] as NodeJS.CallSite;
      const place = this.#places.of(site);
      if (place === undefined) {
        if (isPassedThrough(site)) continue;
        if (nearest !== undefined) break;
        isNamedByOthers = true;
      } else if (place.isSkipped || (name === undefined && isWaiting(site) && place.callsParameter))
        skipped ??= place;
      else if (nearest === undefined) {
        nearest = place;
        depth.found(index);
        const others = isNamedByOthers || skipped !== undefined;
        doubt = others ? (isWaiting(site) ? 'waits' : undefined) : 'named';
        if (name !== undefined && place.names(name)) return place.attributes;
        if (name === undefined || place.namesItself) return place.as(doubt);
      } else if (name !== undefined && place.names(name)) {
        nearest.wasNamed();
        depth.found(index);
        return place.attributes;
      } else wrappers++;
    }
    nearest?.missed();
    // A call in a file to pass over counts where there is no other.
    return nearest?.as(doubt) ?? skipped?.attributes;
  }

  /** Whether it is the package of that name that called. */
  isInPackage(name: string, cut: Callable): boolean {
    const caller = callSites(1, cut)[0]?.getFileName();
    return typeof caller === 'string' && caller.replaceAll('\\', '/').includes(`/node_modules/${name}/`);
  }

  /**
   * `code.*` of the innermost frame that is not of a framework's; nothing if that is not the user's: then a library
   * registers routes of its own accord.
   */
  registration(isFramework: (file: string) => boolean, cut: Callable): Attributes | undefined {
    for (const site of callSites(16, cut)) {
      const place = this.#places.of(site);
      if (place !== undefined) return place.attributes;
      if (!isFramework((site.getFileName() ?? '').replaceAll('\\', '/'))) return undefined;
    }
    return undefined;
  }
}

/** Whether it is a function that awaits what is below it on the stack. */
function isWaiting(site: NodeJS.CallSite): boolean {
  return (site as { isAsync?: () => boolean }).isAsync?.() === true;
}

/**
 * Whether names come through that frame: OpenTelemetry's `context.with` and what lies below it, or a function of the
 * language such as `forEach`. Whoever is called by another library, or by an event, has not been named by its caller.
 */
function isPassedThrough(site: NodeJS.CallSite): boolean {
  const name = site.getFileName();
  if (typeof name !== 'string') return true;
  return /^node:(?:internal\/)?async|[\\/]node_modules[\\/]@opentelemetry[\\/]/.test(name);
}
