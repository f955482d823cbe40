/** Characters of a text that is shown among others; the rest can be seen in the waterfall and the side panel. */
const mostCharacters = 200;
const controls = /\p{Cc}/gu;
/** Marks that change the direction of the text around them. */
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text of a span, as a part of VS Code's own that takes plain text may show it: on one line, without characters that
 * would disturb what stands beside it, and cut with an ellipsis where it is very long.
 */
export function oneLine(text: string): string {
  const start = text.length > 4 * mostCharacters ? text.slice(0, 4 * mostCharacters) : text;
  const line = start.replace(/\s+/g, ' ').replace(directions, '').replace(controls, '�').trim();
  const characters = [...line.slice(0, 2 * mostCharacters + 2)];
  return characters.length > mostCharacters ? `${characters.slice(0, mostCharacters).join('')}…` : line;
}

/** For parts of VS Code that show `$(name)` as an icon. */
export function escapeIcons(text: string): string {
  return text.replaceAll('$(', '\\$(');
}
