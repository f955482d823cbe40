import { callSites } from './callSites.ts';
import type { CallTexts } from './callTexts.ts';
import { codeAttributes, functionNameOf } from './codeAttributes.ts';
import type { Attributes } from './openTelemetry.ts';
import type { Position } from './sourcePosition.ts';
import type { UserScripts } from './userScripts.ts';
import type { UsualDepth } from './usualDepth.ts';

/** Beyond this many frames nobody looks for the caller. */
const most = 64;
/** How many frames of the user's may lie between a span and the call that names it. */
const mostWrappers = 4;
/** A place that has started so many spans which no caller named is looked at no further. */
const mostMisses = 3;

type Callable = (...args: never[]) => unknown;

/** A frame of the user's. */
interface UserFrame extends Position {
  readonly site: NodeJS.CallSite;
  readonly scriptName: string;
  readonly index: number;
}

/** Finds who called: the innermost frame of the user's on the stack. */
export class CallerFinder {
  readonly #scripts: UserScripts;
  readonly #texts: CallTexts;
  readonly #misses = new Map<string, number>();

  constructor(scripts: UserScripts, texts: CallTexts) {
    this.#scripts = scripts;
    this.#texts = texts;
  }

  /**
   * `code.*` of the caller of `cut`; `undefined` where nobody of the user's is on the stack. With the span's `name`
   * it is the innermost caller in whose call that name is written, should there be one.
   */
  find(depth: UsualDepth, cut: Callable, name?: string): Attributes | undefined {
    let skipped: UserFrame | undefined;
    let nearest: UserFrame | undefined;
    let wrappers = 0;
    for (const frame of this.#userFrames(depth, cut)) {
      if (this.#scripts.isSkipped(frame.path)) skipped ??= frame;
      else if (nearest === undefined) {
        nearest = frame;
        if (name === undefined || this.#texts.names(frame, name) || this.#namesItself(frame)) break;
      } else {
        if (this.#texts.names(frame, name ?? '')) return this.#named(depth, nearest, frame);
        if (++wrappers === mostWrappers) break;
      }
    }
    // A frame in a file to pass over counts where there is no other.
    const found = nearest ?? skipped;
    if (found === undefined) return undefined;
    if (wrappers > 0) this.#missed(found);
    depth.found(found.index);
    return attributesOf(found);
  }

  #named(depth: UsualDepth, nearest: UserFrame, giver: UserFrame): Attributes {
    // What is named by its callers once is so for good.
    this.#misses.set(keyOf(nearest), Number.NEGATIVE_INFINITY);
    depth.found(giver.index);
    return attributesOf(giver);
  }

  #missed(nearest: UserFrame): void {
    const key = keyOf(nearest);
    this.#misses.set(key, (this.#misses.get(key) ?? 0) + 1);
  }

  #namesItself(nearest: UserFrame): boolean {
    return (this.#misses.get(keyOf(nearest)) ?? 0) >= mostMisses;
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
    for (const [index, site] of callSites(16, cut).entries()) {
      const frame = this.#userFrame(site, index);
      if (frame !== undefined) return attributesOf(frame);
      if (!isFramework((site.getFileName() ?? '').replaceAll('\\', '/'))) return undefined;
    }
    return undefined;
  }

  /** Innermost first. More of the stack is taken only when somebody asks for more of them. */
  *#userFrames(depth: UsualDepth, cut: Callable): Generator<UserFrame, void> {
    let index = 0;
    for (const limit of [depth.limit, most]) {
      const sites = callSites(limit, cut);
      for (; index < sites.length; index++) {
        const frame = this.#userFrame(sites[index] as NodeJS.CallSite, index);
        if (frame !== undefined) yield frame;
      }
      if (sites.length < limit) return;
    }
  }

  #userFrame(site: NodeJS.CallSite, index: number): UserFrame | undefined {
    const scriptName = site.getFileName();
    const path = typeof scriptName === 'string' ? this.#scripts.pathOf(scriptName) : undefined;
    if (path === undefined) return undefined;
    const line = site.getLineNumber();
    const column = site.getColumnNumber();
    if (line === null || column === null) return undefined;
    return { site, scriptName: scriptName as string, path, line, column, index };
  }
}

function keyOf({ path, line, column }: Position): string {
  return `${path}:${line}:${column}`;
}

function attributesOf(frame: UserFrame): Attributes {
  const { path, line, column } = frame;
  return codeAttributes(frame.scriptName, { path, line, column }, functionNameOf(frame.site));
}
