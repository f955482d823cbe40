import type { TraceColumns } from '../../src/shared/traceColumns.ts';

/** What is looked for. */
export interface FindQuery {
  /** Found in name, service or note; case does not matter. Empty finds every span. */
  readonly text: string;
  readonly errorsOnly: boolean;
}

/** The texts of a trace in lower case: made once, at the first search. */
export function lowerCaseTexts(strings: readonly string[]): string[] {
  return strings.map((text) => text.toLowerCase());
}

/**
 * Indexes of the spans that match, ascending. Each distinct text is searched once, then the columns are read:
 * linear in the spans, with no text work per span.
 */
export function findSpans(trace: TraceColumns, lowerTexts: readonly string[], query: FindQuery): Uint32Array {
  const hit = textHits(lowerTexts, query.text.trim().toLowerCase());
  const { count, name, service, note, status } = trace;
  const found = new Uint32Array(count);
  let length = 0;
  for (let i = 0; i < count; i++) {
    if (query.errorsOnly && status[i] !== 2) continue;
    if (hit[name[i] as number] === 1 || hit[service[i] as number] === 1 || hit[note[i] as number] === 1) {
      found[length++] = i;
    }
  }
  return found.slice(0, length);
}

function textHits(lowerTexts: readonly string[], needle: string): Uint8Array {
  const hit = new Uint8Array(lowerTexts.length);
  for (let k = 0; k < hit.length; k++) hit[k] = (lowerTexts[k] as string).includes(needle) ? 1 : 0;
  return hit;
}

/** Place in `matches` of the first one behind `after` in direction `step`, around the ends; −1 without any. */
export function nextMatch(matches: Uint32Array, after: number, step: 1 | -1): number {
  if (matches.length === 0) return -1;
  let place = firstAtLeast(matches, step === 1 ? after + 1 : after);
  if (step === -1) place -= 1;
  return (place + matches.length) % matches.length;
}

/** Place of the first entry that is at least `value`; the length where there is none. */
export function firstAtLeast(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where `needle` stands in `text`, as pairs of start and end, to mark it; not case-sensitive. */
export function markedRanges(text: string, needle: string): [number, number][] {
  const wanted = needle.trim().toLowerCase();
  const lower = text.toLowerCase();
  // Lower case can change a text's length; then its places say nothing about the text on show.
  if (wanted === '' || lower.length !== text.length) return [];
  const ranges: [number, number][] = [];
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + wanted.length)) {
    ranges.push([at, at + wanted.length]);
  }
  return ranges;
}
