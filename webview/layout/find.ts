/** The texts of a trace in lower case: made once, at the first search. */
export function lowerCaseTexts(strings: readonly string[]): string[] {
  return strings.map((text) => text.toLowerCase());
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

/** Where any of the needles, one a line, stands in `text`, as pairs of start and end, to mark it; case does not matter. */
export function markedRanges(text: string, needles: string): [number, number][] {
  const lower = text.toLowerCase();
  // Lower case can change a text's length; then its places say nothing about the text on show.
  if (needles === '' || lower.length !== text.length) return [];
  const ranges: [number, number][] = [];
  for (const line of needles.toLowerCase().split('\n')) {
    const needle = line.trim();
    if (needle === '') continue;
    for (let at = lower.indexOf(needle); at >= 0; at = lower.indexOf(needle, at + needle.length)) {
      ranges.push([at, at + needle.length]);
    }
  }
  return merged(ranges.sort(([a], [b]) => a - b));
}

function merged(sorted: readonly [number, number][]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const [start, end] of sorted) {
    const last = ranges.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else ranges.push([start, end]);
  }
  return ranges;
}
