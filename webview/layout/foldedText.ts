/** Longer values are folded to this. */
const mostCharacters = 600;
const mostLines = 24;

/** Even unfolded no more than this is put on the page, which could not be scrolled any more. */
export const mostShown = 100_000;

/** The beginning of a long text; a text that is not long comes back as it is. */
export function foldedText(text: string): string {
  const byLines = firstLines(text);
  if (byLines.length <= mostCharacters) return byLines;
  const cut = byLines.slice(0, mostCharacters);
  // A pair of surrogates is one character.
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** A line more than the most is shown rather than folded away. */
function firstLines(text: string): string {
  let end = -1;
  for (let line = 0; line < mostLines; line++) {
    end = text.indexOf('\n', end + 1);
    if (end < 0) return text;
  }
  return text.indexOf('\n', end + 1) < 0 ? text : text.slice(0, end);
}
