import { CallPlace } from './callPlace.ts';
import { callTextAt } from './callTexts.ts';
import { codeAttributes, functionNameOf } from './codeAttributes.ts';
import type { UserScripts } from './userScripts.ts';

/** Lines are seldom longer; what is only shares its entry with another. */
const columns = 1 << 20;

/** The user's frames of stacks, each place looked at once: a program starts its spans at few. */
export class CallPlaces {
  readonly #scripts: UserScripts;
  readonly #places = new Map<string, Map<number, CallPlace>>();

  constructor(scripts: UserScripts) {
    this.#scripts = scripts;
  }

  /** `undefined` for a frame that is not the user's. */
  of(site: NodeJS.CallSite): CallPlace | undefined {
    const scriptName = site.getFileName();
    const path = typeof scriptName === 'string' ? this.#scripts.pathOf(scriptName) : undefined;
    if (path === undefined) return undefined;
    const line = site.getLineNumber();
    const column = site.getColumnNumber();
    if (line === null || column === null) return undefined;
    const places = this.#placesIn(scriptName as string);
    const key = line * columns + column;
    const known = places.get(key);
    if (known !== undefined) return known;
    const call = { scriptName: scriptName as string, path, line, column };
    const attributes = codeAttributes(call.scriptName, { path, line, column }, functionNameOf(site));
    const place = new CallPlace(attributes, this.#scripts.isSkipped(path), () => callTextAt(call));
    places.set(key, place);
    return place;
  }

  #placesIn(scriptName: string): Map<number, CallPlace> {
    const known = this.#places.get(scriptName);
    if (known !== undefined) return known;
    const places = new Map<number, CallPlace>();
    this.#places.set(scriptName, places);
    return places;
  }
}
