import type { Confidence, Placement } from '../shared/placement.ts';
import type { Site } from '../shared/site.ts';
import { fileConfidence, lower } from './fileConfidence.ts';
import type { Rung, RungContext } from './rung.ts';

/**
 * `code.file.path` with `code.line.number` and `code.column.number`, old names and new. Without a line that the
 * file has, the answer is the file alone, at confidence low; `code.function.name` may know better.
 */
export const filePathRung: Rung = { name: 'code.file.path', place };

async function place({ code, service }: Site, { files, paths }: RungContext): Promise<readonly Placement[]> {
  if (code.filePath === undefined) return [];
  const match = await paths.map(code.filePath, service);
  const certainty = fileConfidence(match);
  if (certainty === undefined) return [];
  const text = await files.readText(certainty.path);
  if (text === undefined) return [];
  const placement = placeInFile(certainty, new FileText(text), code.line, code.column);
  return placement === undefined ? [] : [placement];
}

interface Certainty {
  readonly path: string;
  readonly exact: boolean;
  readonly confidence: Confidence;
  readonly how: string;
}

function placeInFile(
  { path, exact, confidence, how }: Certainty,
  file: FileText,
  line: number | undefined,
  column: number | undefined,
): Placement | undefined {
  const { name: rung } = filePathRung;
  if (line === undefined || line < 1 || !Number.isInteger(line)) {
    const evidence = `from code.file.path, without a line${how}`;
    return { location: { path, line: 1 }, rung, confidence: 'low', evidence };
  }
  const text = file.line(line);
  if (text === undefined) {
    // A file that was only guessed, and does not even have the line, is another file.
    if (!exact) return undefined;
    const evidence = `from code.file.path; the file is shorter than its line ${line}, so it has changed`;
    return { location: { path, line: 1 }, rung, confidence: 'low', evidence };
  }
  const known = column !== undefined && column >= 1 && column <= text.length + 1;
  const doubts = [...(text.trim() === '' ? ['the line is blank now'] : []), ...file.doubts()];
  return {
    location: known ? { path, line, column } : { path, line },
    rung,
    confidence: doubts.length > 0 ? lower(lower(confidence)) : confidence,
    evidence: [`from code.line.number${how}`, ...doubts].join('; '),
  };
}

/** A file's text, asked for single lines without being split. */
class FileText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The 1-based line without its end (LF or CRLF); `undefined` past the end. */
  line(number: number): string | undefined {
    let start = 0;
    for (let line = 1; line < number; line++) {
      const end = this.#text.indexOf('\n', start);
      if (end < 0 || end + 1 >= this.#text.length) return undefined;
      start = end + 1;
    }
    const end = this.#text.indexOf('\n', start);
    return this.#text.slice(start, end < 0 ? undefined : end).replace(/\r$/, '');
  }

  /** Reasons to believe that the line is not what the user wrote. */
  doubts(): readonly string[] {
    const mark = this.#text.lastIndexOf('\n//# sourceMappingURL=');
    const end = mark < 0 ? -1 : this.#text.indexOf('\n', mark + 1);
    const last = mark >= 0 && (end < 0 || this.#text.slice(end).trim() === '');
    return last ? ['the file is generated'] : [];
  }
}
