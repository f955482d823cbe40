import type { StackFrame } from '../shared/spanProtocol.ts';
import { fileConfidence } from './fileConfidence.ts';
import { FileText } from './fileText.ts';
import { isGeneratedScript } from './generatedFile.ts';
import { PathMapper } from './pathMapper.ts';
import { phpClassFiles } from './phpClassFiles.ts';
import { maxMapBytes, SourceMapper } from './sourceMaps/sourceMapper.ts';
import type { ParsedFrame } from './stackFrame.ts';
import { parseFrame } from './stackFrameFormats.ts';
import type { FileReader } from './workspaceFiles.ts';

/** A trace longer than this is data, not a stack: reading it all would be felt. */
const maxCharacters = 256 * 1024;
const maxFrames = 500;
/** Longer lines are bundled or hostile, and no file's name. */
const maxLine = 5000;

/** Go's SDK keeps as much of a stack, and cuts the rest off wherever that is. Bytes. */
const goLimit = 2048;

/** What we put into the user's program to learn where spans come from: it is no part of his stack. */
const ownFile = /[\\/](?:dist|src)[\\/]capture[\\/](?:node|python|java|go)[\\/]|(?:^|[\\/])spanline[\w.-]*$/i;

/**
 * The frames of `exception.stacktrace`, of any language, in the order they were printed: most write the innermost first,
 * Python writes it last. Lines that are no frame (messages, quoted source, marks) are left out.
 */
export function parseStackTrace(text: string): readonly ParsedFrame[] {
  const lines = text.slice(0, maxCharacters).split('\n', 20 * maxFrames);
  const frames: ParsedFrame[] = [];
  let before = '';
  for (const line of whole(lines, text)) {
    const trimmed = line.length > maxLine ? '' : line.trim();
    const frame = trimmed === '' ? undefined : parseFrame(trimmed, before);
    if (frame !== undefined && !ownFile.test(frame.path)) frames.push(frame);
    if (frames.length === maxFrames) break;
    before = trimmed;
  }
  return frames;
}

/**
 * Where the error was thrown in the user's code: of the frames that have a place, the innermost of the error itself
 * rather than of its causes, which are printed after it (of Python before).
 */
export function errorFrame(frames: readonly StackFrame[]): StackFrame | undefined {
  const innermostLast = frames.some(({ text }) => /^\|? *File "/.test(text));
  const placed = ({ location }: StackFrame) => location !== undefined;
  return innermostLast ? frames.findLast(placed) : frames.find(placed);
}

/**
 * The frames with their places in the workspace, those of generated code in its sources. Those of libraries and of
 * the runtime have none, nor have those whose line is not in the file any more.
 */
export async function placeFrames(
  frames: readonly ParsedFrame[],
  files: FileReader,
  service = '',
  paths = new PathMapper(files),
): Promise<readonly StackFrame[]> {
  return Promise.all(
    frames.map(async (frame) => ({
      text: frame.text,
      functionName: frame.functionName,
      label: labelOf(frame),
      location: await locationOf(frame, { files, paths, service }),
    })),
  );
}

/** Without a last line that was cut in the middle of its number. */
function whole(lines: readonly string[], text: string): readonly string[] {
  const last = lines.at(-1) ?? '';
  const cut = /^\s.*\.go:\d+$/.test(last.slice(0, maxLine)) && Buffer.byteLength(text) === goLimit;
  return cut ? lines.slice(0, -1) : lines;
}

function labelOf({ path, line, column }: ParsedFrame): string {
  const name = /[^\\/]*$/.exec(path)?.[0] ?? '';
  if (name === '') return '';
  return [name, line, column].filter((part) => part !== undefined).join(':');
}

interface Surroundings {
  readonly files: FileReader;
  readonly paths: PathMapper;
  readonly service: string;
}

async function locationOf(frame: ParsedFrame, around: Surroundings): Promise<StackFrame['location']> {
  const { line, column } = frame;
  if (frame.path === '' || line === undefined || line < 1) return undefined;
  const path = await fileOf(frame, around);
  const { files, paths } = around;
  const text = path === undefined ? undefined : await files.readText(path, maxMapBytes);
  if (path === undefined || text === undefined) return undefined;
  if (isGeneratedScript(path, text, files.folders)) {
    const original = await new SourceMapper(files, paths, paths.sourceMaps).trace(path, line, column);
    if (original.type === 'library') return undefined;
    if (original.type === 'source' && original.file.confidence !== 'low') return original.location;
  }
  if (new FileText(text).line(line) === undefined) return undefined;
  return { path, line, ...(column === undefined ? {} : { column }) };
}

/** A frame shows no doubt, so that it must not have any. */
async function fileOf(
  frame: ParsedFrame,
  { files, paths, service }: Surroundings,
): Promise<string | undefined> {
  if (frame.phpClass !== undefined) {
    const [only, ...others] = await phpClassFiles(frame.phpClass, frame.path, files);
    return others.length === 0 ? only : undefined;
  }
  for (const path of [frame.path, ...(frame.otherPaths ?? [])]) {
    const certainty = fileConfidence(await paths.map(path, service));
    if (certainty !== undefined && certainty.confidence !== 'low') return certainty.path;
  }
  return undefined;
}
