import type { Confidence, Placement } from '../shared/placement.ts';
import type { Site } from '../shared/site.ts';
import { fileConfidence, lower } from './fileConfidence.ts';
import { FileText } from './fileText.ts';
import { isGeneratedFile } from './generatedFile.ts';
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
  const file = new FileText(text);
  const generated = isGeneratedFile(certainty.path, text, files.folders);
  const placement = placeInFile({ ...certainty, generated }, file, code.line, code.column);
  return placement === undefined ? [] : [placement];
}

interface Certainty {
  readonly path: string;
  readonly exact: boolean;
  readonly confidence: Confidence;
  readonly how: string;
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
