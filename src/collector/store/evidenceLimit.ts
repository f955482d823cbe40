import { type Evidence, type EvidenceKey, evidenceKeys } from '../../shared/evidence.ts';
import { evidenceText, urlPath } from '../otlp/evidenceText.ts';
import type { PlainValue } from '../otlp/keyValue.ts';
import { urlKeys } from '../otlp/placeKeys.ts';

/** More values of one key from one program name no places any more, but users, documents or queries. */
const maxValues = 300;

const known: ReadonlySet<string> = new Set(evidenceKeys);

/** Makes evidence of attributes, and leaves out keys whose values have turned out to be without end. */
export class EvidenceLimit {
  readonly #values = new Map<string, Set<string>>();

  /**
   * In one order, so that equal evidence is equal as JSON; of a key that comes twice the last counts. Values that were
   * not met before are left out unless `mayLearn`.
   */
  evidenceOf(pairs: readonly (readonly [string, PlainValue])[], origin: number, mayLearn: boolean): Evidence {
    const evidence: Partial<Record<EvidenceKey, string>> = {};
    const byKey = new Map(pairs.map(pathOfUrl).filter(([key]) => known.has(key)));
    for (const key of byKey.size === 0 ? [] : evidenceKeys) {
      const text = byKey.has(key) ? evidenceText(key, byKey.get(key)) : undefined;
      if (text !== undefined && this.#admits(`${origin} ${key}`, text, mayLearn)) evidence[key] = text;
    }
    return evidence;
  }

  #admits(key: string, text: string, mayLearn: boolean): boolean {
    const values = this.#values.get(key);
    if (values?.has(text) === true) return true;
    if (!mayLearn || (values?.size ?? 0) >= maxValues) return false;
    if (values === undefined) this.#values.set(key, new Set([text]));
    else values.add(text);
    return true;
  }
}

function pathOfUrl([key, value]: readonly [string, PlainValue]): readonly [string, PlainValue] {
  return urlKeys.includes(key) && typeof value === 'string' ? ['url.path', urlPath(value)] : [key, value];
}
