import type { Placement } from '../shared/placement.ts';
import type { Site } from '../shared/site.ts';
import { type FileCertainty, fileConfidence, lower, weaker } from './fileConfidence.ts';
import { FileText } from './fileText.ts';
import { isGeneratedFile, isScript, liesInBuild } from './generatedFile.ts';
import { pathHintsOf } from './paths/pathHints.ts';
import type { Rung, RungContext } from './rung.ts';
import { siteKey } from './siteKey.ts';
import { type Original, SourceMapper, tellsByLine } from './sourceMaps/sourceMapper.ts';

/**
 * `code.file.path` with `code.line.number` and `code.column.number`, old names and new. Without a line that the
 * file has, the answer is the file alone, at confidence low; `code.function.name` may know better.
 */
export const filePathRung: Rung = { name: 'code.file.path', place };

async function place(site: Site, context: RungContext): Promise<readonly Placement[]> {
  if (site.code.filePath === undefined) return [];
  const match = await context.paths.map(site.code.filePath, pathHintsOf(site));
  const known = match.type === 'ambiguous' ? choicesOf(match.paths) : fileConfidence(match);
  const files = [known ?? []].flat();
  const placements = (await Promise.all(files.map((file) => placeIn(file, site, context)))).flat();
  const doubt = doubts[site.evidence['spanline.code.unsure'] ?? ''];
  return doubt === undefined ? placements : placements.map((one) => unsure(one, doubt));
}

/** What the capture says of a place that may be another, and what that means. */
const doubts: Readonly<Record<string, string>> = {
  named: 'no call there has its name',
  waits: 'it only waits there',
  serves: 'all requests come there',
};

function unsure(placement: Placement, doubt: string): Placement {
  const { confidence, evidence } = placement;
  return { ...placement, confidence: weaker(confidence, 'medium'), evidence: `${evidence}; ${doubt}` };
}

/** Beyond this many files of one name, none of them is worth to be offered. */
const maxChoices = 9;

/** Files among which the user may choose: each of them is no more than possible. */
function choicesOf(paths: readonly string[]): readonly FileCertainty[] {
  const how = `; one of ${paths.length} files of that name`;
  if (paths.length > maxChoices) return [];
  return paths.map((path) => ({ path, exact: false, confidence: 'low', how }));
}

async function placeIn(file: FileCertainty, site: Site, context: RungContext): Promise<readonly Placement[]> {
  const { files } = context;
  const built = liesInBuild(file.path, files.folders);
  // With a column the map is enough, and a bundle is large.
  const early = built && site.code.column !== undefined ? await traced(file, site, context) : undefined;
  if (early?.type === 'library') return [];
  if (early?.type === 'source') return [placeInSource(file, early)];
  const text = await files.readText(file.path);
  if (text === undefined) return [];
  const generated = isGeneratedFile(file.path, text, files.folders);
  const lines = new FileText(text);
  const original = early ?? (generated ? await traced(file, site, context, lines) : undefined);
  if (original?.type === 'library') return [];
  if (original?.type === 'source') return [placeInSource(file, original)];
  const placement = placeLine({ ...file, generated }, lines, site, context);
  if (placement === undefined) return [];
  const why = original?.why === undefined ? '' : `; ${original.why}`;
  return [{ ...placement, evidence: placement.evidence + why }];
}

/** The source of a line of generated code; `undefined` where nothing can be asked for. */
async function traced(
  file: FileCertainty,
  { code: { line, column }, evidence }: Site,
  { files, paths }: RungContext,
  lines?: FileText,
): Promise<Original | undefined> {
  // What the program mapped itself is a place in a source, wherever that lies.
  if (evidence['spanline.code.generated'] !== undefined || !isScript(file.path)) return undefined;
  if (line === undefined || line < 1 || !Number.isInteger(line)) return undefined;
  if (column === undefined && !tellsByLine(lines?.line(line))) return undefined;
  return new SourceMapper(files, paths, paths.sourceMaps).trace(file.path, line, column);
}

function placeInSource(
  generated: FileCertainty,
  { location, file, note, followed }: Extract<Original, { readonly type: 'source' }>,
): Placement {
  const doubts = note === undefined ? [] : [note];
  return {
    location,
    rung: filePathRung.name,
    confidence: weaker(generated.confidence, file.confidence),
    evidence: [`from code.line.number, through the source map${generated.how}`, ...doubts].join('; '),
    ...(followed === true ? { followed } : {}),
  };
}

/** The line as the program named it, or where its text went since the program was first seen. */
function placeLine(
  file: Certainty,
  lines: FileText,
  site: Site,
  { paths }: RungContext,
): Placement | undefined {
  const { line, column } = site.code;
  if (line === undefined || line < 1 || !Number.isInteger(line))
    return placeInFile(file, lines, line, column);
  const now = paths.lineMemory.follow(`${file.path}\n${siteKey(site)}`, line, lines);
  const placement = placeInFile(file, lines, now.type === 'gone' ? line : now.line, column);
  if (placement === undefined || now.type === 'same') return placement;
  const gone = now.type === 'gone';
  return {
    ...placement,
    confidence: gone ? lower(lower(placement.confidence)) : placement.confidence,
    evidence: `${placement.evidence}; the line has ${gone ? 'changed' : 'moved'} since`,
    ...(gone ? { stale: true } : { followed: true }),
  };
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
