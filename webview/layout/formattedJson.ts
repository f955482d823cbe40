import { applyEdits, format } from 'jsonc-parser';

/** Longer documents are shown as they were sent: nobody reads them in a side panel. */
const mostCharacters = 200_000;
/** Deeper documents would be indented out of sight. */
const mostLevels = 64;
/** What fits on a line and nests nothing is best read there. */
const lineCharacters = 60;

/**
 * JSON with a line for each member; only blanks are added, so that numbers of any size, the order of keys and
 * keys that come twice stay as they were sent. `undefined` for what is not JSON or is best as it is.
 */
export function formattedJson(text: string): string | undefined {
  if (text.length > mostCharacters || levelsOf(text) > mostLevels || !isJson(text)) return undefined;
  if (text.length <= lineCharacters && levelsOf(text) < 2) return undefined;
  const edits = format(text, undefined, { insertSpaces: true, tabSize: 2, eol: '\n' });
  const formatted = applyEdits(text, edits);
  return formatted === text ? undefined : formatted;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** At most as many levels as brackets are open at once; those in texts count too, which is on the safe side. */
function levelsOf(text: string): number {
  let open = 0;
  let most = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    open += bracket === '[' || bracket === '{' ? 1 : -1;
    most = Math.max(most, open);
  }
  return most;
}
