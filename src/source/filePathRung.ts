import type { Placement } from '../shared/placement.ts';
import type { Site } from '../shared/site.ts';
import { type FileCertainty, fileConfidence, lower } from './fileConfidence.ts';
import { FileText } from './fileText.ts';
import { isGeneratedFile } from './generatedFile.ts';
import { pathHintsOf } from './paths/pathHints.ts';
import type { Rung, RungContext } from './rung.ts';

/**
 * `code.file.path` with `code.line.number` and `code.column.number`, old names and new. Without a line that the
 * file has, the answer is the file alone, at confidence low; `code.function.name` may know better.
 */
export const filePathRung: Rung = { name: 'code.file.path', place };

async function place(site: Site, context: RungContext): Promise<readonly Placement[]> {
  if (site.code.filePath === undefined) return [];
  const match = await context.paths.map(site.code.filePath, pathHintsOf(site));
  const known = match.type === 'ambiguous' ? choicesOf(match.paths) : fileConfidence(match);
  const files = [known ?? []].flat().slice(0, maxChoices);
  return (await Promise.all(files.map((file) => placeIn(file, site, context)))).flat();
}

/** Beyond this many files of one name, none of them is worth to be offered. */
const maxChoices = 20;

/** Files among which the user may choose: each of them is no more than possible. */
function choicesOf(paths: readonly string[]): readonly FileCertainty[] {
  const how = `; one of ${paths.length} files of that name`;
  return paths.map((path) => ({ path, exact: false, confidence: 'low', how }));
}

async function placeIn(
  file: FileCertainty,
  { code }: Site,
  { files }: RungContext,
): Promise<readonly Placement[]> {
  const text = await files.readText(file.path);
  if (text === undefined) return [];
  const generated = isGeneratedFile(file.path, text, files.folders);
  const placement = placeInFile({ ...file, generated }, new FileText(text), code.line, code.column);
  return placement === undefined ? [] : [placement];
}

interface Certainty extends FileCertainty {
  readonly generated: boolean;
}

function placeInFile(
  { path, exact, confidence, how, generated }: Certainty,
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
  const blank = text.trim() === '';
  const doubts = [
    ...(blank ? ['the line is blank now'] : []),
    ...(generated ? ['the file is generated'] : []),
  ];
  return {
    location: known ? { path, line, column } : { path, line },
    rung,
    confidence: generated ? 'low' : blank ? lower(lower(confidence)) : confidence,
    evidence: [`from code.line.number${how}`, ...doubts].join('; '),
  };
}
